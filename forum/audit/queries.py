"""What can be asked about what was done."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from forum.audit.models import LogEntry
from forum.base.database import db


def of_registration(registration_id: int) -> Sequence[LogEntry]:
    """What was done with a registration, the newest first."""
    query = select(LogEntry).where(LogEntry.registration_id == registration_id)
    return db.session.scalars(query.order_by(LogEntry.id.desc())).all()


def of_event(event_id: int, *, limit: int = 200) -> Sequence[LogEntry]:
    """The newest lines of a forum."""
    query = select(LogEntry).where(LogEntry.event_id == event_id)
    return db.session.scalars(query.order_by(LogEntry.id.desc()).limit(limit)).all()
