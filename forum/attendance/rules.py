"""Decisions about who came, on plain values."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from forum.base.text import Text, _n

OLDEST = timedelta(hours=36)
"""A device that says that something happened longer ago than this has a wrong clock."""


class Outcome(enum.StrEnum):
    """What became of a mark that a device sent.

    DONE: it counts. KNOWN: it had arrived before. OVERTAKEN: somebody noted something else later
    on another device. IMPOSSIBLE: the person has no place, or is not of this forum.
    """

    DONE = "done"
    KNOWN = "known"
    OVERTAKEN = "overtaken"
    IMPOSSIBLE = "impossible"


def believable(at: datetime, now: datetime) -> datetime:
    """When something happened, by a device's clock as far as it can be right, else `now`."""
    return at if now - OLDEST <= at <= now else now


def is_overtaken(at: datetime, latest: datetime | None) -> bool:
    """Whether something that happened at `at` no longer counts beside the latest known mark."""
    return latest is not None and at < latest


def is_rehearsal(now: datetime, starts_at: datetime) -> bool:
    """Whether it is so long before a forum that nobody can have come to it: more than a day."""
    return now < starts_at - timedelta(days=1)


def may_close(now: datetime, opens_at: datetime, first_round_at: datetime | None) -> bool:
    """Whether who is not here yet can be called absent: once the first round has begun, or the
    forum where it has no rounds."""
    return now >= (first_round_at or opens_at)


@dataclass(frozen=True)
class Group:
    """An island in a round: how many of its people are here, how many are still expected, and how
    many it needs."""

    round_number: int
    letter: str
    here: int
    expected: int
    minimum: int

    @property
    def sentence(self) -> Text:
        """What stands against it, in words."""
        where = {"round": self.round_number, "letter": self.letter, "minimum": self.minimum}
        if not self.expected:
            return _n(
                "Round %(round)s, island %(letter)s: %(num)s is here, "
                "at least %(minimum)s are needed.",
                "Round %(round)s, island %(letter)s: %(num)s are here, "
                "at least %(minimum)s are needed.",
                self.here,
                **where,
            )
        return _n(
            "Round %(round)s, island %(letter)s: %(num)s is here, "
            "at least %(minimum)s are needed; still expected: %(expected)s.",
            "Round %(round)s, island %(letter)s: %(num)s are here, "
            "at least %(minimum)s are needed; still expected: %(expected)s.",
            self.here,
            expected=self.expected,
            **where,
        )


def too_small(groups: Iterable[Group], *, has_begun: bool) -> list[Group]:
    """Those with fewer people than they need; until the check-in `has_begun`, whoever is expected
    counts as if they were here."""
    return [one for one in groups if one.here + (0 if has_begun else one.expected) < one.minimum]


def is_certified(*, is_here: bool, is_cancelled: bool, ends_at: datetime, now: datetime) -> bool:
    """Whether there is a certificate for somebody: they were here, and the forum is over."""
    return is_here and not is_cancelled and now >= ends_at
