"""What has run out: unconfirmed addresses and offers that nobody took. Their places move on, and
whoever never confirmed is forgotten."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from forum.audit.models import Actor
from forum.base import clock, database
from forum.mail import service as mail
from forum.people.models import Person
from forum.registration import places, telling
from forum.registration.models import Channel, Registration, State

FORGOTTEN_AFTER = timedelta(days=7)
"""So long after its end a registration is kept whose address nobody ever confirmed."""


def expire() -> None:
    """Ends registrations whose address was not confirmed in time, and offers that nobody took;
    their places move on."""
    now = clock.now()
    unconfirmed = (
        Registration.state.in_({State.HELD, State.WAITING})
        & Registration.address_confirmed_at.is_(None)
        & Registration.email_key.is_not(None)
        & (Registration.channel == Channel.WEB)
        & (Registration.held_until <= now)
    )
    unanswered = (Registration.state == State.OFFERED) & (Registration.answer_by <= now)
    is_over = unconfirmed | unanswered
    due = select(Registration.id, Registration.event_id).where(is_over)
    for registration_id, event_id in database.db.session.execute(due).all():
        still = select(Registration).where(Registration.id == registration_id, is_over)
        with database.transaction() as session:
            event = places.lock_event(session, event_id)
            registration = session.scalars(still.execution_options(populate_existing=True)).first()
            if registration is not None:
                was = registration.state
                places.move(registration, State.EXPIRED)
                places.note(session, registration, "expired", actor=Actor.CLOCK, detail=was.value)
                if was is State.OFFERED:
                    telling.tell(session, registration, "registration-offer-over")
                places.promote(session, event)
    mail.wake()


def forget() -> None:
    """Deletes registrations that nobody ever confirmed, with the person they named, a week after
    they ended: the address may be a stranger's. Safe to repeat."""
    over = (
        (Registration.state == State.EXPIRED)
        & Registration.address_confirmed_at.is_(None)
        & (Registration.channel == Channel.WEB)
        & (Registration.ended_at <= clock.now() - FORGOTTEN_AFTER)
    )
    with database.transaction() as session:
        people = set(session.scalars(select(Registration.person_id).where(over)))
        session.execute(
            delete(Registration).where(over).execution_options(synchronize_session=False)
        )
        used = select(Registration.person_id)
        session.execute(
            delete(Person)
            .where(Person.id.in_(people), Person.id.not_in(used))
            .execution_options(synchronize_session=False)
        )
