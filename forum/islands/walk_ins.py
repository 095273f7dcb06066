"""Somebody who comes without registration gets a route of their own; nobody else gets another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.events.models import Event, Island, Round
from forum.islands import queries, room_changes, rules
from forum.islands.models import Assignment, Plan
from forum.people.models import Affiliation
from forum.registration import rules as registration_rules
from forum.registration.models import Registration


def place(event_id: int, registration_id: int) -> int:
    """Adds somebody to the published plan, in the rounds that have not begun and in which they
    have no island yet; returns in how many. Without a published plan, in none.

    Printed papers stay true, because nobody else moves.
    """
    with database.transaction() as session:
        session.get_one(Event, event_id, with_for_update=True)
        plan = queries.find_published(event_id)
        registration = session.get(Registration, registration_id)
        if plan is None or registration is None or registration.event_id != event_id:
            return 0
        if registration.state not in registration_rules.TAKING_PART:
            return 0
        placed = _place(session, plan, registration)
        room_changes.note_placed(session, plan.id, [registration.id])
        return placed


def _place(session: Session, plan: Plan, registration: Registration) -> int:
    mine = select(Assignment.round_id, Assignment.island_id).where(
        Assignment.plan_id == plan.id, Assignment.registration_id == registration.id
    )
    have = {row[0]: row[1] for row in session.execute(mine)}
    coming = session.scalars(
        select(Round)
        .where(Round.event_id == plan.event_id, Round.starts_at > clock.now())
        .order_by(Round.number)
    ).all()
    rounds = [one for one in coming if one.id not in have]
    route = rules.smallest_groups(_groups(session, plan, registration, rounds, set(have.values())))
    seats = [
        Assignment(
            plan_id=plan.id,
            registration_id=registration.id,
            round_id=one.id,
            island_id=island_id,
        )
        for one, island_id in zip(rounds, route, strict=True)
        if island_id is not None
    ]
    session.add_all(seats)
    return len(seats)


def _groups(
    session: Session,
    plan: Plan,
    registration: Registration,
    rounds: Sequence[Round],
    visited: set[int],
) -> list[list[rules.Group]]:
    """The groups of every round as they stand, without islands that are visited already."""
    rows = session.execute(
        select(Assignment.round_id, Assignment.island_id, Affiliation.organisation_id)
        .join(Assignment.registration)
        .outerjoin(Affiliation, Affiliation.id == Registration.affiliation_id)
        .where(
            Assignment.plan_id == plan.id, Registration.state.in_(registration_rules.TAKING_PART)
        )
    ).all()
    sizes = Counter((round_id, island_id) for round_id, island_id, _org in rows)
    affiliation = registration.affiliation
    mine = affiliation.organisation_id if affiliation else None
    colleagues = Counter((r, i) for r, i, org in rows if org is not None and org == mine)
    islands = session.scalars(select(Island).where(Island.event_id == plan.event_id)).all()
    return [
        [
            rules.Group(
                island_id=island.id,
                size=sizes[one.id, island.id],
                colleagues=colleagues[one.id, island.id],
                maximum=island.maximum,
            )
            for island in islands
            if island.id not in visited
        ]
        for one in rounds
    ]
