"""Access needs: kept apart from everything else, and never in a message, a list or a log."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session, contains_eager

from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events.models import Event
from forum.registration import consenting, places, rules, telling
from forum.registration.details import Needs
from forum.registration.models import Channel, Purpose, Registration
from forum.registration.person_models import (
    AccessNeed,
    Need,
    ProtectedIdentity,
    ProtectedQuestion,
    TaskKind,
)

KEPT_FOR = timedelta(days=7)
"""So long after a forum needs are deleted for good; who is protected a day after."""
A_DAY = timedelta(days=1)


def decided(needed: Needs) -> dict[Purpose, bool]:
    """The explicit consent that goes with needs. A wish to be called needs none, because it says
    nothing about anybody.

    Raises:
        Refused: something is needed, but it was not agreed that it may be used.
    """
    if not set(needed.notes) - {Need.CALL_ME}:
        return {}
    if not needed.is_agreed:
        raise Refused(
            _("Please agree that we may use what you say about your needs, or leave it empty."),
            field="needs_agreed",
        )
    return {Purpose.ACCESS_NEEDS: True}


def add(session: Session, event: Event, registration: Registration, needed: Needs) -> None:
    """Keeps what somebody needs, in the caller's transaction.

    Whatever comes after the deadline is not refused: it becomes a call task, which does not say
    what it is about.
    """
    if needed.notes:
        rows = [{"kind": kind, "note": note} for kind, note in needed.notes.items()]
        common = {"registration_id": registration.id, "created_at": clock.now()}
        session.execute(insert(AccessNeed), [{**common, **row} for row in rows])
    if Need.CALL_ME in needed.notes:
        telling.add_task(session, registration, TaskKind.CALL_ME)
    if set(needed.notes) - {Need.CALL_ME} and is_late(event, clock.now()):
        telling.add_task(session, registration, TaskKind.LATE_NEED)


def is_late(event: Event, now: datetime) -> bool:
    """Whether it takes a call to see what is still possible."""
    return now >= (event.needs_deadline or event.registration_deadline)


def replace(registration_id: int, needed: Needs, *, channel: Channel = Channel.WEB) -> None:
    """Changes what somebody needs, from their own page or by an organiser with the right for it.

    Raises:
        Refused: the registration has ended, or it was not agreed that it may be used.
    """
    with database.transaction() as session:
        registration = session.get_one(Registration, registration_id)
        places.lock_event(session, registration.event_id)
        session.refresh(registration)
        if needed.notes and registration.state not in rules.ACTIVE:
            raise Refused(_("This registration has already ended."))
        before = of(registration_id)
        if before == dict(needed.notes):
            return
        session.execute(delete(AccessNeed).where(AccessNeed.registration_id == registration_id))
        if set(before) - {Need.CALL_ME} and not set(needed.notes) - {Need.CALL_ME}:
            consenting.lapse(session, registration, (Purpose.ACCESS_NEEDS,))
            telling.close_tasks(session, registration, TaskKind.LATE_NEED)
        if Need.CALL_ME not in needed.notes:
            telling.close_tasks(session, registration, TaskKind.CALL_ME)
        consenting.record_all(session, registration, decided(needed), (), channel=channel)
        add(session, registration.event, registration, needed)


def of(registration_id: int) -> dict[Need, str]:
    """What somebody needs, with the notes."""
    rows = database.db.session.scalars(
        select(AccessNeed)
        .where(AccessNeed.registration_id == registration_id)
        .order_by(AccessNeed.id)
    )
    return {row.kind: row.note for row in rows}


def let_go(session: Session, event_id: int) -> None:
    """Deletes what people of a forum need in the caller's transaction, because the consent to use
    it has ended. Who asked for a call is still called."""
    of_event = select(Registration.id).where(Registration.event_id == event_id)
    session.execute(
        delete(AccessNeed)
        .where(AccessNeed.registration_id.in_(of_event), AccessNeed.kind != Need.CALL_ME)
        .execution_options(synchronize_session=False)
    )


def forget() -> None:
    """Deletes needs seven days after their forum, and who stands behind a protected registration
    on the day after it. Safe to repeat."""
    for table, kept in (
        (AccessNeed, KEPT_FOR),
        (ProtectedIdentity, A_DAY),
        (ProtectedQuestion, A_DAY),
    ):
        over = (
            select(Registration.id)
            .join(Registration.event)
            .where(Event.ends_at <= clock.now() - kept)
        )
        with database.transaction() as session:
            session.execute(
                delete(table)
                .where(table.registration_id.in_(over))
                .execution_options(synchronize_session=False)
            )


def of_event(event_id: int) -> list[tuple[Registration, dict[Need, str]]]:
    """Who of a forum needs what, in the order in which they registered; one query."""
    rows = database.db.session.scalars(
        select(AccessNeed)
        .join(AccessNeed.registration)
        .where(Registration.event_id == event_id, Registration.state.in_(rules.ACTIVE))
        .options(contains_eager(AccessNeed.registration).joinedload(Registration.person))
        .order_by(Registration.created_at, Registration.id, AccessNeed.id)
    )
    found: dict[int, tuple[Registration, dict[Need, str]]] = {}
    for row in rows:
        found.setdefault(row.registration_id, (row.registration, {}))[1][row.kind] = row.note
    return list(found.values())


def counts(event_id: int) -> dict[Need, int]:
    """How many people of a forum need what: numbers without names, for catering and the house."""
    rows = database.db.session.execute(
        select(AccessNeed.kind, func.count(AccessNeed.id))
        .join(AccessNeed.registration)
        .where(Registration.event_id == event_id, Registration.state.in_(rules.TAKING))
        .group_by(AccessNeed.kind)
    )
    return {kind: number for kind, number in rows}  # noqa: C416 - rows are not pairs to mypy
