"""What can be done with a forum itself: make it, change it, publish it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events import rules
from forum.events.models import Event, ProgrammeItem, Round

IN_CALENDARS = ("title", "title_en", "venue", "address", "starts_at", "ends_at")
"""What stands in people's calendars: a change reaches those who know the forum."""


class Overtaken(Refused):
    """Somebody else was faster; what was typed is kept and can be saved again."""


def create(
    slug: str,
    *,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    registration_deadline: datetime,
    capacity: int,
    publish: bool = False,
    **texts: str,
) -> Event:
    """Makes a forum, as a draft unless it is published at once.

    Raises:
        Refused: the word for its address is taken, or the dates do not fit together.
    """
    rules.check_dates(starts_at, ends_at, registration_deadline)
    now = clock.now()
    with database.transaction() as session:
        _check_address(session, slug)
        event = Event(
            slug=slug,
            title=title,
            starts_at=starts_at,
            ends_at=ends_at,
            registration_deadline=registration_deadline,
            capacity=capacity,
            published_at=now if publish else None,
            changed_at=now,
            created_at=now,
            **texts,
        )
        session.add(event)
        try:
            session.flush()
        except IntegrityError:
            raise _taken() from None
        return event


def update(event_id: int, *, version: int, **values: Any) -> None:
    """Changes texts, dates and places of a forum; its programme moves along to another day.

    Raises:
        Overtaken: it is no longer the version that was looked at.
        Refused: the dates do not fit together.
    """
    with database.transaction() as session:
        event = session.get_one(Event, event_id, with_for_update=True)
        if event.version != version:
            raise Overtaken(
                _(
                    "Somebody else has changed this forum in the meantime. What you typed is still "
                    "here: please compare it with the current page, then save again."
                ),
                field="version",
            )
        before, day_before = _in_calendars(event), clock.in_berlin(event.starts_at).date()
        for name, value in values.items():
            setattr(event, name, value)
        rules.check_dates(event.starts_at, event.ends_at, event.registration_deadline)
        if event.door_places > event.capacity:
            raise Refused(
                _("Please keep at most as many places for the door as there are."),
                field="capacity",
            )
        day = clock.in_berlin(event.starts_at).date()
        if day != day_before:
            _move_programme(session, event.id, day - day_before)
        if _in_calendars(event) != before:
            note_change(event)


def move_to_day(session: Session, event: Event, day: date) -> None:
    """Moves a forum to another day at the same hours in the caller's transaction: its programme,
    and every deadline by as many days."""
    days = day - clock.in_berlin(event.starts_at).date()
    for name in ("registration_deadline", "changes_until", "needs_deadline"):
        moment = getattr(event, name)
        if moment is not None:
            setattr(event, name, _by_days(moment, days))
    event.starts_at, event.ends_at = _by_days(event.starts_at, days), _by_days(event.ends_at, days)
    _move_programme(session, event.id, days)
    note_change(event)


def note_change(event: Event) -> None:
    """Raises the number by which calendars of a published forum see that it is newer."""
    if event.published_at:
        event.sequence += 1
        event.changed_at = clock.now()


def publish(event_id: int) -> None:
    """Shows a forum to everybody and opens its registration; again changes nothing."""
    with database.transaction() as session:
        event = session.get_one(Event, event_id, with_for_update=True)
        if event.published_at is None:
            event.published_at = event.changed_at = clock.now()


def unpublish(event_id: int, *, is_in_use: Callable[[], bool]) -> None:
    """Makes a draft of a forum again.

    `is_in_use` is asked while nobody can register.

    Raises:
        Refused: somebody has registered.
    """
    with database.transaction() as session:
        event = session.get_one(Event, event_id, with_for_update=True)
        if is_in_use():
            raise Refused(
                _("Somebody has registered for this forum, so it can no longer become a draft.")
            )
        event.published_at = None


def _check_address(session: Session, slug: str) -> None:
    if session.scalar(select(Event.id).where(Event.slug == slug)) is not None:
        raise _taken()


def _taken() -> Refused:
    return Refused(_("Another forum has this address. Please choose another one."), field="slug")


def _in_calendars(event: Event) -> tuple[Any, ...]:
    return tuple(getattr(event, name) for name in IN_CALENDARS)


def _move_programme(session: Session, event_id: int, days: timedelta) -> None:
    items = session.scalars(select(ProgrammeItem).where(ProgrammeItem.event_id == event_id))
    rounds = session.scalars(select(Round).where(Round.event_id == event_id))
    for part in (*items, *rounds):
        part.starts_at = _by_days(part.starts_at, days)
        part.ends_at = _by_days(part.ends_at, days)


def _by_days(moment: datetime, days: timedelta) -> datetime:
    """The same hour on another day, whatever the clocks do in between."""
    return clock.from_berlin(clock.in_berlin(moment).replace(tzinfo=None) + days)
