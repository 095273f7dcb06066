"""Telling people about wishes: that some wait for them, at most once within a day, however many
there are; and that both want it."""

from __future__ import annotations

import random

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.contacts import wish_queries, wish_rules
from forum.contacts.wish_models import ContactWish, DirectoryEntry, WishState
from forum.mail import service as mail
from forum.registration import telling
from forum.registration.models import Registration

WAITING_MAIL = "contact-wishes"
MATCH_MAIL = "contact-match"
CALL_LATER = "contact-call"
MAILS = frozenset({WAITING_MAIL, MATCH_MAIL, CALL_LATER})
"""What organisers must not even see leave: two at one time would tell who wants what."""


def tell() -> None:
    """Queues a message for everybody for whom wishes wait that they have not heard of. Safe to
    repeat."""
    waiting = wish_queries.to_tell()
    for registration_id in waiting:
        _tell(registration_id)
    if waiting:
        mail.wake()


def tell_of_match(session: Session, both: tuple[Registration, Registration]) -> None:
    """Two tasks at one moment would tell organisers who is in touch with whom. So whoever has to be
    called is called some time in the next days, the two of them never on the same one."""
    moments = wish_rules.call_moments(clock.now(), random.SystemRandom())
    for person, moment in zip(both, moments, strict=True):
        if telling.by_mail(person):
            telling.tell(session, person, MATCH_MAIL)
        else:
            mail.queue(session, CALL_LATER, person.id, event_id=person.event_id, due_at=moment)


def call(registration_id: int) -> None:
    """Asks organisers to call somebody about contact wishes, where there is still something to
    tell. Safe to repeat."""
    with database.transaction() as session:
        registration = session.get_one(Registration, registration_id)
        if wish_queries.has_news(registration):
            telling.tell(session, registration, WAITING_MAIL)


def _tell(registration_id: int) -> None:
    with database.transaction() as session:
        entry = session.scalars(
            select(DirectoryEntry)
            .where(DirectoryEntry.registration_id == registration_id)
            .with_for_update()
        ).one()
        if not wish_rules.digest_is_due(entry.told_at, clock.now()):
            return
        entry.told_at = clock.now()
        session.execute(
            update(ContactWish)
            .where(
                ContactWish.receiver_id == registration_id,
                ContactWish.state == WishState.OPEN,
                ContactWish.told_at.is_(None),
            )
            .values(told_at=clock.now())
            .execution_options(synchronize_session=False)
        )
        registration = session.get_one(Registration, registration_id)
        telling.tell(session, registration, WAITING_MAIL)
