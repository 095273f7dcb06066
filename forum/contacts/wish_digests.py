"""Telling people that wishes wait for them: at most once within a day, however many there are."""

from __future__ import annotations

from sqlalchemy import select, update

from forum.base import clock, database
from forum.contacts import wish_queries, wish_rules
from forum.contacts.wish_models import ContactWish, DirectoryEntry, WishState
from forum.contacts.wish_service import WAITING_MAIL
from forum.mail import service as mail
from forum.registration import telling
from forum.registration.models import Registration


def tell() -> None:
    """Queues a message for everybody for whom wishes wait that they have not heard of. Safe to
    repeat."""
    waiting = wish_queries.to_tell()
    for registration_id in waiting:
        _tell(registration_id)
    if waiting:
        mail.wake()


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
