"""What became of somebody's wishes, in words for themselves."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import func, select

from forum.base import shown
from forum.base.database import db
from forum.base.text import Text
from forum.events.models import Island, IslandClosure
from forum.islands.models import Assignment, PlanRule
from forum.islands.queries import RouteCard
from forum.registration import rules as registration_rules
from forum.registration.models import Registration
from forum.rotation import model, reasons


def wishes_of(registration: Registration, card: RouteCard) -> list[Text]:
    """A sentence for each wish, dearest first; three queries. Why an island is out of question for
    somebody is not said."""
    wished = [wish.island for wish in registration.wishes]
    if not wished:
        return []
    numbers = {stop.round.id: stop.round.number - 1 for stop in card.stops}
    there = {stop.round.number - 1: stop.island.id for stop in card.stops}
    told = reasons.of_person(
        _person(registration, numbers),
        tuple(there.get(number) for number in range(max(there) + 1)),
        _islands(wished, numbers),
        _load(card.plan_id, wished, numbers),
    )
    return [one.sentence for one in told]


def _person(registration: Registration, numbers: dict[int, int]) -> model.Person:
    pins = db.session.execute(
        select(PlanRule.round_id, PlanRule.island_id).where(
            PlanRule.registration_id == registration.id, PlanRule.round_id.in_(numbers)
        )
    )
    return model.Person(
        registration.id,
        wishes=[wish.island_id for wish in registration.wishes],
        pins={numbers[round_id]: island for round_id, island in pins if round_id is not None},
    )


def _islands(wished: list[Island], numbers: dict[int, int]) -> dict[model.Key, model.Island]:
    closed = defaultdict(set)
    query = select(IslandClosure.island_id, IslandClosure.round_id).where(
        IslandClosure.island_id.in_([one.id for one in wished]), IslandClosure.round_id.in_(numbers)
    )
    for island, round_id in db.session.execute(query):
        closed[island].add(numbers[round_id])
    return {
        one.id: model.Island(
            one.id,
            most=one.maximum,
            closed=frozenset(closed[one.id]),
            name=f"{one.letter} – {shown.own(one, 'theme')}",
        )
        for one in wished
    }


def _load(plan_id: int, wished: list[Island], numbers: dict[int, int]) -> reasons.Load:
    query = (
        select(Assignment.round_id, Assignment.island_id, func.count(Assignment.id))
        .join(Assignment.registration)
        .where(
            Assignment.plan_id == plan_id,
            Assignment.island_id.in_([one.id for one in wished]),
            Assignment.round_id.in_(numbers),
            Registration.state.in_(registration_rules.TAKING_PART),
        )
        .group_by(Assignment.round_id, Assignment.island_id)
    )
    return {(numbers[r], island): count for r, island, count in db.session.execute(query)}
