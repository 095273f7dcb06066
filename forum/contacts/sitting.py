"""Who sat together: one rule for the groups of a list, for whom people met and for what came of it.

Two sat together in a round that has begun where the published plan has both on one island, not at
two different tables, and both were checked in and there during the round.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased

from forum.base import clock
from forum.events.models import Round
from forum.islands.models import Assignment
from forum.registration.models import Registration, State

MINE, THEIRS = aliased(Assignment, name="mine"), aliased(Assignment, name="theirs")
ONE, OTHER = aliased(Registration, name="one"), aliased(Registration, name="other")
ROUND = aliased(Round, name="their_round")


def was_there(seat: Any, who: Any, round_: Any) -> ColumnElement[bool]:
    """Whether somebody really took a seat: the round has begun, they were checked in, and came
    before its end and left after its beginning. For a query that joins the three."""
    return and_(
        who.id == seat.registration_id,
        round_.id == seat.round_id,
        round_.starts_at <= clock.now(),
        who.state == State.CHECKED_IN,
        or_(who.present_from.is_(None), who.present_from < round_.ends_at),
        or_(who.present_until.is_(None), who.present_until > round_.starts_at),
    )


def at_one_table(one: Any, other: Any) -> ColumnElement[bool]:
    """Two seats are together: in one round on one island, not at two different tables."""
    return and_(
        one.plan_id == other.plan_id,
        one.round_id == other.round_id,
        one.island_id == other.island_id,
        or_(
            one.table_number.is_(None),
            other.table_number.is_(None),
            one.table_number == other.table_number,
        ),
    )


def together(plans: Collection[int] | Select[int], *columns: Any) -> Select[*tuple[Any, ...]]:
    """The pairs that sat together by these plans, `ONE` and `OTHER`, each from both sides."""
    return (
        select(*columns)
        .select_from(MINE)
        .join(THEIRS, at_one_table(MINE, THEIRS))
        .join(ONE, ONE.id == MINE.registration_id)
        .join(OTHER, OTHER.id == THEIRS.registration_id)
        .join(ROUND, ROUND.id == MINE.round_id)
        .where(
            MINE.plan_id.in_(plans),
            MINE.registration_id != THEIRS.registration_id,
            was_there(MINE, ONE, ROUND),
            was_there(THEIRS, OTHER, ROUND),
        )
    )
