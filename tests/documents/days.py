"""A forum and its people as papers see them, without a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from forum.documents import papers
from forum.documents.model import Forum, Island, Notice, Part, Person, Round, Sheet, Stop
from forum.documents.press import Printed
from tests.support.pdfs import Pdf

PLAN = "Plan 3, Stand 12. November 2026, 14:05 Uhr"
LONG = "Bundesarbeitsgemeinschaftsvorstandsvorsitzendenstellvertretung"

NOTICE = Notice(
    (
        "Verantwortlich ist: Stadt Auenstadt. Wir brauchen Ihre Angaben für das Forum.",
        "Sie können Auskunft, Berichtigung oder Löschung verlangen und sich beschweren.",
    ),
    "https://forum.auenstadt.example/privacy",
)

SHEET = Sheet(
    columns=("Gelingende Praxis", "Handlungsbedarf", "Herausforderung", "Nächster Schritt"),
    first=101,
    rows=10,
    for_team={"A": "https://forum.auenstadt.example/capture/abc"},
    for_table={"A": "https://forum.auenstadt.example/table/abc"},
)

KINDS = {
    "route cards": ((210, 148), papers.route_cards),
    "route cards, A4": (
        (210, 297),
        lambda forum, people: papers.route_cards(forum, people, sheet="a4"),
    ),
    "badges": ((210, 297), papers.badges),
    "badges, tall": (
        (210, 297),
        lambda forum, people: papers.badges(forum, people, layout="tall"),
    ),
    "arrival": (
        (210, 297),
        lambda forum, people: papers.arrival_sheets(forum, people, notice=NOTICE),
    ),
    "door signs": ((210, 297), lambda forum, _people: papers.door_signs(forum)),
    "result sheets": (
        (420, 297),
        lambda forum, _people: papers.result_sheets(forum, SHEET),
    ),
    "lists": ((210, 297), papers.lists),
    "folder": ((210, 297), papers.folder),
}
"""The size of its pages in millimetres, and how it is made."""
WITH_NAMES = [kind for kind in KINDS if kind not in {"door signs", "result sheets"}]


def forum(**values: Any) -> Forum:
    """Three rounds, four islands, one of them with an English theme."""
    return Forum(
        **{
            "language": "de",
            "title": "Case-Management im Kommunalen Integrationsmanagement",
            "day": "Donnerstag, 3. Dezember 2026",
            "times": "9:00 bis 15:30 Uhr",
            "venue": "Hochschule Auenstadt",
            "address": "Campusallee 1, 12345 Auenstadt",
            "contact": ("Kim Beispiel", "0221 4710247"),
            "plan": PLAN,
            "made_at": datetime(2026, 11, 12, 13, 5, tzinfo=UTC),
            "rounds": [Round(f"Runde {n}", f"{9 + n}:00 bis {9 + n}:40 Uhr") for n in (1, 2, 3)],
            "islands": [
                Island("A", "Aufenthalt", other_theme="Residence", other_language="en"),
                Island("B", "Arbeit", room="Raum 202, 2. Obergeschoss", hosts=("Ina Insel",)),
                Island("C", "Deutscherwerb", questions=("Was gelingt?",)),
                Island("D", "Wohnen"),
            ],
            "programme": [Part("9:30 bis 9:45 Uhr", "Begrüßung", "Aula")],
            **values,
        }
    )


def person(
    name: str = "Ümit Muster", organisation: str = "Stadt Auenstadt", **values: Any
) -> Person:
    """Somebody who goes to B, A and D."""
    stops = [Stop(0, "B"), Stop(1, "A"), Stop(2, "D", table="2")]
    return Person(**{"name": name, "organisation": organisation, "stops": stops, **values})


def printed(kind: str, people: Sequence[Person], **values: Any) -> Printed:
    """A paper of one of the KINDS."""
    return KINDS[kind][1](forum(**values), people)


def read(kind: str, people: Sequence[Person], **values: Any) -> Pdf:
    """A paper that is whole, ready to be looked at."""
    made = printed(kind, people, **values)
    assert made.missing == ()
    return Pdf(made.pdf)
