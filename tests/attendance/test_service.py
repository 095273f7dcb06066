"""Noting who came: once, in the order in which it happened, however often a device sends it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from forum.attendance import queries, service
from forum.attendance.models import Mark
from forum.attendance.rules import Outcome
from forum.attendance.service import Command
from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.events.models import Event
from forum.registration.entering import Entry
from forum.registration.models import Channel, Registration, State
from tests import factories
from tests.support.registering import details


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def command(one: Registration, name: str, *, here: bool = True, minutes: int = 0) -> Command:
    return Command(name, one.id, here, clock.now() - timedelta(minutes=minutes))


def marks() -> int:
    return db.session.scalar(select(func.count(Mark.id))) or 0


def state_of(one: Registration) -> State:
    db.session.refresh(one)
    return one.state


def test_who_is_here_is_here_once_and_can_be_taken_back(event: Event) -> None:
    one, by = factories.registration(event), factories.account().id
    for _again in range(2):
        service.mark(event.id, one.id, State.CHECKED_IN, by=by)
    assert (state_of(one), marks()) == (State.CHECKED_IN, 1)
    for _again in range(2):
        service.mark(event.id, one.id, State.CONFIRMED, by=by)
    assert (state_of(one), marks()) == (State.CONFIRMED, 2)


def test_who_was_noted_as_absent_may_still_come(event: Event) -> None:
    one = factories.registration(event, state=State.ABSENT)
    service.mark(event.id, one.id, State.CHECKED_IN, by=factories.account().id)
    assert state_of(one) is State.CHECKED_IN


@pytest.mark.parametrize("state", [State.WAITING, State.CANCELLED, State.HELD])
def test_who_has_no_place_is_not_checked_in(event: Event, state: State) -> None:
    one, by = factories.registration(event, state=state), factories.account().id
    with pytest.raises(Refused):
        service.mark(event.id, one.id, State.CHECKED_IN, by=by)
    outcome = service.replay(event.id, [command(one, "a")], by=by)
    assert (outcome, state_of(one), marks()) == ({"a": Outcome.IMPOSSIBLE}, state, 0)


def test_another_forum_is_not_touched(event: Event) -> None:
    foreign, by = factories.registration(factories.event()), factories.account().id
    with pytest.raises(Refused):
        service.mark(event.id, foreign.id, State.CHECKED_IN, by=by)
    assert service.replay(event.id, [command(foreign, "a")], by=by) == {"a": Outcome.IMPOSSIBLE}
    assert state_of(foreign) is State.CONFIRMED


def test_what_a_device_kept_counts_once_and_at_its_own_time(event: Event) -> None:
    one, by = factories.registration(event), factories.account().id
    kept = command(one, "a", minutes=25)
    assert service.replay(event.id, [kept], by=by) == {"a": Outcome.DONE}
    assert service.replay(event.id, [kept], by=by) == {"a": Outcome.KNOWN}
    assert (state_of(one), marks()) == (State.CHECKED_IN, 1)
    assert queries.guests(event.id)[0].since == kept.at


def test_what_was_noted_by_hand_at_5_past_9_overtakes_what_a_device_saw_at_9(event: Event) -> None:
    one, by = factories.registration(event), factories.account().id
    nine = clock.from_berlin(datetime.combine(clock.in_berlin(event.starts_at).date(), time(9)))
    with clock.fixed_at(nine + timedelta(minutes=5)):
        service.mark(event.id, one.id, State.ABSENT, by=by)
    with clock.fixed_at(nine + timedelta(minutes=9)):
        sent = Command("a", one.id, is_here=True, at=nine)
        assert service.replay(event.id, [sent], by=by) == {"a": Outcome.OVERTAKEN}
        assert state_of(one) is State.ABSENT
        sent = Command("b", one.id, is_here=True, at=nine + timedelta(minutes=6))
        assert service.replay(event.id, [sent], by=by) == {"b": Outcome.DONE}
    assert state_of(one) is State.CHECKED_IN


@pytest.mark.parametrize("state", [State.WAITING, State.CANCELLED, State.HELD])
def test_only_states_of_the_day_can_be_noted(event: Event, state: State) -> None:
    one, by = factories.registration(event), factories.account().id
    with pytest.raises(Refused):
        service.mark(event.id, one.id, state, by=by)
    assert (state_of(one), marks()) == (State.CONFIRMED, 0)


def test_who_stands_at_the_door_is_here_since_then(event: Event) -> None:
    by = factories.account().id
    entry = Entry(details("Neu"), channel=Channel.DESK)
    number = service.welcome(event.id, entry, by=by)
    (guest,) = queries.guests(event.id)
    one = db.session.get_one(Registration, number)
    assert (guest.is_here, guest.since, marks()) == (True, one.created_at, 1)
    earlier = Command("a", number, is_here=False, at=one.created_at - timedelta(minutes=1))
    assert service.replay(event.id, [earlier], by=by) == {"a": Outcome.OVERTAKEN}


def test_what_somebody_noted_later_elsewhere_stands(event: Event) -> None:
    one, by = factories.registration(event), factories.account().id
    service.mark(event.id, one.id, State.CHECKED_IN, by=by)
    service.mark(event.id, one.id, State.CONFIRMED, by=by)
    outcome = service.replay(event.id, [command(one, "a", minutes=10)], by=by)
    assert (outcome, state_of(one)) == ({"a": Outcome.OVERTAKEN}, State.CONFIRMED)


def test_two_devices_that_send_at_once_count_each_person_once(ctx: Flask, event: Event) -> None:
    people, by = [factories.registration(event) for _n in range(6)], factories.account().id
    sent = [command(one, f"{device}-{one.id}") for one in people for device in "ab"]
    event_id = event.id

    def send(part: list[Command]) -> None:
        with ctx.app_context():
            service.replay(event_id, part, by=by)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, [sent[::2], sent[1::2], sent, sent]))
    db.session.rollback()
    assert {state_of(one) for one in people} == {State.CHECKED_IN}
    ids = db.session.scalars(select(Mark.command_id)).all()
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 60)), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
)
def test_in_whatever_order_it_arrives_the_latest_counts(
    event: Event, happened: list[tuple[bool, int]], random
) -> None:
    one, by = factories.registration(event), factories.account().id
    now = clock.now()
    commands = [
        Command(f"{one.id}-{n}", one.id, here, now - timedelta(minutes=minutes, seconds=n))
        for n, (here, minutes) in enumerate(happened)
    ]
    latest = max(commands, key=lambda sent: sent.at)
    random.shuffle(commands)
    for sent in [*commands, *commands]:
        service.replay(event.id, [sent], by=by)
    assert state_of(one) is (State.CHECKED_IN if latest.is_here else State.CONFIRMED)
