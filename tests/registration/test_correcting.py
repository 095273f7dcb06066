"""What organisers put right, and what people who wait or come from a list are told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.registration import places, queries, service
from forum.registration.models import Channel, State
from tests import factories
from tests.support.registering import details, find, kinds, register


def test_two_organisers_at_once_the_second_sees_it(ctx: Flask) -> None:
    event = factories.event()
    one = factories.registration(event)
    version = one.version
    service.correct(one.id, details("Erste"), email=one.email, version=version)
    with pytest.raises(Refused):
        service.correct(one.id, details("Zweite"), email=one.email, version=version)
    db.session.refresh(one)
    assert one.person.last_name == "Erste"


def test_a_corrected_address_ends_the_old_link_and_takes_no_second_place(ctx: Flask) -> None:
    event = factories.event()
    one, other = factories.registration(event), factories.registration(event)
    link = queries.token_of(one)
    service.correct(one.id, details(), email="neu@stadt.example", version=one.version)
    db.session.expire_all()
    assert (one.email, one.address_confirmed_at) == ("neu@stadt.example", None)
    assert queries.find_by_token(link) is None
    assert kinds() == ["registration-link"]
    with pytest.raises(Refused) as refusal:
        service.correct(one.id, details(), email=str(other.email), version=one.version)
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
    event = factories.event(capacity=1)
    factories.registration(event)
    waiting = factories.registration(
        event, state=State.WAITING, held_until=clock.now() - timedelta(days=1)
    )
    service.correct(waiting.id, details(), email="neu@stadt.example", version=waiting.version)
    places.expire_unconfirmed()
    db.session.refresh(waiting)
    assert waiting.state is State.WAITING
