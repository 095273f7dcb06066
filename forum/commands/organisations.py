"""Compares names of organisations, two by two, as the register does."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import click

FILE = click.Path(path_type=Path)
COLUMNS = ("a", "b")
LARGEST = 20 * 1024 * 1024


@click.group(help="Compares names of organisations.")
def organisations() -> None:
    pass


@organisations.command(
    help="Reads a CSV with the columns a and b; writes a,b,verdict,reason. A verdict is one of "
    "same, maybe, part_of, different."
)
@click.argument("pairs", type=FILE)
def match(pairs: Path) -> None:
    from forum import matching

    dictionary = matching.default()
    written = csv.writer(sys.stdout, lineterminator="\n")
    rows = list(_rows(pairs))
    written.writerow([*COLUMNS, "verdict", "reason"])
    for a, b in rows:
        verdict = matching.judge(a, b, dictionary)
        written.writerow([a, b, verdict.kind, "; ".join(map(str, verdict.reasons))])


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    try:
        with path.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as trouble:
        raise click.ClickException(f"{path} cannot be read: {trouble.strerror}") from None
    if len(content) > LARGEST:
        raise click.ClickException(f"{path} is larger than 20 MB: split it into several files")
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        heading = [cell.strip().casefold() for cell in next(reader, [])]
        if missing := [name for name in COLUMNS if name not in heading]:
            raise click.ClickException(
                f"{path} has no column {missing[0]}: its first line must name the columns a and b"
            )
        at = [heading.index(name) for name in COLUMNS]
        for row in reader:
            cells = [row[i] if i < len(row) else "" for i in at]
            if any(cells):
                yield cells[0], cells[1]
    except csv.Error as trouble:
        raise click.ClickException(
            f"{path} cannot be read as CSV, line {reader.line_num}: {trouble}"
        ) from None


def _decoded(content: bytes) -> str:
    """The text of a file, as UTF-8, as Excel's Unicode text or as an office's Windows writes it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def add_to(group: click.Group) -> None:
    """Adds the commands to the script."""
    group.add_command(organisations)
