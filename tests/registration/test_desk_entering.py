"""Entering who calls or writes on paper, and who stands at the door."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Account
from forum.audit import queries as audit
from forum.base.database import db
from forum.events.models import Event
from forum.registration import needs
from forum.registration.models import Channel, Purpose, Registration, State
from forum.registration.person_models import Need, ProtectedIdentity, Task, TaskKind
from tests import factories
from tests.support.clients import Client, submit

LIST = "/workspace/events/kim/registrations"
NEW, DOOR = f"{LIST}/new", f"{LIST}/door"
CALLED = {
    "channel": "phone",
    "first_name": "Mirela",
    "last_name": "Sandkamp",
    "phone": "02300 5550",
    "sector": "migrant",
    "is_informed": "y",
}
AT_THE_DOOR = {"first_name": "Mirela", "last_name": "Sandkamp", "sector": "migrant"}


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def newest() -> Registration:
    return db.session.scalars(select(Registration).order_by(Registration.id.desc())).first() or (
        pytest.fail("nobody is registered")
    )


def test_nothing_is_ticked_and_everything_missing_is_named(event: Event, organiser_client: Client):
    page = organiser_client.page(NEW)
    ticked = [n for n in page.main.all("input") if "checked" in n.attributes]
    assert ticked == []
    page = submit(organiser_client, NEW)
    assert page.errors == {
        "channel": "Bitte geben Sie an, wie die Anmeldung eingegangen ist",
        "first_name": "Bitte geben Sie den Vornamen an",
        "last_name": "Bitte geben Sie den Nachnamen an",
        "sector": "Bitte wählen Sie den Bereich, in dem die Person arbeitet",
        "is_informed": (
            "Bitte lesen Sie zuerst den Datenschutzhinweis vor, dann kreuzen Sie dies an."
        ),
    }


def test_each_consent_keeps_its_channel_and_needs_their_own(
    event: Event, organiser: Account, organiser_client: Client
):
    said = {"channel": "paper", "contact_list": "y", "photos_press": "y"}
    need = {"need_step_free": "y", "needs_agreed": "y"}
    page = submit(organiser_client, NEW, {**CALLED, **said, **need})
    one = newest()
    assert page.url == f"{LIST}/{one.id}"
    assert "Mirela Sandkamp ist eingetragen und hat einen Platz." in page.text
    assert (one.state, one.channel, one.email) == (State.CONFIRMED, Channel.PAPER, None)
    granted = {c.purpose for c in one.consents if c.decision.value == "granted"}
    assert granted == {Purpose.CONTACT_LIST, Purpose.PHOTOS_PRESS, Purpose.ACCESS_NEEDS}
    assert {c.channel for c in one.consents} == {Channel.PAPER}
    assert needs.of(one.id) == {Need.STEP_FREE: ""}
    (entry,) = audit.of_registration(one.id)
    assert (entry.action, entry.account_id, entry.detail) == ("entered", organiser.id, "paper:")


def test_what_needs_an_address_says_so_without_one(event: Event, organiser_client: Client):
    page = submit(organiser_client, NEW, {**CALLED, "mailing_list": "y", "contact_email": "y"})
    assert list(page.errors) == ["contact_list", "contact_email", "mailing_list"]
    both = {"email": "m.sandkamp@verein.example", "mailing_list": "y"}
    submit(organiser_client, NEW, {**CALLED, **both})
    assert newest().email_key == "m.sandkamp@verein.example"


def test_who_is_protected_stands_under_another_name(event: Event, organiser_client: Client):
    hidden = {"is_protected": "y", "organisation": "Verein Wortbrücke"}
    page = submit(organiser_client, NEW, {**CALLED, **hidden})
    one = newest()
    assert (one.person.name, one.phone, one.email) == ("Gast 1", "", None)
    assert db.session.get_one(ProtectedIdentity, one.id).last_name == "Sandkamp"
    assert "Sandkamp" not in page.text
    assert "Zwei benannte Personen haben Adresse und Nummer." in page.text
    for path in (LIST, "/workspace/events/kim/tasks"):
        assert "Sandkamp" not in organiser_client.page(path).html
    page = submit(organiser_client, NEW, CALLED)
    assert (page.errors, newest().person.name) == ({}, "Mirela Sandkamp")


def test_without_a_place_one_waits_unless_there_is_a_reason(event: Event, organiser_client: Client):
    event.capacity = 1
    db.session.commit()
    factories.registration(event)
    page = submit(organiser_client, NEW, CALLED)
    assert "steht auf der Warteliste, weil kein Platz frei ist" in page.text
    assert newest().state is State.WAITING
    other = {**CALLED, "last_name": "Anders"}
    for given, field in (({"gives_anyway": "y"}, "reason"), ({"reason": "x"}, "gives_anyway")):
        page = submit(organiser_client, NEW, {**other, **given})
        assert list(page.errors) == [field]
    both = {"gives_anyway": "y", "reason": "Spricht auf der Insel Wohnen"}
    page = submit(organiser_client, NEW, {**other, **both})
    assert newest().state is State.CONFIRMED
    assert "Grund: Spricht auf der Insel Wohnen" in page.text


def test_the_same_name_is_asked_about_with_the_registration_beside_it(
    event: Event, organiser_client: Client
):
    submit(organiser_client, NEW, CALLED)
    first = newest()
    for path, typed in ((NEW, CALLED), (DOOR, AT_THE_DOOR)):
        page = submit(organiser_client, path, typed)
        assert "Eine Person dieses Namens ist bereits angemeldet." in page.errors["is_other"]
        assert page.links["Mirela Sandkamp"] == f"{LIST}/{first.id}"
        assert newest().id == first.id
    submit(organiser_client, NEW, {**CALLED, "is_other": "y"})
    assert newest().id != first.id


def test_at_the_door_three_fields_and_one_button(event: Event, organiser_client: Client):
    page = submit(organiser_client, DOOR, AT_THE_DOOR)
    one = newest()
    assert (one.state, one.channel) == (State.CHECKED_IN, Channel.DESK)
    assert "Mirela Sandkamp ist da" in page.text
    assert page.form().values["first_name"] == [""]
    assert page.links["Persönlichen Link drucken"] == f"{LIST}/{one.id}/letter"
    letter = organiser_client.page(page.links["Persönlichen Link drucken"])
    assert "/my/" in letter.text
    assert db.session.scalars(select(Task)).all() == []


def test_a_full_house_lets_nobody_in_without_a_reason(event: Event, organiser_client: Client):
    event.capacity = 1
    db.session.commit()
    factories.registration(event)
    page = submit(organiser_client, DOOR, AT_THE_DOOR)
    assert list(page.errors) == ["reason"]
    page = submit(organiser_client, DOOR, {**AT_THE_DOOR, "reason": "Dolmetscherin"})
    assert (newest().state, page.errors) == (State.CHECKED_IN, {})


@pytest.mark.parametrize("done", ["0", "-1", "abc", "9" * 30, "999999"])
def test_nonsense_at_the_door_shows_nobody(event: Event, organiser_client: Client, done: str):
    page = organiser_client.page(f"{DOOR}?done={done}")
    assert (page.status, "ist da" in page.text) == (200, False)


def test_needs_that_come_late_are_a_task_that_says_nothing(event: Event, organiser_client: Client):
    event.needs_deadline = event.created_at
    db.session.commit()
    late = {"need_other": "Assistenz Blindenhund", "needs_agreed": "y", "need_call_me": "y"}
    submit(organiser_client, NEW, {**CALLED, **late})
    kinds = set(db.session.scalars(select(Task.kind)))
    assert kinds == {TaskKind.TELL, TaskKind.LATE_NEED, TaskKind.CALL_ME}
    page = organiser_client.page("/workspace/events/kim/tasks")
    assert "Blindenhund" not in page.html
    assert "02300 5550" in page.text
