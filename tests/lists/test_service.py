"""Taking in the list of the demo, as an office keeps it, and lists beside it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from forum.base import clock, database
from forum.base.database import db
from forum.base.refusal import Refused
from forum.events.models import Island
from forum.lists import service
from forum.lists.models import ImportedRow
from forum.organisations.models import Organisation, Sector
from forum.people.models import Person
from forum.registration.models import (
    Channel,
    Consent,
    Decision,
    Purpose,
    State,
)
from tests import factories
from tests.support.lists import (
    DEMO,
    WORDS,
    by_address,
    counts,
    csv,
    everybody,
    find,
    reasons,
    rows_of,
    wishes,
    xlsx,
)

NEEDS = [3, 13, 18, 21, 24, 29, 30, 33, 42, 43, 45, 48, 51, 64, 74, 76, 79, 80]
FURTHER_SPELLINGS = [4, 9, 19, 23, 35, 40, 42, 43, 45, 52, 60, 62, 65, 70, 73, 74, 75, 84, 85]

pytestmark = pytest.mark.usefixtures("ctx")


def test_demo_list_is_taken_in() -> None:
    event = factories.event(capacity=100)
    report = service.take_in(event.id, DEMO)
    assert counts(report) == (86, 84, 1, 1, 0)
    assert rows_of(report, "last_name") == [5, 27, 31, 44, 62, 63, 73, 75]
    assert rows_of(report, "need") == NEEDS
    assert rows_of(report, "organisation") == FURTHER_SPELLINGS
    assert rows_of(report, "email") == [3, 31, 44, 66, 87]
    assert {one.field for one in report.attention} == {"last_name", "need", "organisation", "email"}
    assert report.merged == [
        ("Diakonie Lenne-Volme", "Diakonie Lenne Volme gGmbH"),
        ("SYR. BILDUNGSVEREIN STEINBRÜCK", "Syr. Bildungsverein Steinbrück"),
        ("Caritas Volmetal", "caritas-volmetal"),
        ("Märkische Wohnbau", "Märkische Wohnbau eG"),
    ]
    people = everybody(event.id)
    assert len(people) == 84
    assert {one.state for one in people} == {State.CONFIRMED}
    assert {one.channel for one in people} == {Channel.LIST}
    assert {one.told_at for one in people} == {None}
    assert {one.address_confirmed_at for one in people} == {None}
    assert db.session.scalar(select(func.count(Organisation.id))) == 52


def test_demo_list_says_how_a_damaged_name_may_be_spelt() -> None:
    report = service.preview(factories.event().id, DEMO)
    assert reasons(report, "last_name") == [
        *(_suggests(said, meant) for said, meant in [("Y?ld?z", "yildiz"), ("Ayd?n", "aydin")]),
        "“Markovi?” has lost letters. Please correct the spelling.",
        *(
            _suggests(said, meant)
            for said, meant in [
                ("Y?ld?z", "yildiz"),
                ("Markovi?", "markovic"),
                ("K?l?ç", "kilic"),
                ("K?l?ç", "kilic"),
                ("Ayd?n", "aydin"),
            ]
        ),
    ]


def _suggests(said: str, meant: str) -> str:
    return (
        f"“{said}” has lost letters. The e-mail address suggests “{meant}”. Please correct the "
        "spelling."
    )


def test_one_row_of_the_demo_list_in_full() -> None:
    event = factories.event()
    service.take_in(event.id, DEMO)
    one = by_address(event, "mareike.uhlenbrock")
    assert (one.person.name, one.email, one.phone, one.sector) == (
        "Mareike Uhlenbrock",
        "mareike.uhlenbrock@volkshochschulevol.example.com",
        "0221 4710214",
        Sector.EDUCATION,
    )
    assert one.affiliation is not None
    assert one.affiliation.organisation is not None
    assert (one.affiliation.organisation.name, one.affiliation.role) == (
        "Volkshochschule Volmetal",
        "Lehrkraft",
    )
    assert wishes(one) == ["Aufenthalt", "Arbeit", "Wohnen"]
    assert clock.in_berlin(one.created_at).isoformat() == "2026-09-13T12:00:00+02:00"
    assert one.language == "de"


def test_running_again_changes_nothing() -> None:
    event = factories.event()
    service.take_in(event.id, DEMO)
    before = [(one.id, one.version, one.person.name, one.phone) for one in everybody(event.id)]
    report = service.take_in(event.id, DEMO)
    assert counts(report) == (86, 0, 0, 86, 0)
    assert [(o.id, o.version, o.person.name, o.phone) for o in everybody(event.id)] == before


def test_dry_run_says_the_same_and_writes_nothing() -> None:
    event = factories.event()
    expected = service.preview(event.id, DEMO)
    assert everybody(event.id) == []
    assert db.session.scalar(select(func.count(Person.id))) == 0
    done = service.take_in(event.id, DEMO)
    assert counts(done) == counts(expected)
    assert done.attention == expected.attention
    assert done.merged == expected.merged


def test_who_comes_after_the_last_place_waits() -> None:
    event = factories.event(capacity=80)
    factories.registration(event, state=State.HELD)
    report = service.take_in(event.id, DEMO)
    assert report.waiting == 5
    states = [one.state for one in everybody(event.id)[1:]]
    assert states == [State.CONFIRMED] * 79 + [State.WAITING] * 5


def test_xlsx_does_the_same_as_csv() -> None:
    table = [line.split(";") for line in DEMO.decode("cp1252").splitlines()]
    one, other = factories.event(), factories.event()
    first = service.take_in(one.id, DEMO)
    second = service.take_in(other.id, xlsx(table))
    assert (counts(first), first.attention) == (counts(second), second.attention)
    seen = [
        [(o.person.name, o.email, o.phone, wishes(o), o.created_at) for o in everybody(event.id)]
        for event in (one, other)
    ]
    assert seen[0] == seen[1]


def test_wishes_come_with_the_islands() -> None:
    event = factories.event()
    with database.transaction() as session:
        for island in session.scalars(select(Island).where(Island.event_id == event.id)):
            session.delete(island)
    first = service.take_in(event.id, DEMO)
    assert rows_of(first, "wish1") == [1]
    assert [one.reason.number for one in first.attention if one.field == "wish1"] == [72]
    with database.transaction() as session:
        session.add_all(
            Island(event_id=event.id, position=position, theme=theme)
            for position, theme in enumerate(factories.THEMES)
        )
    assert counts(service.take_in(event.id, DEMO)) == (86, 0, 71, 15, 0)
    assert wishes(by_address(event, "mareike.uhlenbrock")) == ["Aufenthalt", "Arbeit", "Wohnen"]
    assert counts(service.take_in(event.id, DEMO)) == (86, 0, 0, 86, 0)


def test_wish_for_no_island_and_unknown_field_are_named() -> None:
    event = factories.event()
    content = csv("Lena;Weber;Zirkus;B;Wohnen;Sport", heading=_WITH_WISHES)
    report = service.take_in(event.id, content)
    assert reasons(report, "sector") == ["“Zirkus” is not a known field. Please choose one."]
    assert reasons(report, "wish3") == ["No island of this forum is called “Sport”."]
    assert wishes(find(event.id, "Weber")) == ["Arbeit", "Wohnen"]
    assert find(event.id, "Weber").sector is Sector.OTHER


_WITH_WISHES = "Vorname;Nachname;Bereich;1. Wunsch;2. Wunsch;3. Wunsch"


def test_a_yes_is_no_consent_without_the_text() -> None:
    event = factories.event()
    report = service.take_in(event.id, DEMO)
    assert (report.consents, report.unasked_contact_list, report.unasked_photos) == (0, 56, 28)
    assert db.session.scalar(select(func.count(Consent.id))) == 0


def test_a_yes_is_a_consent_with_the_text() -> None:
    event = factories.event()
    service.take_in(event.id, DEMO)
    report = service.take_in(event.id, DEMO, consent_text=WORDS)
    assert counts(report) == (86, 0, 56, 30, 0)
    assert (report.consents, report.unasked_contact_list) == (56, 0)
    consents = db.session.scalars(select(Consent)).all()
    assert len(consents) == 56
    assert {(c.purpose, c.decision, c.channel, tuple(c.fields)) for c in consents} == {
        (
            Purpose.CONTACT_LIST,
            Decision.GRANTED,
            Channel.LIST,
            ("name", "organisation", "email"),
        )
    }
    assert {c.text.wording for c in consents} == {WORDS}
    again = service.take_in(event.id, DEMO, consent_text=WORDS)
    assert counts(again) == (86, 0, 0, 86, 0)


def test_any_refused_row_means_that_nothing_is_written() -> None:
    event = factories.event()
    content = csv(
        "Lena;Weber;Stadt;lena@stadt.example;0221 1",
        ";;Stadt;niemand@stadt.example;",
        "",
        "Jan;Kurz;Stadt;jan-at-stadt;",
        f"Ute;Lang;{'x' * 201};;",
        "Ina;Breit;Stadt;;;zu viel",
    )
    report = service.take_in(event.id, content)
    assert counts(report) == (5, 1, 0, 0, 4)
    assert [row for row, _reason in report.refused] == [3, 5, 6, 7]
    assert everybody(event.id) == []
    assert db.session.scalar(select(func.count(ImportedRow.id))) == 0


@pytest.mark.parametrize("text", ["", " \n", "x" * 5001])
def test_consent_text_must_say_something(text: str) -> None:
    with pytest.raises(Refused):
        service.check_consent_text(text)
