"""Closing the check-in, and the groups that are too small."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.attendance import closing, groups, rules, service
from forum.attendance.models import Mark
from forum.attendance.rules import Outcome
from forum.attendance.service import Command
from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.events.models import Event, IslandClosure
from forum.islands.models import Assignment
from forum.registration.models import Registration, State
from tests import factories
from tests.support.queries import Counter


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def states() -> dict[State, int]:
    db.session.rollback()
    rows = db.session.execute(
        select(Registration.state, func.count(Registration.id)).group_by(Registration.state)
    )
    return {row[0]: row[1] for row in rows}


def test_only_who_is_confirmed_and_not_here_becomes_absent(event: Event) -> None:
    for state in State:
        factories.registration(event, state=state)
    missing = factories.registration(event)
    later = factories.registration(event, present_from=event.rounds[2].starts_at)
    elsewhere = factories.registration(factories.event())
    by, before = factories.account().id, states()
    with clock.fixed_at(event.rounds[0].starts_at):
        assert closing.preview(event) == closing.Closing(is_possible=True, missing=2, later=1)
        assert closing.close(event.id, by=by) == 2
        assert closing.close(event.id, by=by) == 0
    changed = {State.CONFIRMED: before[State.CONFIRMED] - 2, State.ABSENT: before[State.ABSENT] + 2}
    assert states() == {**before, **changed}
    assert {one.state for one in (later, elsewhere)} == {State.CONFIRMED}
    marks = db.session.scalars(select(Mark).where(Mark.registration_id == missing.id)).all()
    assert [(one.is_here, one.noted_by) for one in marks] == [(False, by)]
    with clock.fixed_at(event.rounds[2].starts_at):
        assert closing.close(event.id, by=by) == 1


def test_nobody_is_absent_before_the_first_round(event: Event) -> None:
    one, by = factories.registration(event), factories.account().id
    with clock.fixed_at(event.rounds[0].starts_at - timedelta(seconds=1)):
        assert not closing.preview(event).is_possible
        with pytest.raises(Refused):
            closing.close(event.id, by=by)
    for round_ in list(event.rounds):
        db.session.delete(round_)
    db.session.commit()
    with clock.fixed_at(event.starts_at):
        assert closing.close(event.id, by=by) == 1
    db.session.refresh(one)
    assert one.state is State.ABSENT


def test_late_arrivals_come_back_with_their_islands(event: Event) -> None:
    one, by = factories.registration(event), factories.account().id
    factories.plan(event, {one: tuple(event.islands[:3])})
    route = select(Assignment.round_id, Assignment.island_id).order_by(Assignment.round_id)
    before = db.session.execute(route).all()
    with clock.fixed_at(event.rounds[0].ends_at):
        closing.close(event.id, by=by)
        service.mark(event.id, one.id, State.CHECKED_IN, by=by)
        assert closing.close(event.id, by=by) == 0
    assert (states(), db.session.execute(route).all()) == ({State.CHECKED_IN: 1}, before)


def test_what_a_device_saw_before_closing_counts_when_it_is_sent_afterwards(event: Event) -> None:
    here, gone = factories.registration(event), factories.registration(event)
    by, at = factories.account().id, event.starts_at
    with clock.fixed_at(at + timedelta(minutes=10)):
        service.mark(event.id, gone.id, State.CHECKED_IN, by=by)
        service.mark(event.id, gone.id, State.CONFIRMED, by=by)
    with clock.fixed_at(event.rounds[0].starts_at):
        closing.close(event.id, by=by)
        sent = [
            Command("here", here.id, is_here=True, at=at - timedelta(minutes=5)),
            Command("gone", gone.id, is_here=True, at=at + timedelta(minutes=5)),
        ]
        assert service.replay(event.id, sent, by=by) == {
            "here": Outcome.DONE,
            "gone": Outcome.OVERTAKEN,
        }
    assert states() == {State.CHECKED_IN: 1, State.ABSENT: 1}


def small(event: Event, *, has_begun: bool = True) -> list[str]:
    return [str(one.sentence) for one in groups.small_groups(event, has_begun=has_begun)]


def test_groups_are_counted_by_who_is_here(event: Event) -> None:
    people = [factories.registration(event) for _n in range(3)]
    factories.plan(event, dict.fromkeys(people, tuple(event.islands[:3])))
    for island in event.islands[:2]:
        island.minimum = 3
    db.session.add(IslandClosure(island_id=event.islands[1].id, round_id=event.rounds[0].id))
    db.session.add(IslandClosure(island_id=event.islands[1].id, round_id=event.rounds[2].id))
    db.session.commit()
    by = factories.account().id
    nobody = ["Runde 2, Insel A: 0 sind da", "Runde 3, Insel A: 0 sind da"]
    with clock.fixed_at(event.starts_at):
        assert [one[:27] for one in small(event, has_begun=False)] == nobody
        service.mark(event.id, people[0].id, State.CHECKED_IN, by=by)
        assert [one[:27] for one in small(event)] == nobody
    with clock.fixed_at(event.rounds[0].starts_at - timedelta(minutes=10)):
        assert small(event)[0] == (
            "Runde 1, Insel A: 1 ist da, mindestens 3 sind nötig; noch erwartet: 2."
        )
        for one in people[1:]:
            service.mark(event.id, one.id, State.CHECKED_IN, by=by)
        assert [one[:27] for one in small(event)] == nobody
    with clock.fixed_at(event.rounds[0].starts_at):
        service.mark(event.id, people[0].id, State.ABSENT, by=by)
        assert small(event)[1] == "Runde 2, Insel B: 2 sind da, mindestens 3 sind nötig."
    with clock.fixed_at(event.rounds[2].starts_at):
        assert small(event) == []


def test_without_a_plan_there_are_no_groups(event: Event) -> None:
    event.islands[0].minimum = 3
    db.session.commit()
    assert small(event) == []


@pytest.mark.parametrize("number", [2, 9])
def test_warnings_cost_the_same_for_everybody(
    event: Event, number: int, count_queries: Counter
) -> None:
    people = [factories.registration(event) for _n in range(number)]
    factories.plan(event, dict.fromkeys(people, tuple(event.islands[:3])))
    for island in event.islands:
        island.minimum = 18
    db.session.commit()
    db.session.refresh(event)
    with count_queries() as asked:
        assert len(groups.small_groups(event, has_begun=False)) == 15
    assert len(asked) == 5


@pytest.mark.parametrize(("here", "expected", "begun", "small"), [
    (5, 0, True, False), (4, 9, True, True), (0, 5, False, False), (0, 4, False, True),
])  # fmt: skip
def test_until_the_check_in_begins_who_is_expected_counts(
    here: int, expected: int, begun: bool, small: bool
) -> None:
    group = rules.Group(1, "A", here=here, expected=expected, minimum=5)
    assert rules.too_small([group], has_begun=begun) == ([group] if small else [])
