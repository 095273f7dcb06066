"""Plans that are made behind the scenes: once, with every rule, stopped and explained."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.events.models import Event
from forum.islands import drafting, inputs, planning, queries, requirements, service
from forum.islands.models import Assignment, PlanningJob, RuleKind
from forum.registration.models import Registration
from forum.rotation import model, planner
from tests import factories
from tests.islands.making import made, people, route

NOTHING = {"other_id": None, "island_id": None, "round_id": None}


def rule(event: Event, kind: RuleKind, one: Registration, **values: int) -> None:
    requirements.add(event.id, kind=kind, registration_id=one.id, **{**NOTHING, **values})


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_worker_makes_it_once_and_says_what_it_is_doing(ctx: Flask) -> None:
    event = factories.event()
    people(event, 9)
    first = planning.ask(event.id, seed=1, by="Oda")
    again = planning.ask(event.id, seed=2, by="Uli")
    assert first.id == again.id
    planning.work()
    planning.work()
    db.session.expire_all()
    job = db.session.get_one(PlanningJob, first.id)
    assert (job.share, job.plan_id is not None, job.problem) == (1.0, True, [])
    assert job.doing != ""
    assert [plan.made_by for plan in queries.plans_of(event.id)] == ["Oda"]


def test_a_job_whose_process_died_is_taken_up_again(ctx: Flask) -> None:
    event = factories.event()
    people(event, 3)
    job = planning.ask(event.id, seed=1, by="Oda")
    job = db.session.get_one(PlanningJob, job.id)
    job.beat_at = clock.now() - timedelta(minutes=1)
    job.iterations = 100
    db.session.commit()
    planning.work()
    assert queries.plans_of(event.id) == []
    job.beat_at = clock.now() - timedelta(minutes=4)
    db.session.commit()
    planning.work()
    assert len(queries.plans_of(event.id)) == 1


def test_a_job_that_was_taken_up_twice_leaves_one_draft(ctx: Flask) -> None:
    event = factories.event()
    people(event, 3)
    job = planning.ask(event.id, seed=1, by="Oda")
    job_id = job.id
    other = drafting.make_plan(event.id, seed=2, made_by="Uli")

    def overtake(instance: model.Instance, seed: int) -> planner.Solution:
        """Another process is done first."""
        first = db.session.get_one(PlanningJob, job_id)
        first.done_at, first.plan_id = clock.now(), other.id
        db.session.commit()
        return drafting.quickly(instance, seed)

    planning.make(job_id, solve=overtake)
    db.session.expire_all()
    assert [plan.made_by for plan in queries.plans_of(event.id)] == ["Uli"]
    assert db.session.get_one(PlanningJob, job_id).problem == []


def test_why_there_was_no_plan_goes_with_the_next_one_and_after_a_week(ctx: Flask) -> None:
    event = factories.event()
    people(event, 6)
    for island in event.islands:
        island.maximum = 1
    db.session.commit()
    planning.ask(event.id, seed=1, by="Oda")
    planning.work()
    assert planning.find_failure(event.id) is not None
    assert planning.find_failure(event.id, since=clock.now()) is None
    planning.forget_old()
    assert planning.find_failure(event.id) is not None
    with clock.fixed_at(clock.now() + timedelta(days=8)):
        planning.forget_old()
    assert db.session.scalars(select(PlanningJob.id)).all() == []


def test_who_stops_it_keeps_the_best_so_far(ctx: Flask) -> None:
    event = factories.event()
    people(event, 4)
    planning.ask(event.id, seed=1, by="Oda")
    planning.stop(event.id)
    planning.work()
    assert {
        len(seats) for seats in queries.routes_of(queries.plans_of(event.id)[0].id).values()
    } == {3}


def test_why_there_is_no_plan_is_kept_in_both_languages(ctx: Flask) -> None:
    event = factories.event()
    for island in event.islands:
        island.maximum = 1
    db.session.commit()
    people(event, 7)
    planning.ask(event.id, seed=1, by="Oda")
    planning.work()
    last = planning.find_failure(event.id)
    assert last is not None
    (problem,) = last.problem[:1]
    assert "2 Plätze" in problem["de"]["sentence"]
    assert "2 places" in problem["en"]["sentence"]
    assert problem["de"]["cures"]
    assert (last.plan_id, last.done_at is None) == (None, False)


def test_without_people_or_islands_nothing_is_asked_for(ctx: Flask) -> None:
    with pytest.raises(Refused):
        planning.ask(factories.event().id, seed=1, by="Oda")


def test_rules_for_single_people_hold(ctx: Flask) -> None:
    event = factories.event()
    a, b, _c, _d, e = event.islands
    one, two, three, four, five = people(event, 5)
    first, second, third = sorted(event.rounds, key=lambda round_: round_.number)
    rule(event, RuleKind.MUST, one, island_id=b.id, round_id=second.id)
    rule(event, RuleKind.NEVER, one, island_id=a.id)
    rule(event, RuleKind.TOGETHER, two, other_id=three.id)
    rule(event, RuleKind.APART, four, other_id=five.id)
    for round_ in (first, second, third):
        rule(event, RuleKind.SERVES, five, island_id=e.id, round_id=round_.id)
    plan = made(event)
    assert route(plan, one)[second.id] == b.id
    assert a.id not in route(plan, one).values()
    assert route(plan, two) == route(plan, three)
    assert set(route(plan, five).values()) == {e.id}
    assert all(
        route(plan, four)[n] != route(plan, five)[n] for n in (1, 2, 3) if n in route(plan, four)
    )
    duty = select(Assignment.is_duty).where(Assignment.registration_id == five.id)
    assert set(db.session.scalars(duty)) == {True}


def test_a_rule_of_another_forum_is_refused_and_the_same_one_kept_once(ctx: Flask) -> None:
    event, other = factories.event(), factories.event()
    one = factories.registration(event)
    foreign = other.islands[0].id
    with pytest.raises(Refused):
        rule(event, RuleKind.NEVER, one, island_id=foreign)
    for _again in range(2):
        rule(event, RuleKind.NEVER, one, island_id=event.islands[0].id)
    assert len(queries.rules_of(event.id)) == 1


def test_what_is_locked_stays_when_the_rest_is_planned_anew(ctx: Flask) -> None:
    event = factories.event()
    one, *others = people(event, 8)
    draft = made(event)
    islands = {island.id for island in event.islands}
    first = min(event.rounds, key=lambda round_: round_.number)
    elsewhere = (islands - set(route(draft, one).values())).pop()
    service.move(draft.id, registration_id=one.id, round_id=first.id, island_id=elsewhere, by="Oda")
    service.lock(draft.id, is_locked=True, registration_id=one.id)
    kept = route(draft, one)
    anew = made(event, around=draft.number)
    assert (anew.number, route(anew, one)) == (2, kept)
    locked = select(Assignment.registration_id).where(
        Assignment.plan_id == anew.id, Assignment.is_locked
    )
    assert set(db.session.scalars(locked)) == {one.id}
    service.lock(anew.id, is_locked=False, registration_id=one.id)
    assert others
    assert db.session.scalars(locked).all() == []


def test_the_input_costs_the_same_for_everybody(ctx: Flask, count_queries) -> None:  # type: ignore[no-untyped-def]
    numbers = []
    for size in (2, 9):
        event = factories.event()
        people(event, size)
        db.session.rollback()
        event_id = event.id
        with count_queries() as asked:
            inputs.of_event(event_id, clock.now())
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
