"""The papers of the day. Each takes the forum and its people, by name, and gives a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forum.base import codes
from forum.documents import labels, press, signs, words
from forum.documents.model import Forum, Notice, Person, Sheet
from forum.documents.press import Printed

SHEETS = ("a5", "a4")
"""How route cards lie: one on a sheet of A5, or two on a sheet of A4."""


def route_cards(forum: Forum, people: Sequence[Person], *, sheet: str = "a5") -> Printed:
    """A card for everybody: where to go in which round, and a QR code for the check-in.

    Raises:
        KeyError: somebody sits on an island that the forum has not.
    """
    values = _with_codes(_values(forum, people, kind="route_cards"), people)
    return press.press("route-cards", {**values, "sheet": sheet}, made_at=forum.made_at)


def badges(forum: Forum, people: Sequence[Person], *, layout: str = "wide") -> Printed:
    """Badges with the route, on label sheets.

    Raises:
        KeyError: there is no such layout, or no such island.
    """
    labelled = labels.LAYOUTS[layout]
    lengths = {name: value for name, value in vars(labelled).items() if name != "name"}
    values = _values(forum, people, kind="badges")
    more = {"labels": lengths, "no_photos": signs.NO_PHOTOS}
    return press.press("badges", {**values, **more}, made_at=forum.made_at)


def arrival_sheets(forum: Forum, people: Sequence[Person], *, notice: Notice) -> Printed:
    """A sheet of A4 for everybody: the route card above, below it the badge to cut out, and the
    privacy notice in brief.

    Raises:
        KeyError: somebody sits on an island that the forum has not.
    """
    values = _with_codes(_values(forum, people, kind="arrival"), people)
    said = {"paragraphs": list(notice.paragraphs), "address": notice.address}
    more = {"notice": said, "no_photos": signs.NO_PHOTOS}
    return press.press("arrival", {**values, **more}, made_at=forum.made_at)


def door_signs(forum: Forum) -> Printed:
    """A sheet of A4 for the door of each island."""
    return press.press("door-signs", _values(forum, (), kind="door_signs"), made_at=forum.made_at)


def result_sheets(forum: Forum, sheet: Sheet) -> Printed:
    """A sheet of A3 for each island: four columns with numbered cards, and the codes that open
    the island's pages."""
    values = _values(forum, (), kind="result_sheets")
    codes_of = {
        name: {letter: codes.as_drawing(address) for letter, address in given.items()}
        for name, given in (("for_team", sheet.for_team), ("for_table", sheet.for_table))
    }
    lies = {"columns": list(sheet.columns), "first": sheet.first, "rows": sheet.rows}
    return press.press(
        "result-sheets", {**values, "sheet": {**lies, **codes_of}}, made_at=forum.made_at
    )


def lists(forum: Forum, people: Sequence[Person]) -> Printed:
    """For each island and round who sits there, with room to sign."""
    return press.press("lists", _values(forum, people, kind="lists"), made_at=forum.made_at)


def folder(forum: Forum, people: Sequence[Person]) -> Printed:
    """All that is needed when nothing else works, as one file."""
    return press.press("folder", _values(forum, people, kind="folder"), made_at=forum.made_at)


def _values(forum: Forum, people: Sequence[Person], *, kind: str) -> dict[str, Any]:
    """What every template is filled with."""
    said = words.said()
    return {
        "title": " – ".join((said[kind], forum.title, forum.plan)),
        "language": forum.language,
        "words": said,
        "missing": [],
        "forum": {
            "title": forum.title,
            "day": forum.day,
            "times": forum.times,
            "venue": forum.venue,
            "address": forum.address,
            "contact": list(forum.contact),
            "plan": forum.plan,
            "programme": [vars(part) for part in forum.programme],
        },
        "rounds": [vars(one) for one in forum.rounds],
        "islands": {
            one.letter: {**vars(one), "sign": signs.island(one.letter)} for one in forum.islands
        },
        "people": [_person(person) for person in people],
    }


def _with_codes(values: dict[str, Any], people: Sequence[Person]) -> dict[str, Any]:
    """The same with everybody's code, which takes time and stands on few papers."""
    for one, person in zip(values["people"], people, strict=True):
        one["qr"] = codes.as_drawing(person.address) if person.address else ""
    return values


def _person(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "organisation": person.organisation,
        "stops": [vars(stop) for stop in sorted(person.stops, key=lambda one: one.round)],
        "photographed": person.is_photographed,
    }
