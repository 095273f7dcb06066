"""Calendar files of a forum and of a participant."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app

from forum.base import addresses, shown
from forum.base.refusal import Refused
from forum.base.text import _
from forum.calendars import entries
from forum.calendars.entries import Entry
from forum.events.models import Event
from forum.invitations import rules
from forum.islands import queries as islands
from forum.islands.queries import RouteCard, Stop
from forum.registration.models import Registration, State


def forum_file(event: Event) -> bytes:
    """The forum as a calendar entry for anybody."""
    day = _day(event, event.slug, sequence=event.sequence, changed_at=event.changed_at)
    return entries.calendar_file([day], name=day.summary)


def personal_file(registration: Registration) -> bytes:
    """The day of a participant and each of their islands, as far as a plan is published.

    Raises:
        Refused: there is no place yet that a calendar could hold.
    """
    if registration.state in {State.WAITING, State.OFFERED}:
        raise Refused(_("There is nothing for your calendar yet: you are on the waiting list."))
    event = registration.event
    card = islands.find_route_card(registration)
    is_off = registration.state in {State.CANCELLED, State.EXPIRED} or bool(event.cancelled_at)
    sequence = rules.sequence(event.sequence, card.plan_number if card else 0) + is_off
    changed = [event.changed_at, registration.changed_at, *([card.published_at] if card else [])]
    day = _day(
        event,
        registration.link_id,
        sequence=sequence,
        changed_at=max(changed),
        route=_route(card),
        is_cancelled=is_off,
    )
    stops = [] if card is None or is_off else card.stops
    own = [_stop(event, registration, stop, sequence, max(changed)) for stop in stops]
    return entries.calendar_file([day, *own], name=day.summary)


def _uid(subject: str) -> str:
    return rules.uid(subject, urlsplit(current_app.config["BASE_URL"]).hostname or "localhost")


def _day(
    event: Event,
    subject: str,
    *,
    sequence: int,
    changed_at: datetime,
    route: str = "",
    is_cancelled: bool = False,
) -> Entry:
    title = shown.own(event, "title")
    series = shown.own(event, "series")
    return Entry(
        uid=_uid(subject),
        sequence=sequence,
        changed_at=changed_at,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        summary=f"{series}: {title}" if series else title,
        location=", ".join(part for part in (event.venue, event.address) if part),
        description="\n\n".join(part for part in (shown.own(event, "lead"), route) if part),
        url=addresses.absolute("public.event", slug=event.slug),
        is_cancelled=is_cancelled or bool(event.cancelled_at),
    )


def _route(card: RouteCard | None) -> str:
    if card is None:
        return ""
    lines = [str(_("My islands:"))]
    for stop in card.stops:
        times = shown.times(stop.round.starts_at, stop.round.ends_at)
        lines.append(f"{times}: {_stop_name(stop)}{_where(stop, ', ')}")
    return "\n".join(lines)


def _stop_name(stop: Stop) -> str:
    theme = shown.own(stop.island, "theme")
    return str(_("Island %(letter)s – %(theme)s", letter=stop.island.letter, theme=theme))


def _where(stop: Stop, before: str = "") -> str:
    room = stop.island.room
    if room is None:
        return ""
    return before + ", ".join(part for part in (room.name, shown.own(room, "location")) if part)


def _stop(
    event: Event, registration: Registration, stop: Stop, sequence: int, changed_at: datetime
) -> Entry:
    return Entry(
        uid=_uid(f"{registration.link_id}|round|{stop.round.id}"),
        sequence=sequence,
        changed_at=changed_at,
        starts_at=stop.round.starts_at,
        ends_at=stop.round.ends_at,
        summary=f"{_('Round %(number)s', number=stop.round.number)}: {_stop_name(stop)}",
        location=", ".join(part for part in (_where(stop), event.venue) if part),
        description="\n".join(shown.lines(shown.own(stop.island, "questions"))),
        is_free=True,
    )
