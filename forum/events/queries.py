"""What can be asked about forums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from flask import current_app
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from forum.base import addresses, clock, links, shown
from forum.base.database import db
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.events.models import Event, Island, ProgrammeItem, Room, Round
from forum.events.team_models import IslandHost

HOST = "host"
"""The purpose of island hosts' links."""

NO_FORUM = _("There is no forum at this address.")
GONE = _("This does not exist, or not any more. Somebody may have deleted it.")
P = TypeVar("P", ProgrammeItem, Round, Room, Island)
# Putting a statement together takes longer than asking it, so these are put together once.
_BY_SLUG = select(Event).where(Event.slug == bindparam("slug"))
_ROUNDS = select(Round).where(Round.event_id == bindparam("event")).order_by(Round.number)
_WITH_ISLANDS = _BY_SLUG.options(joinedload(Event.islands))


def find_event(slug: str) -> Event | None:
    return db.session.scalars(_BY_SLUG, {"slug": slug}).first()


def get_event(slug: str) -> Event:
    """The forum with this word in its address.

    Raises:
        NotFound: there is none.
    """
    event = find_event(slug)
    if event is None:
        raise NotFound(NO_FORUM)
    return event


def ids_between(first: datetime, last: datetime) -> Sequence[int]:
    """The forums that go on between these moments."""
    query = select(Event.id).where(Event.ends_at >= first, Event.starts_at <= last)
    return db.session.scalars(query).all()


def get_event_by_id(event_id: int) -> Event:
    """The forum with this number."""
    return db.session.get_one(Event, event_id)


def get_public_event(slug: str) -> Event:
    """The forum with this word, if strangers may see it.

    Raises:
        NotFound: there is none, or it is still a draft.
    """
    event = get_event(slug)
    if event.published_at is None:
        raise NotFound(NO_FORUM)
    return event


def get_public_with_islands(slug: str) -> Event:
    """A published forum with its islands, as the form shows them; one statement.

    Raises:
        NotFound: there is none, or it is still a draft.
    """
    event = get_with_islands(slug)
    if event.published_at is None:
        raise NotFound(NO_FORUM)
    return event


def get_with_islands(slug: str) -> Event:
    """A forum with its islands, as organisers' lists show them; one statement.

    Raises:
        NotFound: there is none.
    """
    event = db.session.scalars(_WITH_ISLANDS, {"slug": slug}).unique().first()
    if event is None:
        raise NotFound(NO_FORUM)
    return event


def upcoming() -> Sequence[Event]:
    """Published forums that are not over, the next one first."""
    query = select(Event).where(Event.published_at.is_not(None), Event.ends_at > clock.now())
    return db.session.scalars(query.order_by(Event.starts_at)).all()


def past(*, limit: int = 10) -> Sequence[Event]:
    """Published forums that are over, the latest first."""
    query = select(Event).where(Event.published_at.is_not(None), Event.ends_at <= clock.now())
    return db.session.scalars(query.order_by(Event.starts_at.desc()).limit(limit)).all()


def all_events() -> Sequence[Event]:
    """Every forum, the latest first."""
    return db.session.scalars(select(Event).order_by(Event.starts_at.desc())).all()


def islands_of(event_id: int) -> Sequence[Island]:
    """The islands of a forum with rooms and hosts, in the order of their letters."""
    query = (
        select(Island)
        .where(Island.event_id == event_id)
        .options(joinedload(Island.room), selectinload(Island.hosts))
        .order_by(Island.position)
    )
    return db.session.scalars(query).all()


def rounds_of(event_id: int) -> Sequence[Round]:
    """The island rounds of a forum, in their order."""
    return db.session.scalars(_ROUNDS, {"event": event_id}).all()


@dataclass(frozen=True)
class DayPart:
    """A line of the day: a part of the programme, or an island round."""

    starts_at: datetime
    ends_at: datetime
    title: str
    note: str
    round_number: int | None
    item: ProgrammeItem | None
    round: Round | None


def day_of(event: Event) -> list[DayPart]:
    """Programme and rounds of a forum as one list in the order of the clock."""
    items = db.session.scalars(
        select(ProgrammeItem)
        .where(ProgrammeItem.event_id == event.id)
        .options(joinedload(ProgrammeItem.room))
    ).all()
    parts = [
        DayPart(i.starts_at, i.ends_at, shown.own(i, "title"), shown.own(i, "note"), None, i, None)
        for i in items
    ]
    for r in rounds_of(event.id):
        title = str(_("Island round %(number)s", number=r.number))
        minutes = str(
            _("%(minutes)s minutes", minutes=round((r.ends_at - r.starts_at).seconds / 60))
        )
        parts.append(DayPart(r.starts_at, r.ends_at, title, minutes, r.number, None, r))
    return sorted(parts, key=lambda part: (part.starts_at, part.ends_at))


def find_host(link_id: str) -> IslandHost | None:
    """The island host whose link has this id."""
    query = select(IslandHost).where(IslandHost.link_id == link_id)
    return db.session.scalars(
        query.options(
            joinedload(IslandHost.island).joinedload(Island.event),
            joinedload(IslandHost.island).joinedload(Island.room),
        )
    ).first()


def host_link(host: IslandHost) -> str:
    """The full address of an island host's page."""
    key = current_app.config["SECRET_KEY"]
    token = links.token(key, HOST, host.link_id, host.link_revision)
    return addresses.absolute("hosts.page", token=token)


def rooms_of(event_id: int) -> Sequence[Room]:
    """The rooms of a forum, by name."""
    return db.session.scalars(
        select(Room).where(Room.event_id == event_id).order_by(Room.name)
    ).all()


def get_item(event_id: int, item_id: int) -> ProgrammeItem:
    """One part of a forum's programme.

    Raises:
        NotFound: this forum has no such part.
    """
    return _belonging(db.session.get(ProgrammeItem, item_id), event_id)


def get_round(event_id: int, round_id: int) -> Round:
    """One island round of a forum.

    Raises:
        NotFound: this forum has no such round.
    """
    return _belonging(db.session.get(Round, round_id), event_id)


def get_room(event_id: int, room_id: int) -> Room:
    """One room of a forum.

    Raises:
        NotFound: this forum has no such room.
    """
    return _belonging(db.session.get(Room, room_id), event_id)


def get_island(event_id: int, island_id: int) -> Island:
    """One island of a forum, with its room and hosts.

    Raises:
        NotFound: this forum has no such island.
    """
    shown_with = (joinedload(Island.room), selectinload(Island.hosts))
    return _belonging(db.session.get(Island, island_id, options=shown_with), event_id)


def get_host(event_id: int, host_id: int) -> IslandHost:
    """One island host of a forum, with the island.

    Raises:
        NotFound: this forum has no such host.
    """
    host = db.session.get(IslandHost, host_id, options=[joinedload(IslandHost.island)])
    if host is None or host.island.event_id != event_id:
        raise NotFound(GONE)
    return host


def _belonging(found: P | None, event_id: int) -> P:
    if found is None or found.event_id != event_id:
        raise NotFound(GONE)
    return found
