"""What is reported about a list: how many rows did what, what was merged, what to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from forum.base.text import Text, _
from forum.lists import attention, columns, reading
from forum.lists.cells import Entry, key_of
from forum.lists.plans import Plan
from forum.registration.models import State


@dataclass(frozen=True)
class Report:
    """`rows` = created + updated + unchanged + refused."""

    columns: Sequence[columns.Column]
    rows: int
    created: int
    updated: int
    unchanged: int
    waiting: int
    consents: int
    unasked_contact_list: int
    unasked_photos: int
    attention: Sequence[attention.Attention]
    refused: Sequence[tuple[int, Text]]
    merged: Sequence[tuple[str, str]] = field(default_factory=list)
    waiting_rows: Sequence[int] = ()
    known_rows: Sequence[int] = ()
    """Rows about somebody who is registered already."""
    new_organisations: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Organisations that will be made, with the rows that name them."""


def of(read: reading.List, plan: Plan, names: Mapping[str, str], *, has_islands: bool) -> Report:
    """The report of a plan. `names`: known organisations by the keys of their spellings."""
    updated = plan.updated - plan.created
    granted = sum("contact_list" in target.changes for target in plan.targets)
    yes = [target for target in plan.targets if any(e.on_contact_list for e in target.entries)]
    photos = [target for target in plan.targets if any(e.in_photos for e in target.entries)]
    return Report(
        columns=read.columns,
        rows=len(read.rows),
        created=len(plan.created),
        updated=len(updated),
        unchanged=len(plan.entries) - len(plan.created) - len(updated),
        waiting=sum(target.id is None and target.state is State.WAITING for target in plan.targets),
        consents=granted,
        unasked_contact_list=sum(
            target.contact_list is None and "contact_list" not in target.changes for target in yes
        ),
        unasked_photos=len(photos),
        attention=attention.of(plan, has_islands=has_islands),
        refused=plan.refused,
        merged=_merged(plan.entries, names),
        waiting_rows=[
            one.row
            for one in plan.entries
            if one.row in plan.created and plan.target_of[one.row].state is State.WAITING
        ],
        known_rows=[one.row for one in plan.entries if plan.target_of[one.row].id is not None],
        new_organisations=_new_organisations(plan, names),
    )


def _new_organisations(plan: Plan, names: Mapping[str, str]) -> dict[str, list[int]]:
    made: dict[str, str] = {}
    rows: dict[str, list[int]] = {}
    for target in plan.targets:
        key = key_of("organisation", target.changes.get("organisation", ""))
        if key and key not in names:
            made.setdefault(key, target.changes["organisation"])
    for one in plan.entries:
        key = key_of("organisation", one.values.get("organisation", ""))
        if key in made:
            rows.setdefault(made[key], []).append(one.row)
    return rows


def numbers(report: Report) -> dict[str, int]:
    """How many rows did what, as it is kept when nobody waits for the report."""
    return {
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "refused": len(report.refused),
    }


def summary(done: Mapping[str, int]) -> Text:
    """One sentence about what was done."""
    return _(
        "The list has been taken in: %(created)s new, %(updated)s changed, %(unchanged)s "
        "unchanged.",
        created=done["created"],
        updated=done["updated"],
        unchanged=done["unchanged"],
    )


def _merged(entries: Sequence[Entry], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Spellings that were taken for an organisation of another spelling."""
    first = dict(names)
    merged: dict[str, str] = {}
    for one in entries:
        said = one.values.get("organisation", "")
        key = key_of("organisation", said)
        if said and first.setdefault(key, said) != said:
            merged[said] = first[key]
    return list(merged.items())
