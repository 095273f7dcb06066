"""Decisions about contact wishes, on plain values."""

from __future__ import annotations

import random
import statistics
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from forum.base.refusal import Refused
from forum.base.text import _

MOST_OPEN = 10
"""So many wishes of one person wait at once; the database holds it."""
MOST_LINES = 3
TEXT_LENGTH = 120
REASON_LENGTH = 200
TERM = timedelta(days=7)
LONGEST = timedelta(days=28)
"""No wish waits longer than this, and nobody stands in the directory longer after the forum."""
FORGOTTEN_AFTER = timedelta(weeks=8)
"""So long after its end it is forgotten who wished for whom."""
DIGEST_EVERY = timedelta(hours=24)
MINUTES_OF_DAY = 24 * 60
FEWEST_ORGANISATIONS = 3
"""Numbers about fewer organisations than these would speak about single ones."""
CALLED_WITHIN = 4
"""In so many days somebody without an address is called about a contact."""
REACHABLE = ("email", "phone")
"""What of somebody may be shown once both want to be in touch, beyond what everybody sees."""


def midnight_after(wall: datetime) -> datetime:
    """The end of the day on which `wall` falls, in the same time zone."""
    day = wall.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    return day + timedelta(days=1)


def closes_at(ends: datetime) -> datetime:
    """When the directory closes: four weeks after the end of the forum's day. In and out:
    timezone-aware, as read from the wall."""
    return midnight_after(ends) + LONGEST


def expires_at(made: datetime, starts: datetime, ends: datetime) -> datetime:
    """When a wish expires that nobody has answered, whatever the other one thinks of it.

    Before the forum's day seven days after it was made; on that day and later seven days after the
    end of the day on which it was made, and never after the directory has closed. All times
    timezone-aware, as read from the wall.
    """
    is_before = made.date() < starts.date()
    term = made + TERM if is_before else midnight_after(made) + TERM
    return min(term, made + LONGEST, closes_at(ends))


def free_slot(taken: Collection[int]) -> int:
    """The first slot in which a wish can wait.

    Raises:
        Refused: all are taken.
    """
    for slot in range(1, MOST_OPEN + 1):
        if slot not in taken:
            return slot
    raise Refused(
        _(
            "Ten wishes of yours are open, which is the most. Please take one back or wait until"
            " one has expired."
        )
    )


def may_wish_again(earlier: Iterable[datetime], now: datetime, ends_at: datetime) -> bool:
    """Whether somebody may wish for the same person once more: once before the forum is over and
    once after it, so that nobody is asked again and again. `earlier`: when they did so."""
    return not any((made >= ends_at) == (now >= ends_at) for made in earlier)


def exchanged(shown: Collection[str], agreed: Collection[str]) -> frozenset[str]:
    """What the other one of a match sees of somebody: what everybody in the directory may see, and
    what they added for this one wish; nothing where nothing may be shown at all."""
    if not shown:
        return frozenset()
    return frozenset(shown) | (frozenset(agreed) & frozenset(REACHABLE))


def check_reachable(shown: Collection[str], agreed: Collection[str]) -> None:
    """A wish is only worth it where the other one can then reach somebody.

    Raises:
        Refused: neither address nor telephone number would be shown.
    """
    if not exchanged(shown, agreed) & frozenset(REACHABLE):
        raise Refused(
            _("Please tick how the other person can reach you, once both of you want it."),
            field="email",
        )


def digest_is_due(told_at: datetime | None, now: datetime) -> bool:
    """Whether somebody may be told about waiting wishes: at most once within a day."""
    return told_at is None or now >= told_at + DIGEST_EVERY


def call_moments(now: datetime, chance: random.Random) -> tuple[datetime, datetime]:
    """When each of two who are in touch now may be called about it: at a moment by chance, on two
    different days of those that begin now."""
    one, other = (
        now + timedelta(days=day, minutes=chance.randrange(MINUTES_OF_DAY))
        for day in chance.sample(range(CALLED_WITHIN), 2)
    )
    return one, other


def median_days(waits: Sequence[timedelta]) -> float | None:
    """How many days lie between the first wish and its match in the middle case; None: no match."""
    if not waits:
        return None
    return round(statistics.median(wait / timedelta(days=1) for wait in waits), 1)


def may_be_counted(organisations: int) -> bool:
    """Whether a number about so many organisations may be shown."""
    return organisations >= FEWEST_ORGANISATIONS
