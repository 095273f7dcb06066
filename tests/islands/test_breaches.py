"""What a plan breaks that was changed by hand is said, and needs are not."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from forum.base import languages
from forum.base.database import db
from forum.base.refusal import Refused
from forum.events.models import Event
from forum.islands import board, queries, requirements, service
from forum.islands.models import Plan, PlanRule, RuleKind
from forum.registration.models import Registration
from tests import factories

NOTHING = {"other_id": None, "island_id": None, "round_id": None}


def said(event: Event, plan: Plan) -> list[str]:
    db.session.expire_all()
    shown = board.board_of(event, plan, 1)
    assert shown is not None
    with languages.in_language("en"):
        return [str(one) for one in shown.breaches]


def rule(event: Event, kind: RuleKind, one: Registration, **values: int) -> None:
    requirements.add(event.id, kind=kind, registration_id=one.id, **{**NOTHING, **values})


def test_each_kind_of_rule_is_missed_when_it_is_broken(ctx: Flask) -> None:
    event = factories.event()
    a, b, c, d, e = event.islands
    ada, bo = factories.registration(event), factories.registration(event)
    plan = factories.plan(event, {ada: (a, b, c), bo: (a, d, e)}, published=False)
    first, second = event.rounds[0].id, event.rounds[1].id
    kept = [
        (RuleKind.NEVER, {"island_id": d.id}),
        (RuleKind.MUST, {"island_id": b.id, "round_id": second}),
        (RuleKind.SERVES, {"island_id": a.id, "round_id": first}),
    ]
    for kind, values in kept:
        rule(event, kind, ada, **values)
    assert said(event, plan) == []
    rule(event, RuleKind.APART, ada, other_id=bo.id)
    rule(event, RuleKind.TOGETHER, ada, other_id=bo.id)
    rule(event, RuleKind.NEVER, bo, island_id=e.id)
    rule(event, RuleKind.MUST, bo, island_id=a.id, round_id=second)
    names = {"ada": ada.person.name, "bo": bo.person.name}
    assert said(event, plan) == [
        "{ada} and {bo} are never in one group.".format(**names),
        "{ada} and {bo} stay together.".format(**names),
        "{bo} must not be on island E.".format(**names),
        "{bo} has to be on island A in round 2.".format(**names),
    ]


def test_a_move_against_a_rule_is_marked_and_comes_last(ctx: Flask) -> None:
    event = factories.event()
    a, b, c, d, _e = event.islands
    ada, bo = factories.registration(event), factories.registration(event, wishes=(d,))
    plan = factories.plan(event, {ada: (d, b, c), bo: (a, b, c)}, published=False)
    rule(event, RuleKind.APART, ada, other_id=bo.id)
    shown = board.board_of(event, plan, 1)
    assert shown is not None
    (row,) = shown.columns[0].rows
    assert [(one.letter, option.is_against) for one, option in row.possible] == [
        ("E", False),
        ("D", True),
    ]
    assert row.possible[1][1].sentences[-1].sentence == "against a rule for this person"


def test_who_is_put_on_duty_by_hand_may_be_there_again(ctx: Flask) -> None:
    event = factories.event()
    a, b, c, *_rest = event.islands
    host = factories.registration(event)
    for round_ in event.rounds[:2]:
        rule(event, RuleKind.SERVES, host, island_id=a.id, round_id=round_.id)
    plan = factories.plan(event, {host: (b, c)}, published=False)
    for round_ in event.rounds[:2]:
        service.move(plan.id, registration_id=host.id, round_id=round_.id, island_id=a.id, by="Oda")
    db.session.expire_all()
    assert [(seat.island_id, seat.is_duty) for seat in plan.assignments] == [(a.id, True)] * 2


def test_nobody_has_to_be_on_two_islands_in_one_round(ctx: Flask) -> None:
    event = factories.event()
    a, b, *_rest = event.islands
    one, first = factories.registration(event), event.rounds[0].id
    rule(event, RuleKind.MUST, one, island_id=a.id, round_id=first)
    rule(event, RuleKind.MUST, one, island_id=a.id, round_id=first)
    with pytest.raises(Refused):
        rule(event, RuleKind.SERVES, one, island_id=b.id, round_id=first)
    db.session.rollback()
    second = {"event_id": event.id, "registration_id": one.id, "round_id": first}
    db.session.add(PlanRule(kind=RuleKind.SERVES, island_id=b.id, **second))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
    assert len(queries.rules_of(event.id)) == 1
