"""Messages that came back: whoever they were for is called instead."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.audit.models import Actor
from forum.base import clock
from forum.base.refusal import Refused
from forum.base.typed import address_key
from forum.calendars.failures import Failure
from forum.invitations import rules
from forum.mail import service as mails
from forum.mail.models import Message
from forum.registration import identities, places, telling, words
from forum.registration import rules as registration_rules
from forum.registration import service as registrations
from forum.registration.models import Registration
from forum.registration.person_models import TaskKind

ONLY_FOR_THE_ADDRESS = {"registration-received", "registration-link", "mailing-list-confirm"}
"""What tells nothing new to somebody at the telephone."""


def find(session: Session, failure: Failure) -> Message | None:
    """The message that did not arrive for good. Only its server and its recipient know its
    Message-ID, so nobody else can say so."""
    if not failure.is_final or not failure.message_id:
        return None
    named = select(Message).where(Message.message_id == failure.message_id)
    return session.scalars(named).first()


def take_in(session: Session, message: Message, failure: Failure) -> Registration | None:
    """Notes in the caller's transaction that a message failed, and marks the address it was for.
    Returns whose message it was, where it was a participant's."""
    mails.mark_bounced(session, message.id, code=failure.code)
    if not rules.is_to_participant(message.kind):
        return None
    try:
        registration = registrations.locked(session, message.about_id)
    except Refused:  # forgotten meanwhile
        return None
    if _is_about(registration, failure):
        _mark(session, registration, message.kind)
    return registration


def _is_about(registration: Registration, failure: Failure) -> bool:
    """Whether it is the address of today that failed, as far as the server says which one did."""
    address = identities.recipient_of(registration)
    failed = {address_key(one) for one in failure.recipients}
    return bool(address) and (not failed or address_key(address) in failed)


def _mark(session: Session, registration: Registration, kind: str) -> None:
    if registration.bounced_at is None:
        registration.bounced_at = clock.now()
        places.note(session, registration, "mails_come_back", actor=Actor.CLOCK)
    if registration.state in registration_rules.ACTIVE:
        telling.add_task(session, registration, TaskKind.BOUNCED)
        if kind in words.MESSAGES and kind not in ONLY_FOR_THE_ADDRESS:
            telling.tell(session, registration, kind)
