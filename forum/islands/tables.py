"""At which table of an island somebody sits, where it has several."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock
from forum.islands import inputs, queries
from forum.islands.inputs import Input
from forum.islands.models import Assignment, Plan
from forum.islands.queries import Seats
from forum.rotation import model, tables


def lay(session: Session, plan: Plan) -> None:
    """Says at which table everybody of a plan sits whose island has changed, in the caller's
    transaction; the others stay where they are."""
    made_of = inputs.of_event(plan.event_id, clock.now())
    kept = queries.seats_by_person(plan.id)
    at_table = tables_of(made_of, made_of.plan_of(kept), seed=plan.seed, kept=kept)
    for seat in session.scalars(select(Assignment).where(Assignment.plan_id == plan.id)):
        seat.table_number = at_table.get((seat.registration_id, seat.round_id))


def tables_of(
    made_of: Input, plan: model.Plan, *, seed: int, kept: Seats
) -> dict[tuple[int, int], int]:
    """The table of everybody in each round (registration, round), where an island has several.
    Who sits on the same island by `kept` stays at that table if possible."""
    found = tables.assign(
        made_of.instance,
        plan,
        places={one.id: one.table_places for one in made_of.islands},
        seed=seed,
        kept=_kept(made_of, plan, kept),
    )
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


def _kept(made_of: Input, plan: model.Plan, kept: Seats) -> tables.Kept:
    return {
        person.id: [
            seat.table
            if (seat := kept.get(person.id, {}).get(one.id)) and seat.island_id == island
            else None
            for one, island in zip(made_of.rounds, plan[person.id], strict=True)
        ]
        for person in made_of.people
    }
