"""Telling those who downloaded a contact list that something was taken off it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.contacts import queries
from forum.contacts.models import ContactListAccess, ContactListNotice
from forum.mail import service as mail
from forum.mail.models import WAITING, Message
from forum.registration import telling as registration_telling
from forum.registration.models import Registration

TO_PARTICIPANT = "contact-list-left"
TO_ORGANISER = "contact-list-left-organiser"
MORNING = time(8)


def tell_downloaders(session: Session, event_id: int, *, but_not: frozenset[str]) -> None:
    """Queues a message for everybody who ever took something of this list along, in the caller's
    transaction; at most one for each and day, later ones wait for the next morning."""
    taken = select(ContactListAccess.registration_id, ContactListAccess.account_id).where(
        ContactListAccess.event_id == event_id, ContactListAccess.kind.in_(queries.DOWNLOADS)
    )
    rows = session.execute(taken.distinct()).all()
    left = {int(key) for key in but_not if key.isdigit()}
    people = sorted({row[0] for row in rows if row[0] is not None} - left)
    for_them = select(Registration).where(Registration.id.in_(people)).order_by(Registration.id)
    wait = _waiting(session, event_id)
    for registration in session.scalars(for_them).all():
        if registration.id not in wait:
            due_at = _due(session, event_id, "registration_id", registration.id)
            registration_telling.tell(session, registration, TO_PARTICIPANT, due_at=due_at)
    for account_id in sorted({row[1] for row in rows if row[1] is not None}):
        _tell_organiser(session, event_id, account_id)


def _waiting(session: Session, event_id: int) -> frozenset[int]:
    """Participants for whom the same message has not left yet."""
    query = select(Message.about_id).where(
        Message.kind == TO_PARTICIPANT, Message.event_id == event_id, text(WAITING)
    )
    return frozenset(session.scalars(query))


def _tell_organiser(session: Session, event_id: int, account_id: int) -> None:
    notices = select(ContactListNotice.id).where(
        ContactListNotice.event_id == event_id, ContactListNotice.account_id == account_id
    )
    waits = select(Message.id).where(
        Message.kind == TO_ORGANISER, Message.about_id.in_(notices), text(WAITING)
    )
    if session.scalars(waits).first() is None:
        due_at = _due(session, event_id, "account_id", account_id)
        newest = notices.order_by(ContactListNotice.day.desc()).limit(1)
        mail.queue(
            session, TO_ORGANISER, session.scalars(newest).one(), event_id=event_id, due_at=due_at
        )


def _due(session: Session, event_id: int, who: str, number: int) -> datetime:
    """When somebody is told: now, or in the morning of the first day that is still free."""
    today = clock.in_berlin(clock.now()).date()
    day = today
    while not database.add_once(session, ContactListNotice, _row(event_id, who, number, day)):
        day += timedelta(days=1)
    if day == today:
        return clock.now()
    return clock.from_berlin(datetime.combine(day, MORNING))


def _row(event_id: int, who: str, number: int, day: date) -> dict[str, object]:
    return {
        "event_id": event_id,
        "registration_id": None,
        "account_id": None,
        "day": day,
        who: number,
    }


def find_notice(notice_id: int) -> ContactListNotice | None:
    """A notice with the organiser it goes to."""
    return database.db.session.get(ContactListNotice, notice_id)
