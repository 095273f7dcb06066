"""Making, changing and publishing plans, on both databases."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base.database import db
from forum.base.refusal import Refused
from forum.events.models import Event
from forum.islands import audience, board, drafting, publishing, queries, service, visitors
from forum.islands.models import Plan
from forum.mail.models import Message
from forum.registration import service as registrations
from forum.registration.models import Registration, State
from forum.rotation.obstacles import NoPlan
from tests import factories


def told() -> list[int]:
    query = select(Message.about_id).where(Message.kind == "route-card", Message.sent_at.is_(None))
    return sorted(db.session.scalars(query))


def people(event: Event, number: int, **values: object) -> list[Registration]:
    return [factories.registration(event, **values) for _number in range(number)]


def test_everybody_with_a_place_is_put_on_islands(ctx: Flask) -> None:
    event = factories.event()
    coming = people(event, 6)
    factories.registration(event, state=State.WAITING)
    factories.registration(event, state=State.CANCELLED)
    plan = drafting.make_plan(event.id, seed=5, made_by="Oda")
    routes = queries.routes_of(plan.id)
    assert sorted(routes) == sorted(one.id for one in coming)
    assert {len({island for _round, island in route}) for route in routes.values()} == {3}
    assert (plan.number, plan.made_by, plan.published_at) == (1, "Oda", None)


def test_wishes_are_respected(ctx: Flask) -> None:
    event = factories.event()
    one = factories.registration(event, wishes=(event.islands[3], event.islands[1]))
    plan = drafting.make_plan(event.id, seed=1, made_by="Oda")
    visited = {island for _round, island in queries.routes_of(plan.id)[one.id]}
    assert {event.islands[3].id, event.islands[1].id} <= visited


def test_too_few_places_are_named_in_numbers(ctx: Flask) -> None:
    event = factories.event()
    for island in event.islands:
        island.maximum = 1
    db.session.commit()
    people(event, 7)
    with pytest.raises(NoPlan) as failure:
        drafting.make_plan(event.id, seed=1, made_by="Oda")
    sentence = failure.value.obstacles[0].sentence
    assert (sentence.number, sentence.values["places"], sentence.values["seats"]) == (2, 5, 7)
    assert queries.plans_of(event.id) == []


def test_without_people_or_islands_there_is_no_plan(ctx: Flask) -> None:
    event = factories.event()
    with pytest.raises(Refused):
        drafting.make_plan(event.id, seed=1, made_by="Oda")


def _two(event: Event) -> tuple[Registration, Registration, Plan]:
    a, b, c, *_rest = event.islands
    one, two = people(event, 2)
    return one, two, factories.plan(event, {one: (a, b, c), two: (b, c, a)}, published=False)


def test_moving_somebody_changes_one_round(ctx: Flask) -> None:
    event = factories.event()
    one, _other, plan = _two(event)
    round_, island = event.rounds[0], event.islands[4]
    service.move(plan.id, registration_id=one.id, round_id=round_.id, island_id=island.id, by="Oda")
    service.move(plan.id, registration_id=one.id, round_id=round_.id, island_id=island.id, by="Oda")
    route = sorted(queries.routes_of(plan.id)[one.id])
    assert [place for _round, place in route] == [
        island.id,
        event.islands[1].id,
        event.islands[2].id,
    ]


def test_nobody_is_moved_to_an_island_twice_or_elsewhere(ctx: Flask) -> None:
    event, other = factories.event(), factories.event()
    one, _other, plan = _two(event)
    first = event.rounds[0].id
    visited, second, foreign = event.islands[2].id, event.islands[1].id, other.islands[0].id
    for island in (visited, second, foreign, 999_999):
        with pytest.raises(Refused):
            service.move(
                plan.id, registration_id=one.id, round_id=first, island_id=island, by="Oda"
            )
    assert {place for _round, place in queries.routes_of(plan.id)[one.id]} == {
        event.islands[0].id,
        second,
        visited,
    }


def test_a_published_plan_stays_and_a_copy_can_be_changed(ctx: Flask) -> None:
    event = factories.event()
    one, _other, plan = _two(event)
    publishing.publish(plan.id)
    first, island = event.rounds[0].id, event.islands[4].id
    with pytest.raises(Refused):
        service.move(plan.id, registration_id=one.id, round_id=first, island_id=island, by="Oda")
    copy = service.copy_plan(plan.id, made_by="Oda")
    assert queries.routes_of(copy.id) == queries.routes_of(plan.id)
    service.move(copy.id, registration_id=one.id, round_id=first, island_id=island, by="Oda")
    assert copy.number == 2


def test_only_those_whose_route_changed_are_told(ctx: Flask) -> None:
    event = factories.event()
    one, two, plan = _two(event)
    publishing.publish(plan.id)
    publishing.publish(plan.id)
    assert told() == sorted([one.id, two.id])
    for message in db.session.scalars(select(Message)):
        message.sent_at = message.created_at
    db.session.commit()
    copy = service.copy_plan(plan.id, made_by="Oda")
    service.move(
        copy.id,
        registration_id=one.id,
        round_id=event.rounds[0].id,
        island_id=event.islands[4].id,
        by="Oda",
    )
    found = audience.of_plan(copy)
    assert (found.told, found.unchanged) == (1, 1)
    publishing.publish(copy.id)
    assert told() == [one.id]


def test_an_older_plan_cannot_overtake_a_newer_one(ctx: Flask) -> None:
    event = factories.event()
    _one, _other, plan = _two(event)
    newer = service.copy_plan(plan.id, made_by="Oda")
    publishing.publish(newer.id)
    with pytest.raises(Refused):
        publishing.publish(plan.id)


def test_who_cancels_leaves_the_board_and_the_hosts_list(ctx: Flask) -> None:
    event = factories.event()
    one, two, plan = _two(event)
    publishing.publish(plan.id)
    registrations.cancel(one.id)
    guests = visitors.guests_of(event, event.islands[0])
    names = [guest.name for round_guests in guests.values() for guest in round_guests]
    assert names == [two.person.name]


def test_the_board_shows_everybody_once_and_what_a_move_means(ctx: Flask) -> None:
    event = factories.event()
    a, b, c, d, _e = event.islands
    one = factories.registration(event, wishes=(d, a))
    late = factories.registration(event)
    plan = factories.plan(event, {one: (a, b, c)}, published=False)
    shown = board.board_of(event, plan, 1)
    assert shown is not None
    assert [row.registration.id for column in shown.columns for row in column.rows] == [one.id]
    assert [row.registration.id for row in shown.unplaced] == [late.id]
    row = shown.columns[0].rows[0]
    assert row.wish == 2
    assert [(i.letter, str(o.obstacle), o.wish) for i, o in row.options] == [
        ("D", "None", 1),
        ("E", "None", None),
        ("B", "visited", None),
        ("C", "visited", None),
    ]
    assert shown.figures.ranks[0] == 0
    assert board.board_of(event, plan, 9) is None


def test_the_board_asks_the_database_no_more_for_more_people(ctx: Flask, count_queries) -> None:  # type: ignore[no-untyped-def]
    numbers = Counter()
    for size in (3, 12):
        event = factories.event()
        people(event, size)
        plan = drafting.make_plan(event.id, seed=1, made_by="Oda")
        db.session.rollback()
        with count_queries() as counted:
            board.board_of(event, plan, 1)
        numbers[size] = len(counted)
    assert numbers[3] == numbers[12]
