"""What can be done with the day of a forum: the parts of its programme and its island rounds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events import rules, service
from forum.events.models import Event, ProgrammeItem, Round


def add_item(event_id: int, **values: Any) -> None:
    """Adds a part to the programme.

    Raises:
        Refused: it would end before it has begun.
    """
    rules.check_span(values["starts_at"], values["ends_at"])
    with database.transaction() as session:
        session.add(ProgrammeItem(event_id=event_id, **values))


def change_item(item_id: int, **values: Any) -> None:
    """Changes a part of the programme.

    Raises:
        Refused: it would end before it has begun.
    """
    rules.check_span(values["starts_at"], values["ends_at"])
    with database.transaction() as session:
        item = session.get_one(ProgrammeItem, item_id)
        for name, value in values.items():
            setattr(item, name, value)


def delete_item(item_id: int) -> None:
    """Takes a part out of the programme."""
    with database.transaction() as session:
        session.delete(session.get_one(ProgrammeItem, item_id))


def add_rounds(event_id: int, spans: list[tuple[datetime, datetime]]) -> None:
    """Adds island rounds; all of the forum are numbered by the clock.

    Raises:
        Refused: one would take place at the same time as another.
    """
    with database.transaction() as session:
        _lock(session, event_id)
        rounds = _rounds(session, event_id)
        for starts_at, ends_at in spans:
            _check_free(starts_at, ends_at, rounds)
            made = Round(
                event_id=event_id,
                number=len(rounds) + 1,
                starts_at=starts_at,
                ends_at=ends_at,
            )
            session.add(made)
            rounds.append(made)
        _number(session, rounds)


def change_round(round_id: int, *, span: tuple[datetime, datetime]) -> None:
    """Moves an island round.

    Raises:
        Refused: it would take place at the same time as another.
    """
    starts_at, ends_at = span
    with database.transaction() as session:
        changed = session.get_one(Round, round_id)
        _lock(session, changed.event_id)
        rounds = _rounds(session, changed.event_id)
        _check_free(starts_at, ends_at, [one for one in rounds if one.id != round_id])
        if span != (changed.starts_at, changed.ends_at):
            changed.moved_at = clock.now()
        changed.starts_at, changed.ends_at = starts_at, ends_at
        _number(session, rounds)


def delete_round(round_id: int) -> None:
    """Takes an island round out, together with who sits where in it."""
    with database.transaction() as session:
        deleted = session.get_one(Round, round_id)
        _lock(session, deleted.event_id)
        session.delete(deleted)
        session.flush()
        _number(session, _rounds(session, deleted.event_id))


def _lock(session: Session, event_id: int) -> None:
    """Locks the forum and notes the change, for what stands in people's calendars."""
    service.note_change(session.get_one(Event, event_id, with_for_update=True))


def _rounds(session: Session, event_id: int) -> list[Round]:
    return list(
        session.scalars(select(Round).where(Round.event_id == event_id).order_by(Round.number))
    )


def _check_free(starts_at: datetime, ends_at: datetime, others: list[Round]) -> None:
    clash = rules.find_clash(starts_at, ends_at, others)
    if clash is not None:
        raise Refused(
            _(
                "At this time island round %(number)s takes place, from %(start)s to %(end)s. "
                "Please choose another time.",
                number=clash.number,
                start=f"{clock.in_berlin(clash.starts_at):%H:%M}",
                end=f"{clock.in_berlin(clash.ends_at):%H:%M}",
            ),
            field="starts",
        )


def _number(session: Session, rounds: list[Round]) -> None:
    """Numbers by the clock, by way of negative numbers: no two may ever be the same."""
    in_order = sorted(rounds, key=lambda one: one.starts_at)
    if [one.number for one in in_order] == list(range(1, len(in_order) + 1)):
        return
    for number, one in enumerate(in_order, start=1):
        one.number = -number
    session.flush()
    for number, one in enumerate(in_order, start=1):
        one.number = number
