"""What can be done with a contact list: open it earlier, close it again, note who looks."""

from __future__ import annotations

from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.contacts.models import AccessKind, ContactListAccess
from forum.events.models import Event
from forum.registration.models import Registration


def note_opened_by(registration: Registration) -> None:
    """Keeps that a participant opened the list."""
    with database.transaction() as session:
        session.add(
            ContactListAccess(
                event_id=registration.event_id,
                registration_id=registration.id,
                kind=AccessKind.PAGE,
                at=clock.now(),
            )
        )


def note_used_by(account_id: int, event_id: int, kind: AccessKind) -> None:
    """Keeps that an organiser downloaded the list."""
    with database.transaction() as session:
        session.add(
            ContactListAccess(event_id=event_id, account_id=account_id, kind=kind, at=clock.now())
        )


def open_list(event_id: int) -> None:
    """Opens the list before the forum is over. Again changes nothing."""
    with database.transaction() as session:
        event = session.get_one(Event, event_id, with_for_update=True)
        event.contact_list_opened_at = event.contact_list_opened_at or clock.now()


def close_list(event_id: int) -> None:
    """Takes the early opening back.

    Raises:
        Refused: the forum is over; the list is open by then.
    """
    with database.transaction() as session:
        event = session.get_one(Event, event_id, with_for_update=True)
        if clock.now() >= event.ends_at:
            raise Refused(_("The forum is over; its contact list stays open."))
        event.contact_list_opened_at = None
