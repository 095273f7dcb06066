"""Telling people that a room or a time of their route has changed: once, and nobody in vain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.events.models import Event
from forum.islands import queries, room_queries
from forum.islands.models import Assignment
from forum.islands.told_models import ToldStop
from forum.mail import service as mail
from forum.mail.models import WAITING, Message
from forum.registration import telling
from forum.registration.models import Registration
from forum.registration.person_models import Task

KIND = "route-changed"
QUIET = timedelta(minutes=2)
"""So long after the last change people are told, so that several changes are one message."""


def note_told(session: Session, plan_id: int, registration_ids: Collection[int]) -> None:
    """Keeps in the caller's transaction that these people are told their whole route by this plan,
    as it now stands."""
    session.execute(
        delete(ToldStop)
        .where(ToldStop.registration_id.in_(registration_ids))
        .execution_options(synchronize_session=False)
    )
    note_placed(session, plan_id, registration_ids)


def note_placed(session: Session, plan_id: int, registration_ids: Collection[int]) -> None:
    """Keeps in the caller's transaction what these people learn now of stops that are new."""
    session.flush()
    known = select(ToldStop.round_id).where(
        ToldStop.registration_id == Assignment.registration_id,
        ToldStop.round_id == Assignment.round_id,
    )
    new = room_queries.stops(plan_id).where(
        Assignment.registration_id.in_(registration_ids), ~known.exists()
    )
    session.execute(insert(ToldStop).from_select(room_queries.TOLD, new))


def known_stops(registration_id: int) -> set[tuple[int, int]]:
    """The rounds and islands that somebody was told last."""
    query = select(ToldStop.round_id, ToldStop.island_id).where(
        ToldStop.registration_id == registration_id
    )
    return {(round_id, island) for round_id, island in database.db.session.execute(query)}


def tell() -> None:
    """Tells everybody whose coming rounds are elsewhere or at another time than they know, by mail
    or as a call task. Safe to repeat; changed back in time, nobody is told."""
    for event in room_queries.events_to_look_at():
        plan = queries.find_published(event.id)
        moved = room_queries.last_move(event.id)
        is_quiet = moved is None or moved <= clock.now() - QUIET
        if plan is not None and is_quiet and room_queries.untold(plan.id):
            with database.transaction() as session:
                session.get_one(Event, event.id, with_for_update=True)
                _tell(session, event.id)
    mail.wake()


def _tell(session: Session, event_id: int) -> None:
    """Compares once more now that nobody else can change anything, and tells."""
    plan = queries.find_published(event_id)
    stops: dict[int, list[Any]] = defaultdict(list)
    for row in room_queries.untold(plan.id) if plan else ():
        stops[row.registration_id].append(row)
    known = _known(session, stops)
    pending, cards = _on_their_way(session, stops)
    to_tell = []
    for person, rows in stops.items():
        moved = [row for row in rows if _has_moved(known.get((person, row.round_id)), row)]
        if moved and person not in cards:
            mine = [told for (who, _round), told in known.items() if who == person]
            _remember(mine, moved, is_pending=person in pending)
            to_tell.append(person)
        for row in rows:
            _update(session, known.get((person, row.round_id)), row)
    session.flush()
    _send(session, event_id, to_tell)


def _known(session: Session, people: Iterable[int]) -> dict[tuple[int, int], ToldStop]:
    told = select(ToldStop).where(ToldStop.registration_id.in_(list(people)))
    return {(one.registration_id, one.round_id): one for one in session.scalars(told)}


def _on_their_way(session: Session, people: Iterable[int]) -> tuple[set[int], set[int]]:
    """Who has not been reached yet by what they were to be told last, and whose whole route card
    is still to be written."""
    ids = list(people)
    unsent = Message.about_id.in_(ids), Message.sent_at.is_(None), Message.given_up_at.is_(None)
    changes = select(Message.about_id).where(Message.kind == KIND, *unsent)
    calls = select(Task.registration_id).where(
        Task.registration_id.in_(ids), Task.message == KIND, Task.done_at.is_(None)
    )
    cards = select(Message.about_id).where(
        Message.kind == "route-card", Message.about_id.in_(ids), text(WAITING)
    )
    pending = {*session.scalars(changes), *session.scalars(calls)}
    return pending, set(session.scalars(cards))


def _has_moved(told: ToldStop | None, row: Any) -> bool:
    """Whether somebody knows a stop from elsewhere or from other hours. Another island is told
    when its plan is published, and another day when the forum is postponed."""
    if told is None or told.island_id != row.island_id:
        return False
    hours = _hours(told.starts_at, told.ends_at) != _hours(row.starts_at, row.ends_at)
    return hours or (told.room, told.location) != (row.room, row.location)


def _hours(*moments: datetime) -> list[str]:
    return [f"{clock.in_berlin(one):%H:%M}" for one in moments]


def _remember(mine: Sequence[ToldStop], moved: Sequence[Any], *, is_pending: bool) -> None:
    """Keeps what somebody knew until now; while a message is on its way, what they knew before
    it."""
    rounds = {row.round_id for row in moved}
    for told in mine:
        if told.round_id not in rounds:
            if not is_pending:
                told.room_before = told.location_before = None
                told.starts_before = told.ends_before = None
        elif told.room_before is None or not is_pending:
            told.room_before, told.location_before = told.room, told.location
            told.starts_before, told.ends_before = told.starts_at, told.ends_at


def _update(session: Session, told: ToldStop | None, row: Any) -> None:
    """Notes how a stop is told now."""
    if told is None:
        told = ToldStop(registration_id=row.registration_id, round_id=row.round_id)
        session.add(told)
    if told.island_id != row.island_id:
        told.room_before = told.location_before = None
        told.starts_before = told.ends_before = None
    told.island_id, told.room, told.location = row.island_id, row.room, row.location
    told.starts_at, told.ends_at = row.starts_at, row.ends_at


def _send(session: Session, event_id: int, people: Sequence[int]) -> None:
    """A message to everybody with an address, a call task for the rest. What has been changed
    back before somebody was called needs no call."""
    found = session.scalars(select(Registration).where(Registration.id.in_(people))).all()
    by_mail = [one.id for one in found if telling.by_mail(one)]
    if by_mail:
        mail.queue_all(session, KIND, by_mail, event_id=event_id)
    for one in found:
        if telling.by_mail(one):
            continue
        if room_queries.changes_for(one):
            telling.tell(session, one, KIND)
        else:
            telling.close_told(session, one, KIND)
