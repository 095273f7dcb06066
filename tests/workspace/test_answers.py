"""What organisers see of the answers from calendars."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.base import clock
from forum.base.database import db
from forum.events.models import Event
from forum.invitations import arrivals
from forum.invitations.models import Answer, Arrival, Outcome
from forum.registration.models import State
from tests import factories
from tests.support.clients import Client, submit

PAGE = "/workspace/events/kim/messages/answers"


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def test_before_anybody_answers_the_page_says_what_it_is_for(
    event: Event, organiser_client: Client
) -> None:
    page = organiser_client.page("/workspace/events/kim/messages")
    assert page.links["Antworten aus Kalendern"] == PAGE
    page = organiser_client.page(PAGE)
    assert "Noch keine Antwort." in page.text
    assert "Antworten können nicht ankommen" in page.text


def test_numbers_and_when_places_are_given_back(event: Event, organiser_client: Client) -> None:
    said = (Answer.ACCEPTED, Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED, None)
    for answer in said:
        factories.invitation(factories.registration(event), answer=answer)
    gone = factories.registration(event, state=State.CANCELLED)
    factories.invitation(gone, answer=Answer.DECLINED)
    guest = factories.registration(
        event, is_protected=True, email=None, who=factories.person("Gast", "7")
    )
    until = clock.now() + timedelta(days=1)
    factories.invitation(guest, answer=Answer.DECLINED, gives_back_at=until)
    found = arrivals.overview(event.id)
    assert found.answers == {Answer.ACCEPTED: 2, Answer.TENTATIVE: 1, Answer.DECLINED: 2}
    assert (found.sent, found.silent) == (6, 1)
    text = organiser_client.page(PAGE).text
    assert "Gast 7" in text
    assert "nicht von selbst, zu kurz vor dem Tag" in text
    assert gone.person.name not in text


def test_what_a_person_decides_is_settled_with_a_button(
    event: Event, organiser_client: Client
) -> None:
    one = factories.registration(event)
    first = factories.arrival(one, Outcome.PROPOSAL)
    for outcome in (Outcome.NOTED, Outcome.STALE, Outcome.DECLINED):
        factories.arrival(one, outcome)
    elsewhere = factories.arrival(factories.registration(factories.event()), Outcome.FOREIGN)
    other = factories.arrival(one, Outcome.BOUNCED, registration_id=None)
    page = organiser_client.page(PAGE)
    assert page.text.count("Erledigt") == 2
    assert one.person.name in page.text
    assert "Eine Nachricht an Gastgebende" in page.text
    page = submit(organiser_client, PAGE, button="Erledigt")
    assert "Als erledigt vermerkt." in page.text
    settled = db.session.get_one(Arrival, first.id).settled_at
    assert settled is not None
    arrivals.settle(event.id, first.id, by=factories.account().id)
    assert db.session.get_one(Arrival, first.id, populate_existing=True).settled_at == settled
    assert [one.id for one in arrivals.overview(event.id).open] == [other.id]
    path = f"{PAGE}/{elsewhere.id}/settled"
    token = organiser_client.page(PAGE).forms()[-1].values["csrf_token"][0]
    page = organiser_client.post(path, data={"csrf_token": token}, follow_redirects=True)
    assert "nichts dergleichen" in page.text
    assert db.session.get_one(Arrival, elsewhere.id, populate_existing=True).settled_at is None


def test_what_is_about_nobody_is_forgotten(event: Event) -> None:
    one = factories.registration(event)
    kept = factories.arrival(one, Outcome.NOTED)
    factories.arrival(one, Outcome.LETTER, registration_id=None, event_id=None)
    for days, left in ((89, 2), (91, 1)):
        with clock.fixed_at(clock.now() + timedelta(days=days)):
            arrivals.forget_old()
        assert db.session.query(Arrival).count() == left
    assert db.session.query(Arrival).one().id == kept.id
