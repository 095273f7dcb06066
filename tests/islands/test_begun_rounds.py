"""On the day: what has begun stays as it is, and nobody is moved without need."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.events.models import Event
from forum.islands import drafting, inputs, publishing, queries, service
from forum.registration.models import State
from tests import factories
from tests.islands.test_planning import made, people, route


def moment_in(event: Event, number: int) -> datetime:
    """A minute after a round has begun."""
    return next(one for one in event.rounds if one.number == number).starts_at + timedelta(
        minutes=1
    )


def test_rounds_that_have_begun_stay_as_they_are(ctx: Flask) -> None:
    event = factories.event()
    coming = people(event, 8)
    plan = made(event)
    publishing.publish(plan.id, by="Oda")
    first = min(event.rounds, key=lambda round_: round_.number)
    with clock.fixed_at(moment_in(event, 1)):
        anew = made(event, keeps_published=True)
        assert {route(anew, one)[first.id] for one in coming} == {
            route(plan, one)[first.id] for one in coming
        }
        with pytest.raises(Refused):
            service.move(
                anew.id,
                registration_id=coming[0].id,
                round_id=first.id,
                island_id=event.islands[4].id,
                by="Oda",
            )


def test_a_round_that_was_over_full_does_not_widen_the_others(ctx: Flask) -> None:
    event = factories.event()
    a, *_rest = event.islands
    a.maximum, a.minimum = 2, 1
    db.session.commit()
    coming = people(event, 4)
    factories.plan(event, dict.fromkeys(coming, (a,)))
    with clock.fixed_at(moment_in(event, 1)):
        made_of = inputs.of_event(event.id, clock.now())
    island = made_of.instance.islands[0]
    assert (island.most, island.least, island.settled) == (2, 0, frozenset({0}))
    solved = drafting.quickly(made_of.instance, 1).plan
    load = [sum(route[r] == a.id for route in solved.values()) for r in range(3)]
    assert load[0] == 4
    assert max(load[1:]) <= 2


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_after_no_shows_nobody_is_moved_without_need(ctx: Flask) -> None:
    event = factories.event()
    coming = people(event, 30)
    plan = made(event)
    publishing.publish(plan.id, by="Oda")
    for one in coming[:5]:
        one.state = State.ABSENT
    db.session.commit()
    people(event, 2)
    anew = made(event, keeps_published=True)
    before, after = queries.routes_of(plan.id), queries.routes_of(anew.id)
    assert [one.id for one in coming[5:] if before[one.id] != after[one.id]] == []
    assert len(after) == 27
