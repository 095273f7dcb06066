"""Keeping what the planner found as a draft with its seats and tables."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events.models import Event
from forum.islands import inputs
from forum.islands.inputs import Input
from forum.islands.models import Assignment, Plan
from forum.rotation import model, planner, tables
from forum.rotation.obstacles import NoPlan

QUICK = 20_000
"""How many moves are tried where somebody waits for the answer."""


def make_plan(event_id: int, *, seed: int, made_by: str, keeps_published: bool = False) -> Plan:
    """Makes a draft at once, while somebody waits for it.

    Raises:
        Refused: there are no islands, rounds or people yet, or no plan keeps every rule; says why.
    """
    with database.transaction() as session:
        session.get_one(Event, event_id, with_for_update=True)
        made_of = inputs.of_event(event_id, clock.now(), keeps_published=keeps_published)
        check(made_of)
        try:
            found = planner.solve(made_of.instance, seed=seed, compiled=False, iterations=QUICK)
        except NoPlan as failure:
            raise Refused(failure.obstacles[0].sentence) from None
        return save(session, event_id, made_of, found, seed=seed, by=made_by, locked={})


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
    locked: inputs.Seats,
) -> Plan:
    """Keeps a plan as a new draft with its tables, in the caller's transaction. Locked seats stay
    locked."""
    plan = new_version(session, event_id, seed=seed, by=by)
    plan.iterations = found.iterations
    session.flush()
    _add_seats(session, plan, made_of, made_of.seats(found.plan), locked)
    return plan


def new_version(session: Session, event_id: int, *, seed: int, by: str) -> Plan:
    """An empty draft with the next number, in the caller's transaction."""
    number = session.scalar(select(func.max(Plan.number)).where(Plan.event_id == event_id)) or 0
    plan = Plan(event_id=event_id, number=number + 1, seed=seed, made_by=by, created_at=clock.now())
    session.add(plan)
    session.flush()
    return plan


def _add_seats(
    session: Session,
    plan: Plan,
    made_of: Input,
    seats: list[tuple[int, int, int]],
    locked: inputs.Seats,
) -> None:
    """Adds the seats of a plan, with the tables of islands that have several."""
    by_person: inputs.Seats = {}
    for person, round_id, island in seats:
        by_person.setdefault(person, {})[round_id] = island
    at_table = tables_of(made_of, by_person, seed=plan.seed)
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
                "is_locked": locked.get(person, {}).get(round_id) == island,
                "is_duty": island in hosts.get(person, ()),
            }
            for person, round_id, island in seats
        ],
    )


def tables_of(made_of: Input, seats: inputs.Seats, *, seed: int) -> dict[tuple[int, int], int]:
    """The table of everybody in each round (registration, round), where an island has several."""
    plan = made_of.plan_of(seats)
    places = {one.id: one.table_places for one in made_of.islands}
    largest = max([number for number in places.values() if number], default=tables.LARGEST)
    number: dict[model.Key, int] = {
        one.id: max(1, -(-one.maximum // places[one.id])) if places[one.id] else 1
        for one in made_of.islands
        if places[one.id] != largest
    }
    found = tables.assign(made_of.instance, plan, tables=number, seed=seed, largest=largest)
    laid = {
        (int(str(person)), n): table
        for person, row in found.items()
        for n, table in enumerate(row)
        if table is not None
    }
    several = {(n, plan[person][n]) for (person, n), table in laid.items() if table > 1}
    return {
        (person, made_of.rounds[n].id): table
        for (person, n), table in laid.items()
        if (n, plan[person][n]) in several
    }
