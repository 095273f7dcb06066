"""Limits on how often something may be asked for: counted in the database, so that they hold
across all processes, and in the caller's transaction, so that counting costs no commit."""

from __future__ import annotations

import functools
import hashlib
import hmac
import ipaddress
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import current_app
from limits import RateLimitItem, parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import bindparam, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from forum.base import clock, database
from forum.base.models import RateCount
from forum.base.refusal import Refused
from forum.base.text import _

PER_CLIENT = parse("600 per 5 minutes")
"""For one form. A city hall of 500 people behind one proxy passes."""
PER_ADDRESS = parse("5 per hour")
"""Messages that somebody can cause to one e-mail address."""
PER_LOOK = parse("3000 per 5 minutes")
"""Look-ups while somebody types. A city hall of 500 people behind one proxy passes."""
PER_LINK = parse("60 per hour")
"""Changes behind one personal link."""


class TooMany(Refused):
    """Something was asked for too often; nothing was done."""

    status = 429

    def __init__(self) -> None:
        super().__init__(
            _("This was asked for very often just now. Please try again in a few minutes.")
        )


class _SessionStorage(Storage):
    """Counts in the table `rate_count`, through the session of the caller's transaction."""

    STORAGE_SCHEME = ["session"]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        now = clock.now()
        counted = {
            "key": _sealed(key),
            "number": amount,
            "expires_at": now + timedelta(seconds=expiry),
            "now": now,
        }
        statement = _counting(self.session.get_bind().dialect.name)
        return int(self.session.scalar(statement, counted) or 0)

    def get(self, key: str) -> int:
        row = self.session.get(RateCount, _sealed(key))
        return row.number if row and row.expires_at > clock.now() else 0

    def get_expiry(self, key: str) -> float:
        row = self.session.get(RateCount, _sealed(key))
        return (row.expires_at if row else clock.now()).timestamp()

    def check(self) -> bool:
        return bool(self.session.scalar(select(1)))

    def reset(self) -> int | None:
        rows: Any = self.session.execute(delete(RateCount))
        return int(rows.rowcount)

    def clear(self, key: str) -> None:
        self.session.execute(delete(RateCount).where(RateCount.key == _sealed(key)))


@functools.cache
def _counting(dialect: str) -> ReturningInsert[int]:
    """Counts on within a window, begins a new one after its end; returns the number."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    rates: Any = RateCount.__table__
    fresh = insert(rates)
    over = rates.c.expires_at <= bindparam("now", type_=rates.c.expires_at.type)
    return fresh.on_conflict_do_update(
        index_elements=[rates.c.key],
        set_={
            "number": case(
                (over, fresh.excluded.number), else_=rates.c.number + fresh.excluded.number
            ),
            "expires_at": case((over, fresh.excluded.expires_at), else_=rates.c.expires_at),
        },
    ).returning(rates.c.number)


def may(session: Session, limit: RateLimitItem, *what: str) -> bool:
    """Counts once more and tells whether that is still within the limit; one statement."""
    return FixedWindowRateLimiter(_SessionStorage(session)).hit(limit, *what)


def check(session: Session, limit: RateLimitItem, *what: str) -> None:
    """Counts once more in the caller's transaction.

    Raises:
        TooMany: that is over the limit.
    """
    if not may(session, limit, *what):
        raise TooMany


class _Here:
    """Counts in this process alone, for what is asked so often that a write each time would cost
    more than the answer."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.until = datetime.min.replace(tzinfo=UTC)
        self.counts: Counter[tuple[str, ...]] = Counter()

    def count(self, limit: RateLimitItem, what: tuple[str, ...]) -> int:
        with self.lock:
            now = clock.now()
            if not now < self.until <= now + timedelta(seconds=limit.get_expiry()):
                self.counts.clear()
                self.until = now + timedelta(seconds=limit.get_expiry())
            self.counts[what] += 1
            return self.counts[what]


def check_here(*what: str) -> None:
    """Counts a look-up that changes nothing, in this process alone.

    Raises:
        TooMany: that is over the limit for a client.
    """
    here: _Here = current_app.extensions.setdefault("limiting", _Here())
    if here.count(PER_LOOK, what) > PER_LOOK.amount:
        raise TooMany


def client(address: str | None) -> str:
    """What stands for a client: its address, for IPv6 the network a provider gives one line."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((int(parsed), 64), strict=False))
    return str(parsed)


def forget_old() -> None:
    """Deletes counts whose window is over."""
    with database.transaction() as session:
        session.execute(delete(RateCount).where(RateCount.expires_at <= clock.now()))


def _sealed(key: str) -> str:
    """Neither client addresses nor e-mail addresses stand in the table."""
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.new(secret, key.encode(), hashlib.sha256).hexdigest()[:40]
