"""Commands that take lists in and give them out."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from forum.commands.context import with_app

if TYPE_CHECKING:
    from forum.lists.reporting import Report

READABLE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
WRITABLE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.group(help="Takes lists of registrations in and gives them out.")
def registrations() -> None:
    pass


@registrations.command("import", help="Takes in a CSV or XLSX list, all rows or none.")
@click.argument("event")
@click.argument("file", type=READABLE)
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--json", "as_json", is_flag=True, help="Report for machines.")
@click.option(
    "--consent-text",
    type=READABLE,
    help="File with the words that people with a “yes” agreed to for the contact list.",
)
@with_app
def take_in(
    event: str, file: Path, *, dry_run: bool, as_json: bool, consent_text: Path | None
) -> None:
    from forum.base import languages
    from forum.events import queries as events
    from forum.lists import reading, service

    found = events.get_event(event)
    with file.open("rb") as opened:
        content = opened.read(reading.LARGEST + 1)
    words = service.check_consent_text(_text_of(consent_text)) if consent_text else ""
    do = service.preview if dry_run else service.take_in
    report = do(found.id, content, consent_text=words)
    with languages.in_language("en"):
        if as_json:
            print(json.dumps(for_machines(report), ensure_ascii=False, indent=2))
        else:
            print("\n".join(for_people(report, dry_run=dry_run)))
    if report.refused:
        sys.exit(2)


def _text_of(path: Path) -> str:
    """The text of a file, as UTF-8 or as an office's Windows writes it."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def for_machines(report: Report) -> dict[str, Any]:
    """The report as it stands in the interface."""
    return {
        "rows": report.rows,
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "attention": [
            {"row": one.row, "field": one.field, "reason": str(one.reason)}
            for one in report.attention
        ],
        "refused": [{"row": row, "reason": str(reason)} for row, reason in report.refused],
    }


def for_people(report: Report, *, dry_run: bool) -> list[str]:
    """The report as lines to read: what was read, merged, and needs a person's look."""
    used = [f"{column.heading} ({column.field})" for column in report.columns if column.field]
    unused = [column.heading for column in report.columns if column.heading and not column.field]
    lines = ["Columns used: " + ", ".join(used)]
    lines += ["Columns not used: " + ", ".join(unused)] if unused else []
    lines += [f"{spelling} = {name} (merged)" for spelling, name in report.merged]
    lines += [f"Row {one.row}, {one.label}: {one.reason}" for one in report.attention]
    lines += [f"Row {row} refused: {reason}" for row, reason in report.refused]
    lines.append(
        f"{report.rows} rows: {report.created} created, {report.updated} updated, "
        f"{report.unchanged} unchanged, {len(report.refused)} refused; "
        f"{report.waiting} of the new ones on the waiting list."
    )
    lines += [f"{report.consents} consents to the contact list."] if report.consents else []
    if report.unasked_contact_list or report.unasked_photos:
        lines.append(
            f"Counts as not asked: {report.unasked_contact_list} “yes” to the contact list, "
            f"{report.unasked_photos} “yes” to photos."
        )
    if report.refused:
        lines += ["Nothing was written: please correct the refused rows and try again."]
    elif dry_run:
        lines += ["Nothing was written: this was a dry run."]
    return lines


@registrations.command(help="Gives out the active registrations of a forum.")
@click.argument("event")
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["csv", "xlsx", "json"]),
    required=True,
    help="File format.",
)
@click.option("--output", type=WRITABLE, help="File to write; standard output without it.")
@with_app
def export(event: str, *, fmt: str, output: Path | None) -> None:
    from forum.events import queries as events
    from forum.lists import exports

    found = events.get_event(event)
    if output is None:
        if fmt == "xlsx" and sys.stdout.isatty():
            raise click.ClickException("an XLSX file cannot be shown here: use --output FILE")
        sys.stdout.buffer.writelines(exports.written(found.id, fmt))
        return
    try:
        with output.open("wb") as file:
            file.writelines(exports.written(found.id, fmt))
    except OSError as trouble:
        raise click.ClickException(f"{output} cannot be written: {trouble.strerror}") from None


def add_to(group: click.Group) -> None:
    """Adds the commands to the script."""
    group.add_command(registrations)
