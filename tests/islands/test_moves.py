"""Moving people by hand, taking it back, checking."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.base.database import db
from forum.base.refusal import Refused
from forum.islands import publishing, queries, service
from forum.islands.models import Plan
from forum.registration.models import Registration
from tests import factories


def route(plan: Plan, one: Registration) -> dict[int, int]:
    """The island of somebody in each round, by their ids."""
    return dict(sorted(queries.routes_of(plan.id)[one.id]))


def test_undoing_goes_back_move_by_move(ctx: Flask) -> None:
    event = factories.event()
    a, b, c, d, e = event.islands
    one = factories.registration(event)
    late = factories.registration(event)
    plan = factories.plan(event, {one: (a, b, c)}, published=False)
    first = event.rounds[0].id
    for island in (d, e):
        service.move(plan.id, registration_id=one.id, round_id=first, island_id=island.id, by="Oda")
    service.move(plan.id, registration_id=late.id, round_id=first, island_id=a.id, by="Oda")
    service.undo(plan.id)
    assert late.id not in queries.routes_of(plan.id)
    service.undo(plan.id)
    assert route(plan, one)[first] == d.id
    service.undo(plan.id)
    assert route(plan, one)[first] == a.id
    with pytest.raises(Refused):
        service.undo(plan.id)


def test_a_change_takes_back_that_a_plan_was_checked(ctx: Flask) -> None:
    event = factories.event()
    one = factories.registration(event)
    plan = factories.plan(event, {one: tuple(event.islands[:3])}, published=False)
    service.check(plan.id, by="Oda")
    service.check(plan.id, by="Uli")
    db.session.refresh(plan)
    assert (plan.checked_by, plan.checked_at is not None) == ("Oda", True)
    service.move(
        plan.id,
        registration_id=one.id,
        round_id=event.rounds[0].id,
        island_id=event.islands[4].id,
        by="Oda",
    )
    db.session.refresh(plan)
    assert plan.checked_at is None
    publishing.publish(plan.id, by="Uli")
    db.session.refresh(plan)
    assert plan.checked_by == "Uli"


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2)), max_size=12))
def test_moving_and_undoing_in_any_order_ends_where_it_began(
    ctx: Flask, moves: list[tuple[int, int]]
) -> None:
    event = factories.event()
    a, b, c, *_rest = event.islands
    one = factories.registration(event)
    plan = factories.plan(event, {one: (a, b, c)}, published=False)
    before, done = route(plan, one), 0
    for island, number in moves:
        where = route(plan, one)
        try:
            service.move(
                plan.id,
                registration_id=one.id,
                round_id=event.rounds[number].id,
                island_id=event.islands[island].id,
                by="Oda",
            )
        except Refused:
            db.session.rollback()
        done += route(plan, one) != where
    for _move in range(done):
        service.undo(plan.id)
    assert route(plan, one) == before
