"""What can be done with the islands of a forum, their rooms and their hosts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum.audit import service as audit
from forum.base import clock, database, links
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events import queries, rules, service, stand_ins, team_rules
from forum.events.models import Event, Island, IslandClosure, Room, Round
from forum.events.team_models import IslandHost


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
        before = _where(room)
        _set(room, name=name, **values)
        session.add(room)
        if room_id and _where(room) != before:
            _note_move(session, room_id)


def delete_room(room_id: int) -> None:
    """Deletes a room; what takes place there then has none."""
    with database.transaction() as session:
        room = session.get_one(Room, room_id)
        _lock(session, room.event_id)
        _note_move(session, room_id)
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
        before = island.room_id
        _set(island, room_id=_room_for(session, island.event_id, room_id, new_room), **values)
        if island.room_id != before:
            island.moved_at = clock.now()
        if closed is not None:
            _close(session, island, closed)


def _close(session: Session, island: Island, round_ids: Sequence[int]) -> None:
    """Closes an island in these rounds of its forum and in no other."""
    known = select(Round.id).where(Round.event_id == island.event_id, Round.id.in_(round_ids))
    wanted = set(session.scalars(known))
    island.closures = [one for one in island.closures if one.round_id in wanted]
    there = {one.round_id for one in island.closures}
    island.closures += [IslandClosure(round_id=one) for one in sorted(wanted - there)]


def join_tables(event_id: int, island_id: int, *, is_joined: bool, by: int) -> None:
    """Lets the tables of an island sit together as one group, or apart again. Island, room and
    number of people stay, so printed papers stay true. Again changes nothing.

    Raises:
        Refused: there is only one table.
    """
    with database.transaction() as session:
        session.get_one(Event, event_id, with_for_update=True)
        island = queries.get_island(event_id, island_id)
        tables = team_rules.tables(maximum=island.maximum, places=island.table_places)
        if is_joined and tables < 2:
            raise Refused(_("This island has one table only, so there is nothing to join."))
        if is_joined != (island.tables_joined_at is not None):
            island.tables_joined_at = clock.now() if is_joined else None
            action = "tables_joined" if is_joined else "tables_parted"
            audit.note(session, action, event_id=event_id, by=by, detail=island.letter)


def delete_island(island_id: int) -> None:
    """Deletes an island with its hosts, wishes for it and places on it."""
    with database.transaction() as session:
        island = session.get_one(Island, island_id)
        _lock(session, island.event_id)
        stand_ins.let_go(session, island.hosts)
        session.delete(island)


def add_host(island_id: int, **values: Any) -> None:
    """Adds a host, with a link of their own."""
    with database.transaction() as session:
        session.add(IslandHost(island_id=island_id, link_id=links.new_id(), **values))


def change_host(host_id: int, **values: Any) -> None:
    """Changes what is known of a host; the link stays.

    Raises:
        Refused: who stands in for a host gets another role.
    """
    with database.transaction() as session:
        host = session.get_one(IslandHost, host_id, with_for_update=True)
        if host.stands_in_for_id is not None and values.get("role", host.role) is not host.role:
            raise Refused(
                _("%(name)s stands in for a host. Please take that back first.", name=host.name),
                field="role",
            )
        _set(host, **values)


def renew_link(host_id: int) -> None:
    """Makes a new link for a host; every one given out before stops working."""
    with database.transaction() as session:
        host = session.get_one(IslandHost, host_id, with_for_update=True)
        host.link_revision += 1


def delete_host(host_id: int) -> None:
    """Deletes a host; the link stops working. Whoever stands in for them stays a host."""
    with database.transaction() as session:
        host = session.get_one(IslandHost, host_id, with_for_update=True)
        stand_ins.let_go(session, [host])
        session.delete(host)


def _lock(session: Session, event_id: int) -> None:
    """Locks the forum and notes the change, for what stands in people's calendars."""
    service.note_change(session.get_one(Event, event_id, with_for_update=True))


def _where(room: Room) -> tuple[str | None, ...]:
    """What people are told of a room."""
    return room.name, room.location, room.location_en


def _note_move(session: Session, room_id: int) -> None:
    """Notes that the islands in a room are elsewhere now, for papers and for those who come."""
    there = update(Island).where(Island.room_id == room_id)
    session.execute(there.values(moved_at=clock.now()))


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
