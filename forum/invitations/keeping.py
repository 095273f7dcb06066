"""Places that were declined in a calendar: kept for a while, kept for good, or given back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.database import db
from forum.base.refusal import Refused
from forum.base.text import _
from forum.invitations import rules
from forum.invitations.models import Answer, Invitation
from forum.mail import service as mail
from forum.registration import places, telling
from forum.registration import rules as registration_rules
from forum.registration import service as registrations
from forum.registration.models import Registration, State
from forum.registration.person_models import TaskKind

DECLINED = "calendar-declined"


def locked(session: Session, registration_id: int) -> tuple[Registration, Invitation | None]:
    """A registration and its entry, while neither its forum nor what is sent to it can change.

    Raises:
        Refused: it is gone.
    """
    registration = registrations.locked(session, registration_id)
    sending = select(Registration.id).where(Registration.id == registration_id)
    session.execute(sending.with_for_update())  # what is just being sent has its number first
    return registration, session.get(Invitation, registration_id, populate_existing=True)


def has_place(registration: Registration, sent: Invitation) -> bool:
    """Whether somebody has a place, and their calendar an entry, that an answer can be about."""
    is_off = sent.is_off or registration.event.cancelled_at is not None
    return not is_off and registration.state in registration_rules.TAKING_PART


def decline(session: Session, registration: Registration, sent: Invitation) -> None:
    """Notes in the caller's transaction that the place is given back later, and says so to whoever
    declined. Too close to the day it is a request to the organisers. Again changes nothing."""
    if sent.gives_back_at is not None or registration.state is not State.CONFIRMED:
        return
    now, event = clock.now(), registration.event
    places.note(session, registration, "calendar_declined")
    gives_back_at = rules.gives_back_at(now, event.starts_at)
    alone_until = registration_rules.may_change_until(event.starts_at, event.changes_until)
    if now < alone_until and gives_back_at < event.starts_at:
        sent.gives_back_at = gives_back_at
        telling.tell(session, registration, DECLINED)
    elif now < event.starts_at:
        telling.add_task(session, registration, TaskKind.CANCEL_REQUEST, message=DECLINED)


def stay(session: Session, registration: Registration, sent: Invitation) -> None:
    """Takes back in the caller's transaction that the place is given back."""
    if sent.gives_back_at is not None:
        sent.gives_back_at = None
        places.note(session, registration, "calendar_kept")
    telling.close_told(session, registration, DECLINED)


def keep(registration_id: int) -> None:
    """Keeps the place of somebody whose calendar declined. The entry is sent once more, because
    calendars throw away what was declined. Again changes nothing.

    Raises:
        Refused: the place has been given back.
    """
    with database.transaction() as session:
        registration, sent = locked(session, registration_id)
        if registration.state not in registration_rules.TAKING_PART:
            raise Refused(
                _("Your place has been given back. You can register again while there are places.")
            )
        if sent is not None and sent.gives_back_at is not None:
            stay(session, registration, sent)
            sent.answer, sent.answered_at = Answer.ACCEPTED, clock.now()
            sent.content = ""
            telling.tell(session, registration, "registration-confirmed")
    mail.wake()


def give_back() -> None:
    """Gives back the places that were declined and not kept in time; they go on to whoever waits.
    Safe to repeat."""
    due = select(Invitation.registration_id).where(Invitation.gives_back_at <= clock.now())
    for registration_id in db.session.scalars(due.order_by(Invitation.gives_back_at)).all():
        with database.transaction() as session:
            registration, sent = locked(session, registration_id)
            if sent is None or sent.gives_back_at is None or sent.gives_back_at > clock.now():
                continue
            if _still_counts(registration, sent):
                places.end(session, registration, action="calendar_given_back")
            sent.gives_back_at = None
    mail.wake()


def _still_counts(registration: Registration, sent: Invitation) -> bool:
    """Not where the forum has another day since, has begun, or was cancelled."""
    event = registration.event
    is_moved = (
        event.postponed_at is not None
        and sent.answered_at is not None
        and event.postponed_at > sent.answered_at
    )
    is_to_come = clock.now() < event.starts_at and event.cancelled_at is None
    return registration.state is State.CONFIRMED and is_to_come and not is_moved
