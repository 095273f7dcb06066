"""Who really met: those of a contact list who were on one island in one round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.base.database import db
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.contacts import sitting
from forum.events.models import Island, Round
from forum.islands import queries as islands
from forum.islands.models import Assignment
from forum.registration.models import Registration


@dataclass(frozen=True)
class Group:
    """An island in a round at which somebody was."""

    round: Round
    island: Island


def of(registration: Registration) -> list[Group]:
    """The groups in which somebody really was, in the order of the day; two queries."""
    plan = islands.find_published(registration.event_id)
    if plan is None:
        return []
    query = (
        select(Assignment)
        .join(Assignment.registration)
        .join(Assignment.round)
        .where(
            Assignment.plan_id == plan.id,
            Assignment.registration_id == registration.id,
            sitting.was_there(Assignment, Registration, Round),
        )
        .options(joinedload(Assignment.round), joinedload(Assignment.island))
        .order_by(Round.number)
    )
    return [Group(row.round, row.island) for row in db.session.scalars(query).unique()]


def get(groups: Sequence[Group], round_number: int, island_id: int) -> Group:
    """One of somebody's groups.

    Raises:
        NotFound: they were not there.
    """
    for group in groups:
        if (group.round.number, group.island.id) == (round_number, island_id):
            return group
    raise NotFound(_("Only those who were in this group can see who met there."))


def people_in(registration: Registration, group: Group) -> frozenset[str]:
    """Who sat with somebody in one of their groups, and they themselves, as keys of entries; two
    queries."""
    plan = islands.find_published(registration.event_id)
    if plan is None:
        return frozenset()
    met = sitting.together([plan.id], sitting.OTHER.id).where(
        sitting.ONE.id == registration.id,
        sitting.MINE.round_id == group.round.id,
        sitting.MINE.island_id == group.island.id,
    )
    return frozenset(str(number) for number in {*db.session.scalars(met), registration.id})
