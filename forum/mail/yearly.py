"""How many messages an address gets within a year after forums, and how many it wants."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.database import db
from forum.mail import rules
from forum.mail.yearly_models import Lane, MessagePace, Pace, YearlyMessage

MOST: Mapping[Lane, int] = {Lane.NEWS: 9, Lane.OWNER: 6}
"""So many messages within a year; a constraint of the database holds the same numbers."""


def seal(key: str) -> str:
    """An address key as it stands in tables: comparable, but not readable."""
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.new(secret, f"yearly|{key}".encode(), hashlib.sha256).hexdigest()[:40]


def take(session: Session, key: str, lane: Lane, *, leave: int = 0) -> bool:
    """Counts one more message to an address in the caller's transaction; False where it has had as
    many as it may within a year. `leave` keeps some for messages that matter more."""
    address, now = seal(key), clock.now()
    query = select(YearlyMessage.slot, YearlyMessage.taken_at).where(
        YearlyMessage.address == address, YearlyMessage.lane == lane
    )
    taken = {row.slot: row.taken_at for row in session.execute(query)}
    slot = rules.free_slot(taken, now, most=MOST[lane] - leave)
    if slot is None:
        return False
    if slot not in taken:
        row = {"address": address, "lane": lane, "slot": slot, "taken_at": now}
        return database.add_once(session, YearlyMessage, row)
    again = update(YearlyMessage).where(
        YearlyMessage.address == address,
        YearlyMessage.lane == lane,
        YearlyMessage.slot == slot,
        YearlyMessage.taken_at == taken[slot],  # whoever else took it meanwhile has changed this
    )
    done = session.execute(again.values(taken_at=now).returning(YearlyMessage.slot))
    return done.first() is not None


def paces(keys: Collection[str]) -> dict[str, Pace]:
    """How often addresses want to hear, by their keys; one query, or none."""
    if not keys:
        return {}
    sealed = {seal(key): key for key in keys}
    query = select(MessagePace).where(MessagePace.address.in_(sealed))
    found = {sealed[row.address]: row.pace for row in db.session.scalars(query)}
    return {key: found.get(key, Pace.USUAL) for key in keys}


def pace_of(key: str) -> Pace:
    """How often an address wants to hear."""
    return paces([key])[key]


def set_pace(key: str, pace: Pace) -> None:
    """How often an address wants to hear from now on. Again changes nothing."""
    with database.transaction() as session:
        session.execute(delete(MessagePace).where(MessagePace.address == seal(key)))
        if pace is not Pace.USUAL:
            session.add(MessagePace(address=seal(key), pace=pace))


def forget() -> None:
    """Deletes what no longer limits anything."""
    with database.transaction() as session:
        session.execute(
            delete(YearlyMessage).where(YearlyMessage.taken_at <= clock.now() - rules.YEAR)
        )
