"""The papers of the day: which there are, and each as a file of one plan version."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from forum.base import addresses, languages, sheets
from forum.base.text import Text, _
from forum.documents import labels, words
from forum.documents import papers as documents
from forum.documents.model import Forum, Notice, Person
from forum.documents.press import Printed
from forum.events.models import Event
from forum.islands import paper_data
from forum.islands.models import Plan
from forum.registration.models import Registration
from forum.site import queries as sites

PART = 200
"""So many people at once, where everybody has a card: more would take over a second."""


@dataclass(frozen=True)
class Kind:
    """A kind of paper. `is_in_parts`: one for everybody, so that large forums print it in parts."""

    name: Text
    format: Text
    write: Callable[[Forum, Sequence[Person]], Printed]
    is_in_parts: bool = False


def _cards(sheet: str) -> Callable[[Forum, Sequence[Person]], Printed]:
    return lambda forum, people: documents.route_cards(
        forum, [person for person in people if person.stops], sheet=sheet
    )


def _badges(layout: str) -> Callable[[Forum, Sequence[Person]], Printed]:
    return lambda forum, people: documents.badges(forum, people, layout=layout)


KINDS: dict[str, Kind] = {
    "route-cards-a5": Kind(
        words.WORDS["route_cards"], _("A5, one on a sheet"), _cards("a5"), is_in_parts=True
    ),
    "route-cards-a4": Kind(
        words.WORDS["route_cards"], _("A4, two on a sheet"), _cards("a4"), is_in_parts=True
    ),
    **{
        f"badges-{layout}": Kind(
            words.WORDS["badges"], sheet.name, _badges(layout), is_in_parts=True
        )
        for layout, sheet in labels.LAYOUTS.items()
    },
    "door-signs": Kind(
        words.WORDS["door_signs"],
        _("A4, one for each island"),
        lambda forum, _people: documents.door_signs(forum),
    ),
    "lists": Kind(words.WORDS["lists"], _("A4, with a column to sign"), documents.lists),
    "emergency-folder": Kind(
        words.WORDS["folder"], _("A4, everything for the day in one file"), documents.folder
    ),
}
"""By the word that stands in addresses."""


def write(event: Event, plan: Plan, *, kind: str, language: str, part: int = 1) -> Printed:
    """A paper of a plan in German or English; of kinds in parts, the `part` counted from 1.

    Raises:
        KeyError: there is no such kind.
    """
    with languages.in_language(language):
        gathered = paper_data.gather(event, plan)
        people = gathered.people
        if KINDS[kind].is_in_parts:
            people = people[(part - 1) * PART : part * PART]
        return KINDS[kind].write(gathered.forum, people)


def write_own(registration: Registration, plan: Plan, *, language: str) -> Printed:
    """A participant's own route card."""
    with languages.in_language(language):
        gathered = paper_data.gather_own(registration, plan)
        return documents.route_cards(gathered.forum, gathered.people)


def write_arrival(registration: Registration, plan: Plan | None, *, language: str) -> Printed:
    """What somebody gets who comes without registration: route card, badge and privacy notice."""
    with languages.in_language(language):
        gathered = paper_data.gather_own(registration, plan)
        said = sites.get_info().privacy_in_brief
        notice = Notice(said, addresses.absolute("site.privacy"))
        return documents.arrival_sheets(gathered.forum, gathered.people, notice=notice)


def parts_of(people: int) -> list[tuple[int, int]]:
    """The first and the last of each part, counted from 1; one part for nobody."""
    firsts = range(1, max(people, 1) + 1, PART)
    return [(first, min(first + PART - 1, people)) for first in firsts]


def as_csv(event: Event, plan: Plan, *, language: str) -> bytes:
    """The routes of everybody for a spreadsheet: what the emergency folder says, with the plan's
    number in every row. Semicolons, UTF-8 with BOM; what looks like a formula stays text."""
    with languages.in_language(language):
        gathered = paper_data.gather(event, plan)
        forum, said = gathered.forum, words.said()
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    rounds = [f"{one.name}, {one.times}" for one in forum.rounds]
    writer.writerow([said["name"], said["organisation"], *rounds, said["plan"]])
    named = {one.letter: f"{one.letter} – {one.theme}" for one in forum.islands}
    for person in gathered.people:
        route = {stop.round: named[stop.letter] for stop in person.stops}
        islands = (route.get(number, "") for number in range(len(rounds)))
        row = (person.name, person.organisation, *islands, forum.plan)
        writer.writerow([sheets.harmless(cell) for cell in row])
    return target.getvalue().encode("utf-8-sig")
