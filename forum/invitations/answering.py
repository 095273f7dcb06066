"""What comes back from people's calendars: each mail counts once, and only what its sender may say.

A mail is never trusted further than what was sent: the unguessable name of the entry, the address
it went to, and that the answer comes from there. Nothing of its words is kept.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock, database, typed
from forum.base.refusal import Refused
from forum.calendars import answers
from forum.calendars.answers import Kind, Mail
from forum.invitations import bouncing, keeping, rules
from forum.invitations.models import Answer, Arrival, Invitation, Outcome
from forum.mail import service as mails
from forum.registration import identities
from forum.registration.models import Registration

log = logging.getLogger(__name__)

_PLAIN = {
    Kind.AUTOMATIC: Outcome.AUTOMATIC,
    Kind.LETTER: Outcome.LETTER,
    Kind.UNREADABLE: Outcome.UNREADABLE,
}
"""Mails that are about no entry."""


def receive(raw: bytes) -> Outcome:
    """Takes in a mail that arrived at the address of the invitations, and says what came of it.
    The same mail again changes nothing."""
    mail = answers.read(raw)
    digest = hashlib.sha256(mail.message_id.encode() or raw).hexdigest()
    row = {"digest": digest, "arrived_at": clock.now(), "outcome": Outcome.UNREADABLE}
    with database.transaction() as session:
        is_new = database.add_once(session, Arrival, row)
        arrival = session.scalars(select(Arrival).where(Arrival.digest == digest)).one()
        if is_new:
            found = _take_in(session, mail)
            arrival.outcome = found.outcome
            arrival.registration_id = found.registration.id if found.registration else None
            arrival.event_id = found.event_id
        outcome = arrival.outcome
    mails.wake()
    log.info("A mail has arrived", extra={"facts": {"outcome": outcome.value, "new": is_new}})
    return outcome


@dataclass(frozen=True)
class _Found:
    """What came of a mail, and what it is about as far as that is known."""

    outcome: Outcome
    registration: Registration | None = None
    event_id: int | None = None


def _about(outcome: Outcome, registration: Registration) -> _Found:
    return _Found(outcome, registration, registration.event_id)


def _take_in(session: Session, mail: Mail) -> _Found:
    if mail.kind in _PLAIN:
        return _Found(_PLAIN[mail.kind])
    if mail.kind is Kind.FAILURE:
        return _failure(session, mail)
    known = select(Invitation.registration_id).where(Invitation.uid == mail.reply.uid)
    try:
        registration, sent = keeping.locked(session, session.scalar(known) or 0)
    except Refused:  # never known, or forgotten
        return _Found(Outcome.UNKNOWN)
    if sent is None or not _is_theirs(mail, registration):
        return _about(Outcome.FOREIGN, registration)
    if mail.kind is not Kind.REPLY:
        return _about(Outcome.PROPOSAL, registration)
    return _about(_answer(session, mail, registration, sent), registration)


def _failure(session: Session, mail: Mail) -> _Found:
    """A message of ours that came back for good; what only waits is no news."""
    message = bouncing.find(session, mail.failure)
    if message is None:
        return _Found(Outcome.AUTOMATIC)
    registration = bouncing.take_in(session, message, mail.failure)
    return _Found(Outcome.BOUNCED, registration, message.event_id)


def _is_theirs(mail: Mail, registration: Registration) -> bool:
    """Whether somebody speaks for themselves: the invited address answers, and the mail is from
    there; where our own mail server checks senders, it has to vouch for that."""
    server = current_app.config["FORUM"].mail_authserv
    verdicts = [verdict for name, verdict in mail.verdicts if name == server]
    if server and verdicts[:1] != ["pass"]:
        return False
    invited = identities.recipient_of(registration)
    said_by = {typed.address_key(one) for one in (mail.sender, mail.attendee)}
    return bool(invited) and said_by == {typed.address_key(invited)}


def _answer(session: Session, mail: Mail, registration: Registration, sent: Invitation) -> Outcome:
    known = {answer.upper(): answer for answer in Answer}
    answer = known.get(mail.says)
    if answer is None:  # delegated to somebody, or not decided
        return Outcome.FOREIGN if mail.says == "DELEGATED" else Outcome.UNREADABLE
    now = clock.now()
    said_at = min(mail.reply.at or now, now)
    is_stale = rules.is_stale(
        mail.reply.sequence,
        said_at,
        sent=(sent.sequence, sent.sent_at),
        answered_at=sent.answered_at,
    )
    if is_stale or not keeping.has_place(registration, sent):
        return Outcome.STALE
    sent.answer, sent.answered_at = answer, said_at
    if answer is Answer.DECLINED:
        keeping.decline(session, registration, sent)
        return Outcome.DECLINED
    keeping.stay(session, registration, sent)
    return Outcome.NOTED
