"""Helping with a wish by telephone, where its sender has asked for it."""

from __future__ import annotations

from collections.abc import Sequence

from forum.base import clock, database
from forum.base.refusal import NotFound
from forum.contacts import wish_ending, wish_service
from forum.contacts.wish_models import ContactWish
from forum.mail import service as mail
from forum.registration import places, telling


def pass_on(wish: ContactWish, *, by: int) -> None:
    """An organiser has told the receiver of a wish about it. Again changes nothing."""
    with database.transaction() as session:
        wish = session.get_one(ContactWish, wish.id, populate_existing=True)
        if wish.passed_on_at is None and wish.sender is not None:
            wish.passed_on_at = clock.now()
            places.note(session, wish.sender, "wish_passed_on", by=by)
            telling.close_told(session, wish.sender, wish_ending.task_of(wish))


def agree_by_phone(wish: ContactWish, fields: Sequence[str], *, by: int) -> None:
    """The receiver of a wish has told an organiser that they want it, too.

    Raises:
        NotFound: the wish is not open any more.
        Refused: they do not stand in the directory, or cannot be reached by what they show.
    """
    with database.transaction() as session:
        found = session.get(ContactWish, wish.id, populate_existing=True)
        # Whether they had declined before makes no difference: nobody but them knows of it.
        if (
            found is None
            or found.receiver is None
            or not found.may_help
            or not wish_service.is_open(found)
        ):
            raise NotFound(wish_service.GONE)
        wish_service.exchange(session, found, found.receiver.id, fields)
        places.note(session, found.receiver, "wish_brokered", by=by)
    mail.wake()
