"""How large the groups on the islands are, as far as people have come."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from forum.attendance import rules
from forum.attendance.rules import Group
from forum.base import clock
from forum.base.database import db
from forum.events import queries as events
from forum.events.models import Event, Island, Round
from forum.islands import queries as islands
from forum.islands.models import Assignment, Plan
from forum.registration.models import Registration, State
from forum.registration.rules import TAKING_PART

NEAR = timedelta(minutes=15)
"""Earlier than this before a round whoever is expected still counts as coming."""


def small_groups(event: Event, *, has_begun: bool) -> list[Group]:
    """Groups of the published plan in rounds that are still to come and that have fewer people
    than their island needs; `has_begun`: somebody is checked in. Five queries for any number."""
    plan = islands.find_published(event.id)
    coming = [one for one in events.rounds_of(event.id) if one.starts_at > clock.now()]
    if plan is None or not coming:
        return []
    is_near = clock.now() >= coming[0].starts_at - NEAR
    return rules.too_small(_groups(event, plan, coming), has_begun=has_begun and is_near)


def _groups(event: Event, plan: Plan, coming: list[Round]) -> list[Group]:
    sizes = _sizes(plan, coming)
    places = db.session.scalars(
        select(Island)
        .where(Island.event_id == event.id, Island.minimum > 0)
        .options(selectinload(Island.closures))
        .order_by(Island.position)
    ).all()
    return [
        Group(
            round_number=one.number,
            letter=island.letter,
            here=sizes[one.id, island.id, State.CHECKED_IN],
            expected=sizes[one.id, island.id, State.CONFIRMED],
            minimum=island.minimum,
        )
        for one in coming
        for island in places
        if one.id not in {closure.round_id for closure in island.closures}
    ]


def _sizes(plan: Plan, coming: list[Round]) -> Counter[tuple[int, int, State]]:
    rows = db.session.execute(
        select(
            Assignment.round_id, Assignment.island_id, Registration.state, func.count(Assignment.id)
        )
        .join(Assignment.registration)
        .where(
            Assignment.plan_id == plan.id,
            Assignment.round_id.in_([one.id for one in coming]),
            Registration.state.in_(TAKING_PART),
        )
        .group_by(Assignment.round_id, Assignment.island_id, Registration.state)
    )
    return Counter({(round_id, island, state): size for round_id, island, state, size in rows})
