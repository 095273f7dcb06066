"""Two plans side by side: their figures, and who would be where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.base import clock
from forum.events.models import Event, Island, Round
from forum.islands import inputs, queries, rules
from forum.islands.models import Plan
from forum.registration.models import Registration
from forum.rotation import figures
from forum.rotation.figures import Figures

MOST = 200
"""So many differences are listed; more are counted."""


@dataclass(frozen=True)
class Change:
    """Somebody who is elsewhere in a round by the second plan; None: nowhere."""

    registration: Registration
    round: Round
    before: Island | None
    after: Island | None


@dataclass(frozen=True)
class Comparison:
    """Two plans: how good each is, and where they differ. `number` are all changes."""

    first: Plan
    second: Plan
    figures: tuple[Figures, Figures]
    lacking: tuple[int, int]
    changes: Sequence[Change]
    number: int


def of_plans(event: Event, first: Plan, second: Plan) -> Comparison:
    """Compares two plans of a forum for those who still come; a constant number of queries."""
    made_of = inputs.of_event(event.id, clock.now())
    one, two = (made_of.plan_of(queries.seats_by_person(plan.id)) for plan in (first, second))
    people = {person.id: person for person in made_of.people}
    islands = {island.id: island for island in made_of.islands}
    found = [
        Change(
            people[int(str(change.person))],
            made_of.rounds[change.round],
            islands.get(int(str(change.before))) if change.before else None,
            islands.get(int(str(change.after))) if change.after else None,
        )
        for change in figures.differences(one, two)
    ]
    judged = (figures.of_plan(made_of.instance, one), figures.of_plan(made_of.instance, two))
    lacking = (rules.lacking(judged[0].missing), rules.lacking(judged[1].missing))
    return Comparison(first, second, judged, lacking, found[:MOST], len(found))
