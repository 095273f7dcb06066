"""The one clock. Everything that needs the time of day asks here, so that tests can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")

_fixed: datetime | None = None


def now() -> datetime:
    """The current moment, timezone-aware, in UTC."""
    return _fixed or datetime.now(UTC)


@contextmanager
def fixed_at(moment: datetime) -> Iterator[None]:
    """Holds the clock of this process at `moment` (timezone-aware)."""
    global _fixed  # noqa: PLW0603 - the clock is the one thing that is global
    before, _fixed = _fixed, moment.astimezone(UTC)
    try:
        yield
    finally:
        _fixed = before


def in_berlin(moment: datetime) -> datetime:
    """The same moment as people in Germany read it from the wall."""
    return moment.astimezone(BERLIN)


def from_berlin(wall: datetime) -> datetime:
    """A wall-clock time in Germany (naive) as a moment in UTC."""
    return wall.replace(tzinfo=BERLIN).astimezone(UTC)
