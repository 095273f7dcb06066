"""When a message that did not get through is tried again, when messages rest, and how many a year
may bring."""

from collections.abc import Mapping
from datetime import datetime, timedelta

WAITS = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 480, 960, 1440)
)
AWAY = timedelta(minutes=1)
"""So long the outbox waits while the server cannot be reached: all of it leaves soon after it is
back."""
REFUSED = timedelta(minutes=15)
"""The same where the server does not accept us: trying a password often locks us out."""
LOCK = timedelta(minutes=5)
NEAR = timedelta(hours=24)
"""So near to a forum nothing about it rests: it may be needed in the morning."""


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many failed attempts; None: give up (after about two days)."""
    return now + WAITS[attempts - 1] if attempts <= len(WAITS) else None


def is_quiet(wall: datetime, hours: tuple[int, int] | None) -> bool:
    """Whether it is night at this time on the wall; `hours` may go over midnight, None: never."""
    if hours is None:
        return False
    first, end = hours
    if first < end:
        return first <= wall.hour < end
    return wall.hour >= first or wall.hour < end


YEAR = timedelta(days=365)


def free_slot(taken: Mapping[int, datetime], now: datetime, *, most: int) -> int | None:
    """Which of `most` slots a message may take, each of them once within a year; None: no more.
    `taken` says when each was last used. So no year ever holds more than `most` messages."""
    for slot in range(1, most + 1):
        if slot not in taken or taken[slot] <= now - YEAR:
            return slot
    return None
