"""Registering, confirming, changing, cancelling, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.commands import work
from forum.organisations.models import Organisation
from forum.registration import changing, organising, places, queries, service
from forum.registration.models import Channel, Registration, State
from tests import factories
from tests.support.registering import NO, details, find, kinds, register


def test_a_place_is_held_until_the_address_is_confirmed(ctx: Flask) -> None:
    event = factories.event()
    register(event, "m.sandkamp@diakonie.example")
    one = find(event, "m.sandkamp@diakonie.example")
    assert (one.state, one.address_confirmed_at) == (State.HELD, None)
    service.confirm_address(one.id)
    service.confirm_address(one.id)
    db.session.refresh(one)
    assert one.state is State.CONFIRMED
    assert kinds() == ["registration-received", "registration-confirmed"]


def test_the_same_address_never_takes_a_second_place(ctx: Flask) -> None:
    event = factories.event()
    register(event, "m.sandkamp@diakonie.example")
    register(event, " M.Sandkamp@Diakonie.Example", name="Andere")
    assert db.session.scalar(select(func.count(Registration.id))) == 1
    assert find(event, "m.sandkamp@diakonie.example").person.last_name == "Sandkamp"
    assert kinds() == ["registration-received", "registration-again"]


def test_who_cancelled_can_register_again(ctx: Flask) -> None:
    event = factories.event(capacity=1)
    register(event, "m.sandkamp@diakonie.example")
    service.cancel(find(event, "m.sandkamp@diakonie.example").id)
    register(event, "m.sandkamp@diakonie.example")
    states = db.session.scalars(select(Registration.state).order_by(Registration.id)).all()
    assert states == [State.CANCELLED, State.HELD]


def test_whoever_comes_when_all_is_full_waits_and_moves_up(ctx: Flask) -> None:
    event = factories.event(capacity=1)
    register(event, "a@stadt.example", "A")
    register(event, "b@stadt.example", "B")
    register(event, "c@stadt.example", "C")
    for email in ("a@stadt.example", "c@stadt.example", "b@stadt.example"):
        service.confirm_address(find(event, email).id)
    assert queries.waiting_position(find(event, "c@stadt.example")) == 2
    service.cancel(find(event, "a@stadt.example").id)
    found = [find(event, f"{letter}@stadt.example") for letter in "abc"]
    for one in found:
        db.session.refresh(one)
    assert [one.state for one in found] == [State.CANCELLED, State.OFFERED, State.WAITING]
    assert "registration-offered" in kinds()
    service.accept_offer(found[1].id)
    service.accept_offer(found[1].id)
    assert find(event, "b@stadt.example").state is State.CONFIRMED
    assert kinds().count("registration-confirmed") == 2


def test_who_waits_unconfirmed_is_passed_over(ctx: Flask) -> None:
    event = factories.event(capacity=1)
    register(event, "a@stadt.example", "A")
    register(event, "b@stadt.example", "B")
    service.cancel(find(event, "a@stadt.example").id)
    assert find(event, "b@stadt.example").state is State.WAITING
    service.confirm_address(find(event, "b@stadt.example").id)
    db.session.expire_all()
    assert find(event, "b@stadt.example").state is State.OFFERED


def test_an_unconfirmed_place_expires_and_moves_on(ctx: Flask) -> None:
    event = factories.event(capacity=1)
    register(event, "a@stadt.example", "A")
    register(event, "b@stadt.example", "B")
    service.confirm_address(find(event, "b@stadt.example").id)
    later = clock.now() + timedelta(hours=47)
    work.maintain(later)
    assert find(event, "a@stadt.example").state is State.HELD
    work.maintain(later + timedelta(hours=2))
    db.session.expire_all()
    assert find(event, "a@stadt.example").state is State.EXPIRED
    assert find(event, "b@stadt.example").state is State.OFFERED


def test_raising_the_capacity_fills_the_new_places(ctx: Flask) -> None:
    event = factories.event(capacity=1)
    factories.registration(event)
    waiting = factories.registration(event, state=State.WAITING)
    event.capacity = 2
    db.session.commit()
    places.fill_places()
    db.session.refresh(waiting)
    assert waiting.state is State.OFFERED


def test_twenty_at_once_for_five_places_fill_exactly_five(ctx: Flask) -> None:
    event_id = factories.event(capacity=5).id
    app = ctx

    def one(number: int) -> None:
        with app.app_context():
            service.register(
                event_id,
                service.Application(
                    details(f"Eilig{number}", organisation=f"Verein {number}"),
                    email=f"eilig{number}@stadt.example",
                    language="de",
                    decisions=NO,
                ),
            )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(20)))
    states = db.session.scalars(select(Registration.state)).all()
    assert (states.count(State.HELD), states.count(State.WAITING)) == (5, 15)


def test_after_the_deadline_nobody_registers(ctx: Flask) -> None:
    event = factories.event()
    with clock.fixed_at(event.registration_deadline), pytest.raises(Refused):
        register(event, "a@stadt.example")
    assert kinds() == []


def test_a_wish_for_another_forums_island_is_refused_and_nothing_is_kept(ctx: Flask) -> None:
    event, other = factories.event(), factories.event()
    with pytest.raises(Refused) as refusal:
        register(event, "a@stadt.example", wishes=(other.islands[0].id,))
    assert refusal.value.field == "wish1"
    assert db.session.scalar(select(func.count(Registration.id))) == 0


def test_changing_keeps_what_another_forum_says(ctx: Flask) -> None:
    one, two = factories.event(), factories.event()
    register(one, "m@diakonie.example")
    register(two, "m@diakonie.example")
    changing.change(
        find(one, "m@diakonie.example").id, details("Neu", organisation="Stadt Auenstadt")
    )
    db.session.expire_all()
    assert find(one, "m@diakonie.example").person.last_name == "Neu"
    other = find(two, "m@diakonie.example")
    assert other.person.last_name == "Sandkamp"
    assert queries.organisation_of(other) == "Diakonie Auenstadt e. V."


def test_one_organisation_in_two_spellings_is_one(ctx: Flask) -> None:
    event = factories.event()
    register(event, "a@stadt.example", "A", organisation="Diakonie Auenstadt e. V.")
    register(event, "b@stadt.example", "B", organisation="DIAKONIE AUENSTADT")
    assert db.session.scalars(select(Organisation.name)).all() == ["Diakonie Auenstadt e. V."]


def test_the_day_itself_is_too_late_to_cancel(ctx: Flask) -> None:
    event = factories.event()
    one = factories.registration(event)
    with clock.fixed_at(event.starts_at), pytest.raises(Refused):
        service.cancel(one.id)
    db.session.refresh(one)
    assert one.state is State.CONFIRMED


def test_those_from_a_list_are_told_once(ctx: Flask) -> None:
    event = factories.event()
    factories.registration(event, channel=Channel.LIST, told_at=None)
    factories.registration(event, channel=Channel.LIST, told_at=None, email=None)
    assert [organising.tell_entered(event.id), organising.tell_entered(event.id)] == [1, 0]
    assert kinds() == ["registration-entered"]


def test_a_link_is_sent_again_for_every_forum_and_to_nobody_else(ctx: Flask) -> None:
    one, two = factories.event(), factories.event()
    register(one, "m@diakonie.example")
    register(two, "m@diakonie.example")
    service.request_links("M@Diakonie.example")
    service.request_links("unbekannt@diakonie.example")
    assert kinds().count("registration-link") == 2
