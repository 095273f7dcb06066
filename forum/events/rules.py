"""Decisions about a forum, on plain values."""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from forum.base.refusal import Refused
from forum.base.text import Text, _


class Phase(enum.StrEnum):
    """Where a forum stands. Derived from what is stored and the time, never stored itself."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


class Dates(Protocol):
    """What decides about the phase of a forum."""

    starts_at: datetime
    ends_at: datetime
    registration_deadline: datetime
    published_at: datetime | None
    cancelled_at: datetime | None
    contact_list_opened_at: datetime | None


def phase(event: Dates, now: datetime) -> Phase:
    """Where the forum stands at `now`."""
    if event.cancelled_at:
        return Phase.CANCELLED
    if event.published_at is None:
        return Phase.DRAFT
    if now >= event.ends_at:
        return Phase.OVER
    if now >= event.starts_at:
        return Phase.RUNNING
    return Phase.OPEN if now < event.registration_deadline else Phase.CLOSED


def contact_list_is_open(event: Dates, now: datetime) -> bool:
    """After the forum, or earlier where the organiser opened it; never for a cancelled one."""
    if event.cancelled_at:
        return False
    return event.contact_list_opened_at is not None or now >= event.ends_at


LETTERS = 26
"""As many islands as there are letters."""


class Span(Protocol):
    """Something with a beginning and an end."""

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...


S = TypeVar("S", bound=Span)


def check_dates(starts_at: datetime, ends_at: datetime, deadline: datetime) -> None:
    """A forum ends after it has begun, and registration ends before.

    Raises:
        Refused: it does not.
    """
    if ends_at <= starts_at:
        raise Refused(_("Please enter an end that lies after the start."), field="ends")
    if deadline > starts_at:
        raise Refused(
            _("Please choose a day before the forum for the end of registration."), field="deadline"
        )


def check_span(starts_at: datetime, ends_at: datetime) -> None:
    """A part of the programme ends after it has begun.

    Raises:
        Refused: it does not.
    """
    if ends_at <= starts_at:
        raise Refused(_("Please enter an end that lies after the start."), field="ends")


def find_clash(starts_at: datetime, ends_at: datetime, others: Sequence[S]) -> S | None:
    """The first of `others` that takes place at the same time, if one does."""
    for other in others:
        if starts_at < other.ends_at and other.starts_at < ends_at:
            return other
    return None


def clashes(parts: Sequence[S]) -> list[tuple[S, S]]:
    """Which of `parts` take place at the same time, in pairs."""
    return [
        (one, other)
        for number, one in enumerate(parts)
        for other in parts[number + 1 :]
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at
    ]


def row_of_rounds(
    first: datetime, *, number: int, minutes: int, changeover: int
) -> list[tuple[datetime, datetime]]:
    """Start and end of so many rounds of the same length, with time to change between them."""
    step, length = timedelta(minutes=minutes + changeover), timedelta(minutes=minutes)
    return [(first + i * step, first + i * step + length) for i in range(number)]


def free_position(taken: Collection[int]) -> int:
    """The first letter that no island has.

    Raises:
        Refused: all are taken.
    """
    for position in range(LETTERS):
        if position not in taken:
            return position
    raise Refused(_("A forum can have at most %(most)s islands.", most=LETTERS))


class Published(Protocol):
    """What a public page shows of a forum."""

    venue: str
    about: str
    results_use: str
    contact_email: str
    contact_phone: str
    registration_deadline: datetime


def gaps(event: Published, *, islands: int, parts: int, now: datetime) -> list[Text]:
    """What a forum should have before strangers see it."""
    missing = {
        _("There are fewer than two islands. Participants wish for islands when they register."): (
            islands < 2
        ),
        _("There is no programme."): parts == 0,
        _("Nothing says what the forum is about."): not event.about,
        _("Nothing says what happens with the results."): not event.results_use,
        _("There is no venue."): not event.venue,
        _("There is no e-mail address or telephone number for questions."): not (
            event.contact_email or event.contact_phone
        ),
        _("The last day for registration has passed."): event.registration_deadline <= now,
    }
    return [sentence for sentence, is_missing in missing.items() if is_missing]
