"""What people keep for themselves after a forum: whom they met, and notes nobody else reads."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from forum.base import database
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.contacts import sealing, wish_meetings
from forum.contacts.wish_meetings import Met
from forum.contacts.wish_models import Acquaintance
from forum.registration.models import Registration


def find(registration: Registration, other_id: int) -> Met:
    """Somebody whom a participant sat with and may see.

    Raises:
        NotFound: they did not, or may not.
    """
    for one in wish_meetings.met_by(registration):
        if one.id == other_id:
            return one
    raise NotFound(_("You have not met anybody with this number."))


def read(met: Met, token: str) -> str:
    """The note beside somebody's name, by the link of whoever wrote it; empty without one."""
    return (sealing.unseal(met.note, token) or "") if met.note else ""


def is_lost(met: Met, token: str) -> bool:
    """Whether there is a note that this link does not open: the link was made anew since."""
    return met.note is not None and sealing.unseal(met.note, token) is None


def tick(registration: Registration, met: Collection[int]) -> None:
    """Keeps whom somebody says they have met, of those they sat with and may see."""
    seen = wish_meetings.met_by(registration)
    with database.transaction() as session:
        for one in seen:
            if one.is_met != (one.id in met):
                _mark(session, registration.id, one.id).is_met = one.id in met


def write(registration: Registration, other_id: int, words: str, token: str) -> None:
    """Keeps a note, sealed so that only this personal link opens it; empty words end it."""
    find(registration, other_id)
    with database.transaction() as session:
        mark = _mark(session, registration.id, other_id)
        mark.note = sealing.seal(words, token) if words else None


def _mark(session: Session, registration_id: int, other_id: int) -> Acquaintance:
    pair = {"registration_id": registration_id, "other_id": other_id}
    database.add_once(session, Acquaintance, {**pair, "is_met": False, "note": None})
    return session.query(Acquaintance).filter_by(**pair).one()
