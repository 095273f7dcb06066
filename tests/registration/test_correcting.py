"""What organisers put right, and what people who wait or come from a list are told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.commands import work
from forum.registration import expiry, organising, places, queries, service, task_queries
from forum.registration.models import Channel, Registration, State
from tests import factories
from tests.support.registering import details, find, kinds, register


def test_two_organisers_at_once_the_second_sees_it(ctx: Flask) -> None:
    event, by = factories.event(), factories.account().id
    one = factories.registration(event)
    version = one.version
    organising.correct(one.id, details("Erste"), by=by, email=one.email, version=version)
    with pytest.raises(Refused):
        organising.correct(one.id, details("Zweite"), by=by, email=one.email, version=version)
    db.session.refresh(one)
    assert one.person.last_name == "Erste"


def test_a_corrected_address_ends_the_old_link_and_takes_no_second_place(ctx: Flask) -> None:
    event, by = factories.event(), factories.account().id
    one, other = factories.registration(event), factories.registration(event)
    link = queries.token_of(one)
    organising.correct(one.id, details(), by=by, email="neu@stadt.example", version=one.version)
    db.session.expire_all()
    assert (one.email, one.address_confirmed_at) == ("neu@stadt.example", None)
    assert queries.find_by_token(link) is None
    assert kinds() == ["registration-link"]
    with pytest.raises(Refused) as refusal:
        organising.correct(one.id, details(), by=by, email=str(other.email), version=one.version)
    assert refusal.value.field == "email"


def test_who_confirms_on_the_waiting_list_is_told_so(ctx: Flask) -> None:
    event = factories.event(capacity=1)
    register(event, "a@stadt.example", "A")
    register(event, "b@stadt.example", "B")
    service.confirm_address(find(event, "b@stadt.example").id)
    assert kinds()[-1] == "registration-waiting"


def test_who_does_not_know_of_a_list_yet_is_not_told_of_moving_up(ctx: Flask) -> None:
    event = factories.event(capacity=2)
    factories.registration(event)
    waiting = factories.registration(event, state=State.WAITING, channel=Channel.LIST, told_at=None)
    places.fill_places()
    db.session.refresh(waiting)
    assert (waiting.state, kinds()) == (State.CONFIRMED, [])


def test_who_waits_keeps_their_turn_when_the_address_is_corrected(ctx: Flask) -> None:
    event, by = factories.event(capacity=1), factories.account().id
    factories.registration(event)
    waiting = factories.registration(
        event, state=State.WAITING, held_until=clock.now() - timedelta(days=1)
    )
    organising.correct(
        waiting.id, details(), by=by, email="neu@stadt.example", version=waiting.version
    )
    expiry.expire()
    db.session.refresh(waiting)
    assert waiting.state is State.WAITING


def test_who_has_no_address_any_more_loses_nothing(ctx: Flask) -> None:
    event = factories.event(capacity=2)
    by = factories.account().id
    factories.registration(event)
    register(event, "haelt@x.example", "Haelt")
    register(event, "wartet@x.example", "Wartet")
    held, waits = find(event, "haelt@x.example"), find(event, "wartet@x.example")
    for one in (held, waits):
        said = details(one.person.last_name)
        organising.correct(one.id, said, by=by, email=None, version=one.version)
    assert (held.state, waits.state) == (State.CONFIRMED, State.WAITING)
    work.maintain(clock.now() + timedelta(hours=72))
    db.session.expire_all()
    assert (held.state, waits.state) == (State.CONFIRMED, State.WAITING)
    service.cancel(held.id)
    db.session.expire_all()
    assert waits.state is State.OFFERED


def _corrected(one: Registration) -> str:
    work.deliver()
    said = details("Tippfehler")
    organisers = {
        "by": factories.account().id,
        "email": "richtig@stadt.example",
        "version": one.version,
    }
    organising.correct(one.id, said, **organisers)
    return kinds()[-1]


def test_the_corrected_address_is_asked_to_confirm(ctx: Flask) -> None:
    event = factories.event(capacity=1)
    register(event, "falsch@stdat.example", "Eins")
    register(event, "auch@stdat.example", "Zwei")
    waiting = find(event, "auch@stdat.example")
    assert waiting.state is State.WAITING
    assert _corrected(waiting) == "registration-received"


def test_the_corrected_address_is_told_of_an_offer(ctx: Flask) -> None:
    one = factories.registration(factories.event(), state=State.OFFERED)
    assert _corrected(one) == "registration-offered"


def test_who_came_from_a_list_without_an_address_is_called_about_the_place(ctx: Flask) -> None:
    event = factories.event()
    state = {"state": State.WAITING, "channel": Channel.LIST, "told_at": None}
    one = factories.registration(event, email=None, **state)
    places.fill_places()
    db.session.refresh(one)
    messages = [task.message for task in task_queries.of_registration(one.id)]
    assert (one.state, messages) == (State.CONFIRMED, ["registration-promoted"])
