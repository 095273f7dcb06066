"""What can be asked about plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, case, exists, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from forum.base.database import db
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.events.models import Island, Round
from forum.islands.models import Assignment, Plan, PlanMove, PlanRule
from forum.people.models import Affiliation
from forum.registration import rules as registration_rules
from forum.registration.models import Registration


@dataclass(frozen=True)
class Stop:
    """One round of a route card."""

    round: Round
    island: Island
    table: int | None


@dataclass(frozen=True)
class RouteCard:
    """Where somebody sits in each round, by the published plan."""

    plan_id: int
    plan_number: int
    published_at: datetime
    stops: Sequence[Stop]


def published() -> Select[int]:
    """The ids of the plans that count, one for each forum that has one."""
    later = aliased(Plan)
    return select(Plan.id).where(
        Plan.published_at.is_not(None),
        ~exists().where(
            later.event_id == Plan.event_id,
            later.published_at.is_not(None),
            later.number > Plan.number,
        ),
    )


def find_published(event_id: int) -> Plan | None:
    """The plan that counts: the published one with the highest number."""
    query = select(Plan).where(Plan.event_id == event_id, Plan.published_at.is_not(None))
    return db.session.scalars(query.order_by(Plan.number.desc()).limit(1)).first()


def find_route_card(registration: Registration) -> RouteCard | None:
    """The route card of a participant; None without a published plan that places them."""
    plan = find_published(registration.event_id)
    if plan is None or plan.published_at is None:
        return None
    rows = db.session.scalars(
        select(Assignment)
        .where(Assignment.plan_id == plan.id, Assignment.registration_id == registration.id)
        .options(
            joinedload(Assignment.round), joinedload(Assignment.island).joinedload(Island.room)
        )
    ).all()
    if not rows:
        return None
    stops = [Stop(row.round, row.island, row.table_number) for row in rows]
    stops.sort(key=lambda stop: stop.round.number)
    return RouteCard(plan.id, plan.number, plan.published_at, stops)


def plans_of(event_id: int) -> Sequence[Plan]:
    """Every version of a forum's plan, the newest first."""
    query = select(Plan).where(Plan.event_id == event_id).order_by(Plan.number.desc())
    return db.session.scalars(query).all()


def get_plan(event_id: int, number: int) -> Plan:
    """One version of a forum's plan.

    Raises:
        NotFound: the forum has no such version.
    """
    plan = db.session.scalars(
        select(Plan).where(Plan.event_id == event_id, Plan.number == number)
    ).first()
    if plan is None:
        raise NotFound(_("This forum has no plan with this number."))
    return plan


def rules_of(event_id: int) -> Sequence[PlanRule]:
    """The rules for single people of a forum, with all their page shows."""
    query = (
        select(PlanRule)
        .where(PlanRule.event_id == event_id)
        .options(
            joinedload(PlanRule.registration).joinedload(Registration.person),
            joinedload(PlanRule.other).joinedload(Registration.person),
            joinedload(PlanRule.island),
            joinedload(PlanRule.round),
        )
        .order_by(PlanRule.id)
    )
    return db.session.scalars(query).all()


def find_last_move(plan_id: int) -> PlanMove | None:
    """The latest move by hand in a plan that was not taken back, with whom it moved."""
    query = (
        select(PlanMove)
        .where(PlanMove.plan_id == plan_id, PlanMove.undone_at.is_(None))
        .options(joinedload(PlanMove.registration).joinedload(Registration.person))
        .order_by(PlanMove.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).first()


def wishes_by_person(event_id: int) -> Sequence[Registration]:
    """Everybody who is to be placed, with their wishes and organisation."""
    query = (
        select(Registration)
        .where(
            Registration.event_id == event_id,
            Registration.state.in_(registration_rules.TAKING_PART),
        )
        .options(
            selectinload(Registration.wishes),
            joinedload(Registration.affiliation).joinedload(Affiliation.entry),
            joinedload(Registration.person),
        )
        .order_by(Registration.id)
    )
    return db.session.scalars(query).all()


@dataclass(frozen=True)
class Seat:
    """Where somebody sits in one round."""

    island_id: int
    table: int | None
    is_locked: bool = field(default=False, compare=False)


Told = tuple[int, int | None]
"""An island and the table there, where somebody is told of one."""
Seats = dict[int, dict[int, Seat]]
"""By registration and round, by their ids."""


def seats_by_person(plan_id: int) -> Seats:
    """Who sits where in a plan, of those who still come."""
    query = (
        select(
            Assignment.registration_id,
            Assignment.round_id,
            Assignment.island_id,
            Assignment.table_number,
            Assignment.is_locked,
        )
        .join(Assignment.registration)
        .where(
            Assignment.plan_id == plan_id, Registration.state.in_(registration_rules.TAKING_PART)
        )
    )
    found: Seats = defaultdict(dict)
    for person, round_id, island, table, is_locked in db.session.execute(query):
        found[person][round_id] = Seat(island, table, is_locked)
    return found


def told_by(plan_id: int, registration_id: int | None = None) -> dict[int, dict[int, Told]]:
    """Island and table as people are told of them, by registration and round: where the tables of
    an island sit together, no table. Of one person alone, or of everybody who still comes."""
    table = case((Island.tables_joined_at.is_(None), Assignment.table_number))
    query = (
        select(Assignment.registration_id, Assignment.round_id, Assignment.island_id, table)
        .join(Assignment.registration)
        .join(Assignment.island)
        .where(
            Assignment.plan_id == plan_id, Registration.state.in_(registration_rules.TAKING_PART)
        )
    )
    if registration_id is not None:
        query = query.where(Assignment.registration_id == registration_id)
    found: dict[int, dict[int, Told]] = defaultdict(dict)
    for person, round_id, island, at_table in db.session.execute(query):
        found[person][round_id] = (island, at_table)
    return found


def routes_of(plan_id: int) -> dict[int, set[tuple[int, int]]]:
    """For everybody who still comes, the pairs of round and island of their route."""
    return {
        person: {(round_id, seat.island_id) for round_id, seat in seats.items()}
        for person, seats in seats_by_person(plan_id).items()
    }


def count_seats(plan_id: int, registration_id: int) -> int:
    """In how many rounds somebody has an island by a plan."""
    query = select(func.count(Assignment.id)).where(
        Assignment.plan_id == plan_id, Assignment.registration_id == registration_id
    )
    return db.session.scalar(query) or 0


def count_unplaced(plan: Plan) -> int:
    """How many with a confirmed place lack an island in at least one round of the plan."""
    rounds = select(func.count(Round.id)).where(Round.event_id == plan.event_id).scalar_subquery()
    placed = (
        select(func.count(Assignment.id))
        .where(Assignment.plan_id == plan.id, Assignment.registration_id == Registration.id)
        .scalar_subquery()
    )
    query = select(func.count(Registration.id)).where(
        Registration.event_id == plan.event_id,
        Registration.state.in_(registration_rules.TAKING_PART),
        placed < rounds,
    )
    return db.session.scalar(query) or 0
