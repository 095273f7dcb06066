"""When a message that did not get through is tried again."""

from datetime import datetime, timedelta

WAITS = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 480, 960, 1440)
)
LOCK = timedelta(minutes=5)


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many failed attempts; None: give up (after about two days)."""
    return now + WAITS[attempts - 1] if attempts <= len(WAITS) else None
