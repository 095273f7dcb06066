"""One registration on the organisers' page: what stands there, what can be done, two at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts.models import Account
from forum.attendance import service as attendance
from forum.audit import queries as audit
from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.events.models import Event
from forum.registration import consents, expiry
from forum.registration.models import Channel, Purpose, Registration, State
from tests import factories
from tests.support.clients import Client, submit
from tests.support.pages import Page
from tests.support.populated import everything

LIST = "/workspace/events/kim/registrations"


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def actions(one: Registration) -> list[str]:
    return [entry.action for entry in audit.of_registration(one.id)]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.HELD, "Die E-Mail-Adresse ist noch nicht bestätigt."),
        (State.OFFERED, "Die Antwort muss bis"),
        (State.WAITING, "Auf der Warteliste, an Stelle 1."),
        (State.CONFIRMED, "Hat einen Platz."),
        (State.CHECKED_IN, "Ist da."),
        (State.ABSENT, "Ist nicht erschienen."),
        (State.CANCELLED, "Storniert am"),
        (State.EXPIRED, "Verfallen am"),
    ],
)
def test_every_state_in_words_in_the_list_and_on_its_page(
    event: Event, organiser_client: Client, state: State, words: str
):
    one = factories.registration(event, state=state)
    page = organiser_client.page(f"{LIST}/{one.id}")
    assert words in page.text
    assert one.person.last_name in organiser_client.page(f"{LIST}?state={state.value}").text


def test_a_place_is_given_for_a_reason_that_is_kept(
    event: Event, organiser: Account, organiser_client: Client
):
    one = factories.registration(event, state=State.WAITING)
    page = submit(organiser_client, f"{LIST}/{one.id}/place")
    assert page.errors == {"reason": "Bitte nennen Sie den Grund; er wird festgehalten."}
    page = submit(organiser_client, f"{LIST}/{one.id}/place", {"reason": "Lenkungsgruppe"})
    assert (one.state, page.url) == (State.CONFIRMED, f"{LIST}/{one.id}")
    assert organiser.name in page.text
    assert "Grund: Lenkungsgruppe" in page.text
    assert "nicht möglich" in organiser_client.page(f"{LIST}/{one.id}/place").text


def test_cancelling_keeps_the_reason_and_who_did_it(event: Event, organiser_client: Client):
    one = factories.registration(event, email=None)
    page = submit(organiser_client, f"{LIST}/{one.id}/cancel", {"reason": "Krank"})
    assert "Die Anmeldung ist storniert" in page.text
    page = organiser_client.page(f"{LIST}/{one.id}")
    assert "Grund: Krank" in page.text
    assert "Aufgabe: Telefonisch oder brieflich mitteilen" in page.text


def test_a_consent_is_withdrawn_by_phone(event: Event, organiser_client: Client):
    one = factories.registration(event)
    factories.consent(one)
    factories.consent(one, Purpose.PHOTOS_WEB)
    page = submit(organiser_client, f"{LIST}/{one.id}/consents/contact-list/withdraw")
    db.session.expire_all()
    latest = consents.latest(one.consents)
    assert latest[Purpose.CONTACT_LIST].channel is Channel.PHONE
    assert not consents.is_granted(one.consents, Purpose.CONTACT_LIST)
    assert consents.is_granted(one.consents, Purpose.PHOTOS_WEB)
    assert "Einwilligung widerrufen : Kontaktliste" in page.text
    assert organiser_client.get(f"{LIST}/{one.id}/consents/nonsense/withdraw").status_code == 404


def test_marks_of_the_day_are_set_and_put_right(
    event: Event, organiser: Account, organiser_client: Client
):
    one = factories.registration(event)
    path = f"{LIST}/{one.id}"
    assert "Nicht erschienen" not in organiser_client.page(path).text
    with clock.fixed_at(event.starts_at):
        submit(organiser_client, path, button="Ist da")
        assert one.state is State.CHECKED_IN
        submit(organiser_client, path, button="Irrtümlich vermerkt")
        submit(organiser_client, path, button="Nicht erschienen")
        assert one.state is State.ABSENT
    attendance.mark(event.id, one.id, State.ABSENT, by=organiser.id)
    assert actions(one) == ["absent", "undone", "checked_in"]
    for state in (State.WAITING, State.CANCELLED):
        other = factories.registration(event, state=state)
        with pytest.raises(Refused):
            attendance.mark(event.id, other.id, State.CHECKED_IN, by=organiser.id)
        with pytest.raises(Refused):
            attendance.mark(event.id, one.id, state, by=organiser.id)


def test_two_of_one_person_become_one(event: Event, organiser_client: Client):
    kept, other = (
        factories.registration(event, who=factories.person("Ana", f"Doppelt-{n}")) for n in (1, 2)
    )
    factories.consent(other)
    before = everything()
    page = submit(organiser_client, f"{LIST}/{kept.id}/merge", {"words": "Doppelt"})
    assert everything() == before
    page = submit(organiser_client, page.links["Beide vergleichen"])
    assert page.url == f"{LIST}/{kept.id}"
    assert (kept.state, other.state) == (State.CONFIRMED, State.CANCELLED)
    assert (kept.consents, actions(kept), actions(other)) == ([], ["merged_into"], ["merged"])
    for pair in ((kept, kept), (kept, other)):
        page = organiser_client.page(f"{LIST}/{pair[0].id}/merge/{pair[1].id}")
        assert "lassen sich nicht zusammenführen" in page.text
    foreign = factories.registration(factories.event())
    assert organiser_client.get(f"{LIST}/{kept.id}/merge/{foreign.id}").status_code == 404


def clash(client: Client, one: Registration, first: dict[str, str], second: dict[str, str]) -> Page:
    """Two organisers open the form; the first one saves, then the second one."""
    form = client.page(f"{LIST}/{one.id}").form(button="Änderungen speichern")
    submit(client, f"{LIST}/{one.id}", first, button="Änderungen speichern")
    return Page(client.post(form.target, data=form.filled_in(dict(second))))


def test_what_both_changed_stands_side_by_side(
    event: Event, organiser: Account, organiser_client: Client
):
    one = factories.registration(event, phone="0221 1111")
    first = {"role": "Leitung", "phone": "0221 2222", "wish1": str(event.islands[1].id)}
    page = clash(organiser_client, one, first, {"role": "Vorstand", "first_name": "Mirela"})
    note = page.main.first("section", aria_labelledby="clash-heading").text
    assert f"{organiser.name} hat diese Anmeldung geändert" in note
    assert "Was jetzt dort steht: „Leitung“ Was ich eingegeben habe: „Vorstand“" in note
    assert "„0221 2222“ Wie es beim Öffnen war: „0221 1111“" in note
    assert "„Insel B – Arbeit“ Wie es beim Öffnen war: „Kein Wunsch“" in note
    assert "Vorname" not in note
    form = page.form(button="Änderungen speichern")
    organiser_client.post(form.target, data=form.values)
    db.session.expire_all()
    assert one.affiliation is not None
    assert (one.person.first_name, one.affiliation.role) == ("Mirela", "Vorstand")
    assert (one.phone, [wish.island.letter for wish in one.wishes]) == ("0221 2222", ["B"])


def test_the_other_one_can_be_given_way_to_or_not(event: Event, organiser_client: Client):
    one = factories.registration(event, phone="0221 1111")
    page = clash(organiser_client, one, {"role": "A", "phone": "0221 2"}, {"role": "B"})
    form = page.form(button="Änderungen speichern")
    chosen = {"keep_role": "now", "keep_phone": "mine"}
    organiser_client.post(form.target, data=form.filled_in(chosen))
    db.session.expire_all()
    assert one.affiliation is not None
    assert (one.affiliation.role, one.phone) == ("A", "0221 1111")


@pytest.mark.parametrize("before", ["", "[]", "{", "null", '{"role": 1}', "x" * 5000])
def test_a_damaged_form_is_not_taken_at_its_word(
    event: Event, organiser_client: Client, before: str
):
    one = factories.registration(event)
    page = clash(organiser_client, one, {"role": "A"}, {"role": "B", "before": before})
    assert (page.status, "clash-heading" in page.html) == (200, False)
    assert "Inzwischen hat jemand anderes dies geändert." in page.text


def test_who_is_protected_keeps_the_name_that_stands_there(event: Event, organiser_client: Client):
    one = factories.registration(event, who=factories.person("Gast", "7"), is_protected=True)
    submit(
        organiser_client, f"{LIST}/{one.id}", {"sector": "health"}, button="Änderungen speichern"
    )
    assert (one.sector.value, one.person.name) == ("health", "Gast 7")


def test_the_history_says_who_when_and_by_itself(event: Event, organiser_client: Client):
    event.capacity = 1
    db.session.commit()
    one = factories.registration(event, state=State.OFFERED)
    with clock.fixed_at(clock.now() + timedelta(hours=49)):
        expiry.expire()
        page = organiser_client.page(f"{LIST}/{one.id}")
    assert "Verfallen von selbst" in page.text
