"""Noting who came. Everything can be sent again without counting twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.attendance import rules
from forum.attendance.models import Mark
from forum.attendance.rules import Outcome
from forum.base import clock, database
from forum.base.refusal import Refused
from forum.islands import walk_ins
from forum.registration import entering, organising, places
from forum.registration.models import Registration, State


@dataclass(frozen=True)
class Command:
    """A mark as a device sends it; `at`: when it happened there, `id`: made there."""

    id: str
    registration_id: int
    is_here: bool
    at: datetime


def mark(event_id: int, registration_id: int, state: State, *, by: int) -> None:
    """Notes that somebody is here or did not come, or takes it back. Again changes nothing.

    Raises:
        Refused: they have no place in this forum, or it is no state of the day.
    """
    with database.transaction() as session:
        places.lock_event(session, event_id)
        registration = _find(session, event_id, registration_id)
        if registration is None:
            raise Refused(organising.NO_PLACE)
        if registration.state is not state:
            organising.move_on_the_day(session, registration, state, by=by)
            _note(session, registration, at=clock.now(), by=by)
            walk_ins.fill(session, registration)


def welcome(
    event_id: int, entry: entering.Entry, *, by: int, is_other: bool = False, reason: str = ""
) -> int:
    """Enters somebody who stands at the door, notes that they are here, and gives them islands;
    returns the registration's id.

    Raises:
        Refused: as `entering.enter` says.
    """
    number = entering.enter(event_id, entry, by=by, is_other=is_other, reason=reason)
    with database.transaction() as session:
        places.lock_event(session, event_id)
        registration = session.get_one(Registration, number)
        if registration.state is State.CHECKED_IN:
            _note(session, registration, at=registration.created_at, by=by)
    walk_ins.place(event_id, number)
    return number


def replay(event_id: int, commands: Iterable[Command], *, by: int) -> dict[str, Outcome]:
    """Carries out what a device kept while it had no network, in the order in which it happened;
    says for each command what became of it."""
    outcomes: dict[str, Outcome] = {}
    with database.transaction() as session:
        places.lock_event(session, event_id)
        for command in sorted(commands, key=lambda one: (one.at, one.id)):
            outcomes[command.id] = _replay(session, event_id, command, by=by)
    return outcomes


def _replay(session: Session, event_id: int, command: Command, *, by: int) -> Outcome:
    known = session.scalar(select(Mark.id).where(Mark.command_id == command.id))
    if known is not None:
        return Outcome.KNOWN
    registration = _find(session, event_id, command.registration_id)
    if registration is None:
        return Outcome.IMPOSSIBLE
    at = rules.believable(command.at, clock.now())
    latest = session.scalar(
        select(func.max(Mark.at)).where(Mark.registration_id == registration.id)
    )
    if rules.is_overtaken(at, latest):
        return Outcome.OVERTAKEN
    try:
        state = State.CHECKED_IN if command.is_here else State.CONFIRMED
        organising.move_on_the_day(session, registration, state, by=by)
    except Refused:
        return Outcome.IMPOSSIBLE
    _note(session, registration, at=at, by=by, command_id=command.id)
    walk_ins.fill(session, registration)
    return Outcome.DONE


def _find(session: Session, event_id: int, registration_id: int) -> Registration | None:
    found = session.get(Registration, registration_id, populate_existing=True)
    is_of_event = found is not None and found.event_id == event_id
    return found if found is not None and is_of_event and found.state in organising.MARKS else None


def _note(
    session: Session,
    registration: Registration,
    *,
    at: datetime,
    by: int,
    command_id: str | None = None,
) -> None:
    """Keeps what was found out at `at` about whether somebody is here, as their state now says."""
    session.add(
        Mark(
            registration_id=registration.id,
            is_here=registration.state is State.CHECKED_IN,
            at=at,
            noted_at=clock.now(),
            noted_by=by,
            command_id=command_id,
        )
    )
    session.flush()
