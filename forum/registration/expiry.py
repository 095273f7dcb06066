"""What has run out: unconfirmed addresses and offers that nobody took; their places move on."""

from __future__ import annotations

from sqlalchemy import select

from forum.audit.models import Actor
from forum.base import clock, database
from forum.mail import service as mail
from forum.registration import places, telling
from forum.registration.models import Channel, Registration, State


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
    due = select(Registration.id, Registration.event_id).where(unconfirmed | unanswered)
    for registration_id, event_id in database.db.session.execute(due).all():
        with database.transaction() as session:
            event = places.lock_event(session, event_id)
            registration = session.get_one(Registration, registration_id)
            if _is_over(registration):
                was = registration.state
                places.move(registration, State.EXPIRED)
                places.note(session, registration, "expired", actor=Actor.CLOCK, detail=was.value)
                if was is State.OFFERED:
                    telling.tell(session, registration, "registration-offer-over")
                places.promote(session, event)
    mail.wake()


def _is_over(registration: Registration) -> bool:
    """Whether a term has passed that was still running when the due ones were listed."""
    now = clock.now()
    if registration.state is State.OFFERED:
        return registration.answer_by is not None and registration.answer_by <= now
    return (
        registration.state in {State.HELD, State.WAITING}
        and registration.address_confirmed_at is None
        and registration.email_key is not None
        and registration.held_until is not None
        and registration.held_until <= now
    )
