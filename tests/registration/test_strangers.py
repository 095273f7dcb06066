"""What a stranger's form can and cannot do to others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from forum.base import clock
from forum.base.database import db
from forum.commands import work
from forum.events.models import Event
from forum.organisations.models import Organisation
from forum.registration import changing, places, queries, service
from forum.registration.models import ConsentText, State
from tests import factories
from tests.support.clients import Client
from tests.support.registering import details, find, register


def test_words_typed_as_an_organisation_are_suggested_to_nobody(ctx: Flask, client: Client) -> None:
    event = factories.event(slug="kim")
    register(event, "a@stadt.example", organisation="Frau Geheim braucht Hilfe")
    assert queries.organisation_names() == []
    assert "Frau Geheim" not in client.get("/events/kim/register").text
    service.confirm_address(find(event, "a@stadt.example").id)
    assert queries.organisation_names() == ["Frau Geheim braucht Hilfe"]


def test_the_first_letter_repeats_no_typed_name(ctx: Flask) -> None:
    event = factories.event()
    register(event, "a@stadt.example", "https://evil.example")
    letter = work.KINDS["registration-received"](find(event, "a@stadt.example").id)
    assert letter is not None
    assert "evil.example" not in str(letter.greeting)


def test_nobody_moves_up_in_a_cancelled_or_unpublished_forum(ctx: Flask) -> None:
    cancelled = factories.event(cancelled_at=clock.now())
    draft = factories.event(published=False)
    waiting = [factories.registration(one, state=State.WAITING) for one in (cancelled, draft)]
    places.fill_places()
    for one in waiting:
        db.session.refresh(one)
    assert [one.state for one in waiting] == [State.WAITING, State.WAITING]


def test_newcomers_never_overtake_who_waits(ctx: Flask) -> None:
    event = factories.event(capacity=1)
    factories.registration(event)
    waiting = factories.registration(event, state=State.WAITING)
    event.capacity = 2
    db.session.commit()
    register(event, "spaeter@stadt.example")
    db.session.refresh(waiting)
    assert waiting.state is State.OFFERED
    assert find(event, "spaeter@stadt.example").state is State.WAITING


def test_saving_a_changed_spelling_again_makes_nobody_new(ctx: Flask) -> None:
    event = factories.event()
    register(event, "a@stadt.example", "Jose")
    one = find(event, "a@stadt.example").id
    changing.change(one, details("José"))
    people = find(event, "a@stadt.example").person_id
    for _again in range(3):
        changing.change(one, details("José"))
    db.session.expire_all()
    assert find(event, "a@stadt.example").person_id == people


def test_the_same_new_organisation_in_many_forums_at_once(ctx: Flask) -> None:
    events = [factories.event() for _number in range(6)]
    ids = [event.id for event in events]
    app = ctx

    def one(event_id: int) -> None:
        with app.app_context():
            for number in range(4):
                service.register(
                    event_id,
                    service.Application(
                        details(f"Eilig{number}", organisation=f"Neuer Verein {number}"),
                        email=f"eilig{number}@stadt.example",
                        language="de",
                        decisions={},
                    ),
                )

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, ids))
    db.session.rollback()
    assert db.session.scalar(select(func.count(Organisation.id))) == 4


def test_the_same_new_consent_words_in_many_forums_at_once(ctx: Flask) -> None:
    ids = [factories.event().id for _number in range(6)]
    app = ctx

    def one(event_id: int) -> None:
        with app.app_context():
            register(db.session.get_one(Event, event_id), "a@stadt.example")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, ids))
    db.session.rollback()
    assert db.session.scalar(select(func.count(ConsentText.id))) == 6
