"""Whom a row is about, and what people decided that no list undoes."""

from __future__ import annotations

import pytest

from forum.lists import service
from forum.registration import changing
from forum.registration import service as registration_service
from forum.registration.models import Decision, Registration
from tests import factories
from tests.support.lists import (
    DEMO,
    WORDS,
    by_address,
    counts,
    csv,
    everybody,
    find,
    rows_of,
    wishes,
)

pytestmark = pytest.mark.usefixtures("ctx")


def correct(registration: Registration, **changes: str) -> None:
    """What an organiser does on the page of a registration."""
    affiliation = registration.affiliation
    details = changing.Details(
        first_name=changes.get("first_name", registration.person.first_name),
        last_name=changes.get("last_name", registration.person.last_name),
        phone=changes.get("phone", registration.phone),
        organisation=affiliation.organisation.name if affiliation.organisation else "",
        sector=registration.sector,
        role=affiliation.role,
        wishes=[wish.island_id for wish in registration.wishes],
    )
    changing.change(registration.id, details)


def test_people_without_address_are_known_by_name_and_organisation() -> None:
    event = factories.event()
    service.take_in(event.id, csv("Lena;Weber;AWO e.V.;;0221 1", "Lena;Weber;AWO;;0221 2"))
    assert len(everybody(event.id)) == 2
    report = service.take_in(
        event.id, csv("Lena;Weber;awo;lena@awo.example;+49 221 1", "Lena;Weber;DRK;;")
    )
    assert counts(report) == (2, 1, 1, 0, 0)
    assert [one.email for one in everybody(event.id)] == ["lena@awo.example", None, None]


def test_a_shared_mailbox_loses_nobody() -> None:
    event = factories.event()
    content = csv("Lena;Weber;AWO;info@awo.example;", "Jan;Kurz;AWO;info@awo.example;")
    report = service.take_in(event.id, content)
    assert counts(report) == (2, 2, 0, 0, 0)
    assert rows_of(report, "email") == [3]
    assert [one.email for one in everybody(event.id)] == ["info@awo.example", None]
    assert counts(service.take_in(event.id, content)) == (2, 0, 0, 2, 0)


def test_a_list_fills_gaps_of_what_a_person_entered_and_overwrites_nothing() -> None:
    event = factories.event()
    lena = factories.registration(
        event, who=factories.person("Lena", "Weber"), phone="", email="lena@stadt.example"
    )
    theirs = lena.affiliation.organisation.name
    report = service.take_in(event.id, csv("Lena;Weber-Krüger;AWO;LENA@stadt.example;0221 1"))
    assert counts(report) == (1, 0, 1, 0, 0)
    assert rows_of(report, "last_name") == rows_of(report, "organisation") == [2]
    kept = find(event.id, "Weber")
    assert (kept.phone, kept.affiliation.organisation.name) == ("0221 1", theirs)


def test_who_cancelled_is_not_registered_again() -> None:
    event = factories.event()
    service.take_in(event.id, DEMO)
    registration_service.cancel(by_address(event, "hanna.yildiz").id)
    registration_service.cancel(find(event.id, "Rademacher").id)
    report = service.take_in(event.id, DEMO)
    assert counts(report) == (86, 0, 0, 86, 0)
    assert len(everybody(event.id)) == 84
    said = [one.row for one in report.attention if "cancelled" in one.reason.sentence]
    assert said == [5, 44, 66]


def test_a_known_person_keeps_name_in_the_other_forum() -> None:
    before, now = factories.event(), factories.event()
    service.take_in(before.id, csv("Lena;Weber;AWO;lena@awo.example;"))
    service.take_in(now.id, csv("Lena;Weber;AWO;lena@awo.example;"))
    service.take_in(now.id, csv("Lena;Krüger;AWO;lena@awo.example;"))
    assert find(before.id, "Weber").person_id != find(now.id, "Krüger").person_id


def test_running_again_does_not_undo_what_people_corrected() -> None:
    event = factories.event()
    service.take_in(event.id, DEMO)
    correct(by_address(event, "hanna.yildiz"), last_name="Yıldız", phone="0221 1")
    correct(by_address(event, "georg.luedenbach"), phone="0221 4710949")
    correct(find(event.id, "Rademacher"), last_name="Rademacher-Krüger")
    report = service.take_in(event.id, DEMO)
    assert counts(report) == (86, 0, 0, 86, 0)
    assert 5 not in rows_of(report, "last_name")
    hanna = by_address(event, "hanna.yildiz")
    assert (hanna.person.last_name, hanna.phone) == ("Yıldız", "0221 1")
    assert by_address(event, "georg.luedenbach").phone == "0221 4710949"
    assert len(everybody(event.id)) == 84
    assert rows_of(report, "phone") == [5, 44]
    assert rows_of(report, "last_name") == [27, 31, 62, 63, 66, 73, 75]


def test_two_rows_of_a_person_that_disagree_are_no_consent() -> None:
    event = factories.event()
    content = csv(
        "Lena;Weber;lena@stadt.example;ja",
        "Lena;Weber;lena@stadt.example;nein",
        heading="Vorname;Nachname;E-Mail;Kontaktliste",
    )
    report = service.take_in(event.id, content, consent_text=WORDS)
    assert (report.consents, rows_of(report, "contact_list")) == (0, [2])


def test_a_list_never_brings_back_a_consent_that_was_withdrawn() -> None:
    event = factories.event()
    content = csv(
        "Lena;Weber;lena@stadt.example;ja", heading="Vorname;Nachname;E-Mail;Kontaktliste"
    )
    service.take_in(event.id, content, consent_text=WORDS)
    lena = find(event.id, "Weber")
    factories.consent(lena, decision=Decision.WITHDRAWN, fields=())
    assert counts(service.take_in(event.id, content, consent_text=WORDS + " Neu.")) == (
        1,
        0,
        0,
        1,
        0,
    )
    assert [c.decision for c in find(event.id, "Weber").consents] == [
        Decision.GRANTED,
        Decision.WITHDRAWN,
    ]


def test_second_row_of_a_person_counts_and_is_named() -> None:
    event = factories.event()
    report = service.take_in(event.id, DEMO)
    second = [one for one in report.attention if one.row in {44, 87} and one.field == "email"]
    assert [one.reason.values["row"] for one in second] == [5, 12]
    assert str(second[1].reason.values["fields"]).count(",") == 1
    georg = by_address(event, "georg.luedenbach")
    assert georg.phone == "0221 4710999"
    assert wishes(georg) == ["Wohnen", "Arbeit"]
