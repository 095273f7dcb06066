"""The places of a forum: counted under a lock, given on in one way."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.events.models import Event
from forum.mail import service as mail
from forum.registration import queries, rules
from forum.registration.models import Channel, Registration, State


def lock_event(session: Session, event_id: int) -> Event:
    """The forum, locked until the transaction ends: whoever counts places holds this."""
    return session.get_one(Event, event_id, with_for_update=True)


def count_taken(session: Session, event_id: int) -> int:
    """How many places are given or held. Exact only while the forum is locked."""
    query = select(func.count(Registration.id)).where(
        Registration.event_id == event_id, Registration.state.in_(rules.TAKING)
    )
    return session.scalar(query) or 0


def move(registration: Registration, state: State) -> None:
    """Changes the state, if the table of transitions allows it."""
    rules.check_transition(registration.state, state)
    registration.state = state


def promote(session: Session, event: Event) -> None:
    """The one way a free place is given on: to whoever has waited longest and can be reached."""
    if event.cancelled_at or not event.published_at or clock.now() >= event.starts_at:
        return
    free = event.capacity - count_taken(session, event.id)
    if free <= 0:
        return
    next_ones = session.scalars(queries.waiting_in_order(event.id).limit(free)).all()
    for registration_id in next_ones:
        registration = session.get_one(Registration, registration_id)
        move(registration, State.CONFIRMED)
        registration.changed_at = clock.now()
        if registration.told_at is not None:
            mail.queue(session, "registration-promoted", registration.id, event_id=event.id)
    session.flush()


def fill_places() -> None:
    """Gives free places to those who wait, wherever a limit was raised or a change was missed."""
    waits = select(Registration.event_id).where(Registration.state == State.WAITING).distinct()
    for event_id in database.db.session.scalars(waits).all():
        with database.transaction() as session:
            promote(session, lock_event(session, event_id))
    mail.wake()


def expire_unconfirmed() -> None:
    """Ends registrations whose address was not confirmed in time; their places move on."""
    now = clock.now()
    due = select(Registration.id, Registration.event_id).where(
        Registration.state.in_({State.HELD, State.WAITING}),
        Registration.address_confirmed_at.is_(None),
        Registration.channel == Channel.WEB,
        Registration.held_until <= now,
    )
    for registration_id, event_id in database.db.session.execute(due).all():
        with database.transaction() as session:
            event = lock_event(session, event_id)
            registration = session.get_one(Registration, registration_id)
            if registration.address_confirmed_at is None and registration.state in rules.ACTIVE:
                move(registration, State.EXPIRED)
                registration.ended_at = registration.changed_at = now
                session.flush()
                promote(session, event)
    mail.wake()
