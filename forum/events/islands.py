"""What can be done with the islands of a forum, their rooms and their hosts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock, database, links
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events import rules, service
from forum.events.models import Event, Island, IslandClosure, IslandHost, Room, Round


def save_room(event_id: int, *, room_id: int | None = None, name: str, **values: Any) -> None:
    """Adds a room, or changes the one with `room_id`.

    Raises:
        Refused: the forum has another room of this name.
    """
    with database.transaction() as session:
        _lock(session, event_id)
        namesake = _find_room(session, event_id, name)
        if namesake is not None and namesake.id != room_id:
            raise Refused(
                _("This forum already has a room of this name. Please choose another name."),
                field="name",
            )
        room = session.get_one(Room, room_id) if room_id else Room(event_id=event_id)
        _set(room, name=name, **values)
        session.add(room)


def delete_room(room_id: int) -> None:
    """Deletes a room; what takes place there then has none."""
    with database.transaction() as session:
        room = session.get_one(Room, room_id)
        _lock(session, room.event_id)
        session.delete(room)


def add_island(
    event_id: int,
    *,
    room_id: int | None,
    new_room: str = "",
    closed: Sequence[int] = (),
    **values: Any,
) -> Island:
    """Adds an island, with the first letter that is free.

    Raises:
        Refused: all letters are taken.
    """
    with database.transaction() as session:
        _lock(session, event_id)
        taken = session.scalars(select(Island.position).where(Island.event_id == event_id)).all()
        island = Island(event_id=event_id, position=rules.free_position(taken), hosts=[])
        _set(island, room_id=_room_for(session, event_id, room_id, new_room), **values)
        session.add(island)
        _close(session, island, closed)
        return island


def change_island(
    island_id: int,
    *,
    room_id: int | None,
    new_room: str = "",
    closed: Sequence[int] | None = None,
    **values: Any,
) -> None:
    """Changes an island; a new room's name makes the room."""
    with database.transaction() as session:
        island = session.get_one(Island, island_id)
        _lock(session, island.event_id)
        _set(island, room_id=_room_for(session, island.event_id, room_id, new_room), **values)
        if closed is not None:
            _close(session, island, closed)


def _close(session: Session, island: Island, round_ids: Sequence[int]) -> None:
    """Closes an island in these rounds of its forum and in no other."""
    known = select(Round.id).where(Round.event_id == island.event_id, Round.id.in_(round_ids))
    wanted = set(session.scalars(known))
    island.closures = [one for one in island.closures if one.round_id in wanted]
    there = {one.round_id for one in island.closures}
    island.closures += [IslandClosure(round_id=one) for one in sorted(wanted - there)]


def stand_in(host_id: int, *, is_away: bool) -> None:
    """Notes that somebody of an island's team cannot come, or can after all. Again changes
    nothing. Their link stops working meanwhile."""
    with database.transaction() as session:
        host = session.get_one(IslandHost, host_id, with_for_update=True)
        if is_away != (host.away_at is not None):
            host.away_at = clock.now() if is_away else None


def delete_island(island_id: int) -> None:
    """Deletes an island with its hosts, wishes for it and places on it."""
    with database.transaction() as session:
        island = session.get_one(Island, island_id)
        _lock(session, island.event_id)
        session.delete(island)


def add_host(island_id: int, **values: Any) -> None:
    """Adds a host, with a link of their own."""
    with database.transaction() as session:
        session.add(IslandHost(island_id=island_id, link_id=links.new_id(), **values))


def change_host(host_id: int, **values: Any) -> None:
    """Changes what is known of a host; the link stays."""
    with database.transaction() as session:
        _set(session.get_one(IslandHost, host_id), **values)


def renew_link(host_id: int) -> None:
    """Makes a new link for a host; every one given out before stops working."""
    with database.transaction() as session:
        host = session.get_one(IslandHost, host_id, with_for_update=True)
        host.link_revision += 1


def delete_host(host_id: int) -> None:
    """Deletes a host; the link stops working."""
    with database.transaction() as session:
        session.delete(session.get_one(IslandHost, host_id))


def _lock(session: Session, event_id: int) -> None:
    """Locks the forum and notes the change, for what stands in people's calendars."""
    service.note_change(session.get_one(Event, event_id, with_for_update=True))


def _find_room(session: Session, event_id: int, name: str) -> Room | None:
    rooms = session.scalars(select(Room).where(Room.event_id == event_id))
    return next((room for room in rooms if room.name.casefold() == name.casefold()), None)


def _room_for(session: Session, event_id: int, room_id: int | None, new_room: str) -> int | None:
    if not new_room:
        return room_id
    room = _find_room(session, event_id, new_room)
    if room is None:
        room = Room(event_id=event_id, name=new_room)
        session.add(room)
        session.flush()
    return room.id


def _set(thing: object, **values: Any) -> None:
    for name, value in values.items():
        setattr(thing, name, value)
