"""Who really met: those of a contact list who were on one island in one round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager

from forum.base.database import db
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.events.models import Island, Round
from forum.islands import queries as islands
from forum.islands.models import Assignment
from forum.registration.models import Registration, State


@dataclass(frozen=True)
class Group:
    """An island in a round at which somebody was."""

    round: Round
    island: Island


def of(registration: Registration) -> list[Group]:
    """The groups in which somebody really was, in the order of the day; two queries."""
    query = _were_there(registration.event_id)
    if query is None:
        return []
    found = db.session.scalars(query.where(Assignment.registration_id == registration.id)).unique()
    groups = [Group(row.round, row.island) for row in found]
    return sorted(groups, key=lambda group: group.round.number)


def get(groups: Sequence[Group], round_number: int, island_id: int) -> Group:
    """One of somebody's groups.

    Raises:
        NotFound: they were not there.
    """
    for group in groups:
        if (group.round.number, group.island.id) == (round_number, island_id):
            return group
    raise NotFound(_("Only those who were in this group can see who met there."))


def people_in(event_id: int, group: Group) -> frozenset[str]:
    """Who was there, as keys of entries; two queries."""
    query = _were_there(event_id)
    if query is None:
        return frozenset()
    found = db.session.scalars(
        query.where(Assignment.round_id == group.round.id, Assignment.island_id == group.island.id)
    ).unique()
    return frozenset(str(row.registration_id) for row in found)


def _were_there(event_id: int) -> Select[Assignment] | None:
    """Seats of the published plan whose people were checked in, and there during the round."""
    plan = islands.find_published(event_id)
    if plan is None:
        return None
    return (
        select(Assignment)
        .join(Assignment.registration)
        .join(Assignment.round)
        .join(Assignment.island)
        .where(
            Assignment.plan_id == plan.id,
            Registration.state == State.CHECKED_IN,
            or_(Registration.present_from.is_(None), Registration.present_from < Round.ends_at),
            or_(Registration.present_until.is_(None), Registration.present_until > Round.starts_at),
        )
        .options(contains_eager(Assignment.round), contains_eager(Assignment.island))
    )
