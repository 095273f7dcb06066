"""Plans keep to when people are there and to the rooms they need."""

from __future__ import annotations

from flask import Flask

from forum.base.database import db
from forum.events.models import IslandClosure
from forum.registration import needs
from forum.registration.details import Needs
from forum.registration.person_models import Need
from tests import factories
from tests.islands.making import made, people, route


def test_presence_closed_rounds_and_steps_are_respected(ctx: Flask) -> None:
    event = factories.event()
    first, second, _third = sorted(event.rounds, key=lambda round_: round_.number)
    closed, stairs = event.islands[0], event.islands[1]
    db.session.add(IslandClosure(island_id=closed.id, round_id=second.id))
    assert stairs.room is not None
    stairs.room.is_step_free = False
    for island in event.islands[2:]:
        if island.room is not None:
            island.room.is_step_free = True
    db.session.commit()
    late = factories.registration(event, present_from=second.starts_at)
    wheels = factories.registration(event, wishes=(stairs,))
    needs.replace(wheels.id, Needs({Need.STEP_FREE: ""}, is_agreed=True))
    others = people(event, 6)
    plan = made(event)
    assert first.id not in route(plan, late)
    assert stairs.id not in route(plan, wheels).values()
    assert closed.id not in {route(plan, one)[second.id] for one in [late, wheels, *others]}


def test_a_hearing_loop_is_kept_to_where_rooms_suffice(ctx: Flask) -> None:
    event = factories.event()
    *looped, last = event.islands[1:4]
    for island in looped:
        assert island.room is not None
        island.room.has_hearing_loop = True
    db.session.commit()
    listens = factories.registration(event, wishes=(event.islands[0],))
    needs.replace(listens.id, Needs({Need.HEARING_LOOP: ""}, is_agreed=True))
    people(event, 6)
    assert len(route(made(event), listens)) == 3, "two rooms for three rounds limit nobody"
    assert last.room is not None
    last.room.has_hearing_loop = True
    db.session.commit()
    assert set(route(made(event), listens).values()) == {one.id for one in (*looped, last)}
