"""Noting what was done, in the transaction that does it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from forum.audit.models import Actor, LogEntry
from forum.base import clock, database


def note(
    session: Session,
    action: str,
    *,
    event_id: int,
    registration_id: int | None = None,
    actor: Actor = Actor.PERSON,
    by: int | None = None,
    detail: str = "",
    reason: str = "",
) -> None:
    """Adds a line to the log in the caller's transaction.

    `by` is the account of the organiser who acts, and makes an organiser of the actor; `detail`
    names states or fields, never what stands in them.
    """
    row = {
        "event_id": event_id,
        "registration_id": registration_id,
        "actor": Actor.ORGANISER if by is not None else actor,
        "account_id": by,
        "action": action,
        "detail": detail,
        "reason": reason,
        "at": clock.now(),
    }
    database.add_rows(session, LogEntry, [row])
