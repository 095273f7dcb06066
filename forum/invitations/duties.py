"""What island hosts and organisers have to do when, as entries of a calendar."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from forum.base import addresses, clock, shown
from forum.base.database import db
from forum.base.text import _
from forum.calendars.entries import Entry
from forum.events import queries as events
from forum.events.models import Event
from forum.events.team_models import IslandHost
from forum.invitations import content

KEPT = timedelta(days=90)
"""So long after it a forum stays in the organisers' calendar."""
MOMENT = timedelta(minutes=15)
"""How long something that happens at one moment takes in a calendar."""


def of_host(host: IslandHost) -> list[Entry]:
    """The rounds in which somebody receives people on an island; none while they are away."""
    island, event = host.island, host.island.event
    if host.away_at is not None or event.cancelled_at is not None:
        return []
    closed = {one.round_id for one in island.closures}
    room = island.room
    where = [room.name, shown.own(room, "location")] if room else []
    theme = _(
        "Island %(letter)s – %(theme)s", letter=island.letter, theme=shown.own(island, "theme")
    )
    return [
        _entry(
            event,
            f"{host.link_id}|host|{one.id}",
            (one.starts_at, one.ends_at),
            f"{_('Round %(number)s', number=one.number)}: {theme}",
            location=", ".join(part for part in (*where, event.venue) if part),
            description="\n".join(shown.lines(shown.own(island, "questions"))),
        )
        for one in events.rounds_of(event.id)
        if one.id not in closed
    ]


def of_organisers() -> list[Entry]:
    """The days of all forums, and when registration ends."""
    found = db.session.scalars(
        select(Event).where(Event.ends_at > clock.now() - KEPT).order_by(Event.starts_at)
    )
    return [entry for event in found for entry in _of_forum(event)]


def _of_forum(event: Event) -> list[Entry]:
    if event.cancelled_at is not None:
        return []
    address = addresses.absolute("workspace.event", slug=event.slug)
    title, ends = content.title(event), event.registration_deadline
    made = [
        _entry(
            event,
            f"{event.slug}|organisers",
            (event.starts_at, event.ends_at),
            title,
            location=", ".join(part for part in (event.venue, event.address) if part),
            url=address,
        )
    ]
    if ends is not None:
        name = str(_("Registration ends: %(title)s", title=title))
        made.append(
            _entry(event, f"{event.slug}|deadline", (ends - MOMENT, ends), name, url=address)
        )
    return made


def _entry(
    event: Event,
    subject: str,
    times: tuple[datetime, datetime],
    summary: str,
    *,
    location: str = "",
    description: str = "",
    url: str = "",
) -> Entry:
    return Entry(
        uid=content.new_uid(subject),
        sequence=event.sequence,
        changed_at=event.changed_at,
        starts_at=times[0],
        ends_at=times[1],
        summary=summary,
        location=location,
        description=description,
        url=url,
        is_free=True,
    )
