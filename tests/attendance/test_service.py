"""Noting who came: once, in the order in which it happened, however often a device sends it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

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
from forum.registration.models import Registration, State
from tests import factories


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
        service.mark(event.id, one.id, is_here=True, by=by)
    assert (state_of(one), marks()) == (State.CHECKED_IN, 1)
    for _again in range(2):
        service.mark(event.id, one.id, is_here=False, by=by)
    assert (state_of(one), marks()) == (State.CONFIRMED, 2)


def test_who_was_noted_as_absent_may_still_come(event: Event) -> None:
    one = factories.registration(event, state=State.ABSENT)
    service.mark(event.id, one.id, is_here=True, by=factories.account().id)
    assert state_of(one) is State.CHECKED_IN


@pytest.mark.parametrize("state", [State.WAITING, State.CANCELLED, State.HELD])
def test_who_has_no_place_is_not_checked_in(event: Event, state: State) -> None:
    one, by = factories.registration(event, state=state), factories.account().id
    with pytest.raises(Refused):
        service.mark(event.id, one.id, is_here=True, by=by)
    outcome = service.replay(event.id, [command(one, "a")], by=by)
    assert (outcome, state_of(one), marks()) == ({"a": Outcome.IMPOSSIBLE}, state, 0)


def test_another_forum_is_not_touched(event: Event) -> None:
    foreign, by = factories.registration(factories.event()), factories.account().id
    with pytest.raises(Refused):
        service.mark(event.id, foreign.id, is_here=True, by=by)
    assert service.replay(event.id, [command(foreign, "a")], by=by) == {"a": Outcome.IMPOSSIBLE}
    assert state_of(foreign) is State.CONFIRMED


def test_what_a_device_kept_counts_once_and_at_its_own_time(event: Event) -> None:
    one, by = factories.registration(event), factories.account().id
    kept = command(one, "a", minutes=25)
    assert service.replay(event.id, [kept], by=by) == {"a": Outcome.DONE}
    assert service.replay(event.id, [kept], by=by) == {"a": Outcome.KNOWN}
    assert (state_of(one), marks()) == (State.CHECKED_IN, 1)
    assert queries.guests(event.id)[0].since == kept.at


def test_what_somebody_noted_later_elsewhere_stands(event: Event) -> None:
    one, by = factories.registration(event), factories.account().id
    service.mark(event.id, one.id, is_here=True, by=by)
    service.mark(event.id, one.id, is_here=False, by=by)
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
