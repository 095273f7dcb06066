"""Keeping what the planner found as a draft with its seats and tables."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.database import db
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events.models import Event
from forum.islands import inputs, queries, tables
from forum.islands.inputs import Input
from forum.islands.models import Assignment, Plan
from forum.islands.queries import Seats
from forum.rotation import model, planner

QUICK = 20_000
"""How many moves are tried where somebody waits for the answer."""

Solve = Callable[[model.Instance, int], planner.Solution]
"""The planner, for an instance and a seed."""


def quickly(instance: model.Instance, seed: int) -> planner.Solution:
    """A good plan for up to about 100 people within seconds, with nothing to compile."""
    return planner.solve(instance, seed=seed, compiled=False, iterations=QUICK)


def make_plan(
    event_id: int,
    *,
    seed: int,
    made_by: str,
    base: Plan | None = None,
    keeps_published: bool = False,
    solve: Solve = quickly,
    settle: Callable[[Session, Plan], None] = lambda _session, _plan: None,
) -> Plan:
    """Makes a draft around the locked seats of `base`, or with as few changes as possible against
    the published plan. Nothing is locked meanwhile; `settle` is called in the transaction that
    keeps the plan, and may refuse it.

    Raises:
        Refused: there are no islands, rounds or people yet, or they changed too much meanwhile.
        NoPlan: no plan keeps every rule; it says why.
    """
    made_of = inputs.of_event(event_id, clock.now(), base=base, keeps_published=keeps_published)
    check(made_of)
    locked = inputs.locked_of(base)
    db.session.rollback()
    found = solve(made_of.instance, seed)
    with database.transaction() as session:
        session.get_one(Event, event_id, with_for_update=True)
        plan = save(session, event_id, made_of, found, seed=seed, by=made_by, locked=locked)
        settle(session, plan)
        return plan


def check(made_of: Input) -> None:
    """Whether there is anything to plan.

    Raises:
        Refused: there are no islands, rounds or people yet.
    """
    if not (made_of.rounds and made_of.islands):
        raise Refused(_("Please set up islands and rounds first, then a plan can be made."))
    if not made_of.people:
        raise Refused(_("Nobody has a confirmed place yet, so there is nobody to place."))


def save(
    session: Session,
    event_id: int,
    made_of: Input,
    found: planner.Solution,
    *,
    seed: int,
    by: str,
    locked: Seats,
) -> Plan:
    """Keeps a plan as a new draft with its tables, in the caller's transaction. Locked seats stay
    locked."""
    plan = new_version(session, event_id, seed=seed, by=by)
    plan.iterations = found.iterations
    session.flush()
    before = queries.find_published(event_id)
    kept = locked or (queries.seats_by_person(before.id) if before else {})
    _add_seats(session, plan, made_of, found.plan, locked=locked, kept=kept)
    return plan


def new_version(session: Session, event_id: int, *, seed: int, by: str) -> Plan:
    """An empty draft with the next number, in the caller's transaction."""
    number = session.scalar(select(func.max(Plan.number)).where(Plan.event_id == event_id)) or 0
    plan = Plan(event_id=event_id, number=number + 1, seed=seed, made_by=by, created_at=clock.now())
    session.add(plan)
    session.flush()
    return plan


def _add_seats(
    session: Session, plan: Plan, made_of: Input, found: model.Plan, *, locked: Seats, kept: Seats
) -> None:
    """Adds the seats of a plan, with the tables of islands that have several."""
    at_table = tables.tables_of(made_of, found, seed=plan.seed, kept=kept)
    hosts = {one.key: set(one.pins.values()) for one in made_of.instance.people if one.is_host}
    database.add_rows(
        session,
        Assignment,
        [
            {
                "plan_id": plan.id,
                "registration_id": person,
                "round_id": round_id,
                "island_id": island,
                "table_number": at_table.get((person, round_id)),
                "is_locked": _is_there(locked, person, round_id, island),
                "is_duty": island in hosts.get(person, ()),
            }
            for person, round_id, island in made_of.seats(found)
        ],
    )


def _is_there(seats: Seats, person: int, round_id: int, island: int) -> bool:
    seat = seats.get(person, {}).get(round_id)
    return seat is not None and seat.island_id == island
