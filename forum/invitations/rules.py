"""How calendar entries are named and counted, and which answers to them count."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

QUIET = timedelta(minutes=3)
"""So long a change waits for others to join it before people are told."""
TERM = timedelta(hours=24)
"""Who declines in the calendar has so long to keep the place after all."""
TO_PARTICIPANTS = ("registration-", "calendar-", "route-", "mailing-list-")
"""How the kinds of messages begin that are about a registration and go to its address."""
LAST_CALL = timedelta(hours=2)
"""Nearer to the forum the place is given back sooner, but never sooner than this."""


def uid(subject: str, host: str) -> str:
    """The name of an entry for its whole life; the one place where it is made.

    `subject` is unguessable where it is about a person (the random id of the registration); its
    hash gives nothing away and stays the same when links are revoked.
    """
    return f"{hashlib.sha256(f'calendar|{subject}'.encode()).hexdigest()[:32]}@{host}"


def is_to_participant(kind: str) -> bool:
    """Whether a message of this kind is about a registration, by number."""
    return kind.startswith(TO_PARTICIPANTS)


def standing(event_sequence: int, plan_number: int) -> int:
    """Rises with every change of the forum and with every published plan."""
    return event_sequence + plan_number


def next_sequence(last: int | None, standing_now: int) -> int:
    """The number of an entry that is sent: above every one that was sent, and not below one that
    may have been downloaded."""
    return standing_now if last is None else max(last + 1, standing_now)


def gives_back_at(declined_at: datetime, starts_at: datetime) -> datetime:
    """When a place is given back after it was declined."""
    return max(min(declined_at + TERM, starts_at - TERM), declined_at + LAST_CALL)


def is_stale(
    sequence: int | None,
    said_at: datetime,
    *,
    sent: tuple[int, datetime],
    answered_at: datetime | None,
) -> bool:
    """Whether an answer is older than the entry that was sent last (its number and time), or than
    the last answer. Calendars write whole seconds; one that gives no number is judged by its time.
    """
    number, sent_at = sent
    if answered_at is not None and said_at < answered_at.replace(microsecond=0):
        return True
    if sequence is None:
        return said_at < sent_at.replace(microsecond=0)
    return sequence < number
