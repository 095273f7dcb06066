"""Who comes to which island, as hosts and the entrance see it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, case, select
from sqlalchemy.orm import joinedload

from forum.base import clock
from forum.base.database import db
from forum.events.models import Event, Island, Round
from forum.islands.models import Assignment
from forum.islands.queries import find_published
from forum.people.models import Affiliation
from forum.registration import queries as registrations
from forum.registration import rules as registration_rules
from forum.registration.models import Registration


@dataclass(frozen=True)
class Guest:
    """Somebody who comes to an island, as its hosts see them."""

    name: str
    organisation: str


def guests_of(event: Event, island: Island) -> dict[int, list[Guest]]:
    """Who comes to an island in which round (by the round's id), by the published plan."""
    plan = find_published(event.id)
    guests: dict[int, list[Guest]] = defaultdict(list)
    if plan is None:
        return guests
    rows = db.session.scalars(
        select(Assignment)
        .join(Assignment.registration)
        .where(
            Assignment.plan_id == plan.id,
            Assignment.island_id == island.id,
            Registration.state.in_(registration_rules.TAKING_PART),
        )
        .options(
            joinedload(Assignment.registration).joinedload(Registration.person),
            joinedload(Assignment.registration)
            .joinedload(Registration.affiliation)
            .joinedload(Affiliation.entry),
        )
    ).all()
    by_name = sorted(rows, key=lambda row: row.registration.person.sort_key)
    for row in by_name:
        organisation = registrations.organisation_of(row.registration)
        guests[row.round_id].append(Guest(row.registration.person.name, organisation))
    return guests


def next_stops(event_id: int) -> dict[int, Island]:
    """Where everybody goes in the next round that is not over (by the registration's id); in the
    last one where all are over. By the published plan; one query beside finding it."""
    plan = find_published(event_id)
    if plan is None:
        return {}
    rows = db.session.execute(
        select(Assignment.registration_id, Island)
        .join(Assignment.island)
        .where(Assignment.plan_id == plan.id, Assignment.round_id == _next_round(event_id))
        .options(joinedload(Island.room))
    )
    return {row[0]: row[1] for row in rows}


def _next_round(event_id: int) -> ScalarSelect[int]:
    is_over = Round.ends_at <= clock.now()
    return (
        select(Round.id)
        .where(Round.event_id == event_id)
        .order_by(is_over, case((is_over, -Round.number), else_=Round.number))
        .limit(1)
        .scalar_subquery()
    )
