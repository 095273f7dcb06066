"""What an entry in a calendar says, from a forum, a registration and its route card."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app

from forum.base import addresses, shown
from forum.base.text import _
from forum.calendars.entries import Entry
from forum.events.models import Event
from forum.invitations import rules
from forum.islands.queries import RouteCard, Stop
from forum.registration.models import Registration


def new_uid(subject: str) -> str:
    """The name of an entry for its whole life, whatever the address of the site becomes."""
    return rules.uid(subject, urlsplit(current_app.config["BASE_URL"]).hostname or "localhost")


def day(
    event: Event,
    *,
    uid: str,
    sequence: int,
    changed_at: datetime,
    card: RouteCard | None = None,
    is_off: bool = False,
) -> Entry:
    """The day of a forum, with the islands of somebody if there is a route card."""
    route = _route(card) if card else ""
    return Entry(
        uid=uid,
        sequence=sequence,
        changed_at=changed_at,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        summary=title(event),
        location=", ".join(part for part in (event.venue, event.address) if part),
        description="\n\n".join(part for part in (shown.own(event, "lead"), route) if part),
        url=addresses.absolute("public.event", slug=event.slug),
        is_cancelled=is_off or bool(event.cancelled_at),
    )


def title(event: Event) -> str:
    """What a forum is called in a calendar."""
    own, series = shown.own(event, "title"), shown.own(event, "series")
    return f"{series}: {own}" if series else own


def stop(
    event: Event, registration: Registration, at: Stop, *, sequence: int, changed_at: datetime
) -> Entry:
    """One island of somebody's route as an entry of its own."""
    return Entry(
        uid=new_uid(f"{registration.link_id}|round|{at.round.id}"),
        sequence=sequence,
        changed_at=changed_at,
        starts_at=at.round.starts_at,
        ends_at=at.round.ends_at,
        summary=f"{_('Round %(number)s', number=at.round.number)}: {_name(at)}",
        location=", ".join(part for part in (_where(at), event.venue) if part),
        description="\n".join(shown.lines(shown.own(at.island, "questions"))),
        is_free=True,
    )


def fingerprint(entry: Entry, recipient: str) -> str:
    """The same for entries that say the same to the same address; who answered what is not part of
    it."""
    plain = replace(entry, sequence=0, changed_at=entry.starts_at, guest=None, organiser=None)
    return hashlib.sha256(repr((plain, recipient)).encode()).hexdigest()[:32]


def route_rows(card: RouteCard) -> list[tuple[str, str]]:
    """When somebody is where: the times of each round, and its island with room and table."""
    return [
        (
            str(shown.times(at.round.starts_at, at.round.ends_at)),
            ", ".join(part for part in (_name(at), _where(at)) if part),
        )
        for at in card.stops
    ]


def _route(card: RouteCard) -> str:
    lines = [f"{times}: {where}" for times, where in route_rows(card)]
    return "\n".join([str(_("My islands:")), *lines])


def _name(at: Stop) -> str:
    theme = shown.own(at.island, "theme")
    return str(_("Island %(letter)s – %(theme)s", letter=at.island.letter, theme=theme))


def _where(at: Stop) -> str:
    """The room. Tables stand on the route card alone: they may change until the last minute."""
    room = at.island.room
    where = [room.name, shown.own(room, "location")] if room else []
    return ", ".join(part for part in where if part)
