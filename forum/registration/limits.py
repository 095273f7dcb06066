"""The limits and terms of a forum: what organisers set, and who moves up because of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select

from forum.base import database
from forum.base.database import db
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events.limit_models import Limit, LimitKind
from forum.events.models import Event
from forum.mail import service as mail
from forum.organisations.models import Sector
from forum.registration import places

Scope = tuple[LimitKind, Sector | None]
TERMS = ("door_places", "hold_hours", "offer_hours", "reminder_days", "changes_until",
         "needs_deadline")  # fmt: skip


def of(event_id: int) -> dict[Scope, int]:
    """The limits of a forum; for RESERVED a share in percent, else a number of people."""
    rows = db.session.scalars(select(Limit).where(Limit.event_id == event_id))
    return {(row.kind, row.sector): row.number for row in rows}


def change(event_id: int, limits: Mapping[Scope, int], **terms: Any) -> None:
    """Replaces the limits and terms of a forum, and gives on what has become free. Whoever has a
    place keeps it, also where a limit is now lower.

    Raises:
        Refused: more places are kept for the door, or for sectors, than there are.
    """
    with database.transaction() as session:
        event = places.lock_event(session, event_id)
        for name in TERMS:
            setattr(event, name, terms[name])
        _check(event, limits)
        session.flush()
        session.execute(delete(Limit).where(Limit.event_id == event_id))
        if limits:
            session.execute(
                insert(Limit),
                [
                    {"event_id": event_id, "kind": kind, "sector": sector, "number": number}
                    for (kind, sector), number in limits.items()
                ],
            )
        places.promote(session, event)
    mail.wake()


def _check(event: Event, limits: Mapping[Scope, int]) -> None:
    if event.door_places > event.capacity:
        raise Refused(
            _("Please keep at most as many places for the door as there are."), field="door_places"
        )
    if sum(number for (kind, _s), number in limits.items() if kind is LimitKind.RESERVED) > 100:
        raise Refused(_("Together at most 100 percent of the places can be kept for sectors."))
