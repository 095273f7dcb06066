"""Closing the check-in: whoever has a place and is not here is noted as absent, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from forum.attendance import rules
from forum.attendance.models import Mark
from forum.base import clock, database
from forum.base.database import db
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events.models import Event, Round
from forum.registration import organising, places
from forum.registration.models import Registration, State

TOO_EARLY = _("The check-in can be closed once the first round has begun.")


@dataclass(frozen=True)
class Closing:
    """What closing would do now: `missing` would be noted as absent; `later` have said that they
    come later in the day, and stay expected."""

    is_possible: bool
    missing: int
    later: int


def preview(event: Event) -> Closing:
    """What closing the check-in of a forum would do; three queries."""
    states = select(func.count(Registration.id)).where(
        Registration.event_id == event.id, Registration.state == State.CONFIRMED
    )
    expected = db.session.scalar(states) or 0
    missing = db.session.scalar(states.where(_is_due(clock.now()))) or 0
    return Closing(_may_close(db.session(), event), missing, expected - missing)


def close(event_id: int, *, by: int) -> int:
    """Notes as absent whoever is confirmed and not here; returns how many. Whoever has said that
    they come later stays expected. Again changes nothing; nobody else is touched.

    Nobody has seen these people, so their marks carry the time of the last that is known of them:
    what a device saw before and sends afterwards still counts.

    Raises:
        Refused: the first round, or the forum where it has none, has not begun.
    """
    with database.transaction() as session:
        event = places.lock_event(session, event_id)
        if event.cancelled_at or not _may_close(session, event):
            raise Refused(TOO_EARLY)
        missing = session.scalars(
            select(Registration).where(
                Registration.event_id == event_id,
                Registration.state == State.CONFIRMED,
                _is_due(clock.now()),
            )
        ).all()
        known = _last_known(session, missing)
        for one in missing:
            organising.move_on_the_day(session, one, State.ABSENT, by=by)
            session.add(
                Mark(
                    registration_id=one.id,
                    is_here=False,
                    at=known.get(one.id, one.created_at),
                    noted_at=clock.now(),
                    noted_by=by,
                )
            )
    return len(missing)


def _may_close(session: Session, event: Event) -> bool:
    first = session.scalar(select(func.min(Round.starts_at)).where(Round.event_id == event.id))
    return rules.may_close(clock.now(), event.starts_at, first)


def _is_due(now: datetime) -> ColumnElement[bool]:
    return or_(Registration.present_from.is_(None), Registration.present_from <= now)


def _last_known(session: Session, people: Sequence[Registration]) -> dict[int, datetime]:
    rows = session.execute(
        select(Mark.registration_id, func.max(Mark.at))
        .where(Mark.registration_id.in_([one.id for one in people]))
        .group_by(Mark.registration_id)
    )
    return {row[0]: row[1] for row in rows}
