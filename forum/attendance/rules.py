"""Decisions about who came, on plain values."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta

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
