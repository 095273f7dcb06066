"""Who comes without registration goes to the smallest groups, and nobody else moves."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import product

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from forum.attendance import service as marks
from forum.base import clock
from forum.base.database import db
from forum.events import islands
from forum.events import queries as events
from forum.events.models import IslandClosure
from forum.islands import publishing, queries, rules, walk_ins
from forum.islands.models import Assignment, PlanRule, RuleKind
from forum.islands.told_models import ToldStop
from forum.registration.models import State
from tests import factories

SIZES = st.lists(st.lists(st.integers(0, 4), min_size=4, max_size=4), min_size=1, max_size=3)


@given(SIZES, st.integers(1, 4))
def test_as_many_rounds_as_possible_and_then_the_smallest_groups(sizes: list[list[int]], most: int):
    rounds = [[rules.Group(n, size, 0, most) for n, size in enumerate(one)] for one in sizes]
    route = rules.smallest_groups(rounds)
    best = min(
        (
            sum(island is None for island in way),
            sum(sizes[n][island] for n, island in enumerate(way) if island is not None),
        )
        for way in product([None, 0, 1, 2, 3], repeat=len(sizes))
        if possible(way, sizes, most)
    )
    filled = [(n, island) for n, island in enumerate(route) if island is not None]
    assert possible(tuple(route), sizes, most)
    assert (len(route) - len(filled), sum(sizes[n][i] for n, i in filled)) == best


def possible(way: tuple[int | None, ...], sizes: list[list[int]], most: int) -> bool:
    chosen = [island for island in way if island is not None]
    return len(set(chosen)) == len(chosen) and all(
        sizes[n][island] < most for n, island in enumerate(way) if island is not None
    )


def test_colleagues_are_avoided_among_equal_groups() -> None:
    groups = [rules.Group(1, 3, 2, 9), rules.Group(2, 3, 0, 9)]
    assert rules.smallest_groups([groups]) == [2]


def test_many_rounds_are_no_trouble() -> None:
    rounds = [[rules.Group(n, n, 0, 99) for n in range(30)] for _round in range(30)]
    assert sorted(island for island in rules.smallest_groups(rounds) if island is not None) == list(
        range(30)
    )


def test_a_walk_in_gets_a_route_and_nobody_else_another(ctx: Flask) -> None:
    event = factories.event()
    a, b, c, *_rest = event.islands
    people = {factories.registration(event): (a, b, c) for _n in range(3)}
    plan = factories.plan(event, people)
    before = queries.routes_of(plan.id)
    new = factories.registration(event, state=State.CHECKED_IN)
    assert walk_ins.place(event.id, new.id) == 3
    assert walk_ins.place(event.id, new.id) == 0
    after = queries.routes_of(plan.id)
    mine = after.pop(new.id)
    assert after == before
    assert len({island for _round, island in mine}) == 3
    shared = {stop for route in before.values() for stop in route} & mine
    assert shared == set()  # the empty islands were the smallest


def test_rounds_that_have_begun_are_left_alone(ctx: Flask) -> None:
    event = factories.event()
    plan = factories.plan(event, {factories.registration(event): tuple(event.islands[:3])})
    new = factories.registration(event)
    second = sorted(event.rounds, key=lambda one: one.number)[1]
    with clock.fixed_at(second.starts_at - timedelta(minutes=1)):
        assert walk_ins.place(event.id, new.id) == 2
    seats = select(Assignment.round_id).where(
        Assignment.plan_id == plan.id, Assignment.registration_id == new.id
    )
    assert second.id in set(db.session.scalars(seats))


def test_without_a_plan_or_a_place_nobody_is_placed(ctx: Flask) -> None:
    event = factories.event()
    new = factories.registration(event)
    assert walk_ins.place(event.id, new.id) == 0
    factories.plan(event, {factories.registration(event): tuple(event.islands[:3])})
    waiting = factories.registration(event, state=State.WAITING)
    foreign = factories.registration(factories.event())
    assert walk_ins.place(event.id, waiting.id) == 0
    assert walk_ins.place(event.id, foreign.id) == 0


def test_closed_islands_and_those_that_are_barred_are_left_out(ctx: Flask) -> None:
    event = factories.event()
    a, b, c, d, e = event.islands
    plan = factories.plan(event, {factories.registration(event): (a, b, c)})
    new = factories.registration(event)
    numbered = sorted(event.rounds, key=lambda one: one.number)
    db.session.add_all(IslandClosure(island_id=d.id, round_id=one.id) for one in numbered)
    db.session.add(
        PlanRule(event_id=event.id, kind=RuleKind.NEVER, registration_id=new.id, island_id=e.id)
    )
    db.session.commit()
    assert walk_ins.place(event.id, new.id) == 3
    assert {island for _round, island in queries.routes_of(plan.id)[new.id]} == {a.id, b.id, c.id}


def test_the_smallest_table_has_a_chair_left(ctx: Flask) -> None:
    event = factories.event()
    for island in event.islands[1:]:
        island.maximum = 1
    db.session.commit()
    a = event.islands[0]
    seated = {factories.registration(event): (a,) for _n in range(5)}
    seated |= {factories.registration(event): (island,) for island in event.islands[1:]}
    plan = factories.plan(event, seated)
    for number, seat in enumerate(plan.assignments[:5]):
        seat.table_number = 1 if number < 3 else 2
    db.session.commit()
    new = factories.registration(event)
    walk_ins.place(event.id, new.id)
    seat = queries.seats_by_person(plan.id)[new.id][event.rounds[0].id]
    assert (seat.island_id, seat.table) == (a.id, 2)


def test_a_walk_in_knows_the_rooms_of_that_moment(ctx: Flask) -> None:
    event = factories.event()
    factories.plan(event, {factories.registration(event): tuple(event.islands[:3])})
    new = factories.registration(event, state=State.CHECKED_IN)
    islands.change_island(event.islands[0].id, room_id=None, new_room="Aula")
    assert walk_ins.place(event.id, new.id) == 3
    told = select(ToldStop).where(ToldStop.registration_id == new.id)
    known = {stop.island_id: stop.room for stop in db.session.scalars(told)}
    rooms = {one.id: one.room.name for one in events.islands_of(event.id) if one.room}
    assert known == {island: rooms[island] for island in known}
    assert len(known) == 3


def test_one_chair_more_is_better_than_a_round_without_an_island(ctx: Flask) -> None:
    event = factories.event()
    for island in event.islands:
        island.maximum = 1
    db.session.commit()
    a, b, c, d, e = event.islands
    rows = ((a, b, c), (b, c, d), (c, d, e), (d, e, a), (e, a, b))
    plan = factories.plan(event, {factories.registration(event): row for row in rows})
    first, second, third = (factories.registration(event) for _n in range(3))
    assert [walk_ins.place(event.id, one.id) for one in (first, second, third)] == [3, 3, 3]
    for route in queries.routes_of(plan.id).values():
        assert len({island for _round, island in route}) == 3
    counted = Counter(stop for route in queries.routes_of(plan.id).values() for stop in route)
    assert max(counted.values()) == 2
    for _more in range(3):
        walk_ins.place(event.id, factories.registration(event).id)
    counted = Counter(stop for route in queries.routes_of(plan.id).values() for stop in route)
    assert max(counted.values()) == 2


def test_who_was_given_up_and_comes_after_all_has_the_islands_of_the_card(ctx: Flask) -> None:
    event = factories.event()
    a, b, c, d, _e = event.islands
    late = factories.registration(event)
    others = {factories.registration(event): (a, b, c) for _n in range(3)}
    factories.plan(event, {late: (a, b, c), **others}, published=False)
    publishing.publish(queries.plans_of(event.id)[0].id)
    card = queries.routes_of(queries.plans_of(event.id)[0].id)[late.id]
    late.state = State.ABSENT
    db.session.commit()
    plan = factories.plan(event, others, number=2, published=False)
    publishing.publish(plan.id)
    marks.mark(event.id, late.id, State.CHECKED_IN, by=factories.account().id)
    assert queries.routes_of(plan.id)[late.id] == card
    assert d.id not in {island for _round, island in card}
