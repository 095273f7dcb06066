"""What organisers do with a contact list: open it earlier, close it again, and let organisations
stand there without a person."""

from __future__ import annotations

from sqlalchemy import delete

from forum.base import clock, database
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.contacts import queries, versions
from forum.contacts.models import ContactOrganisation
from forum.events.models import Event
from forum.organisations import queries as organisations


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


def add_organisation(event_id: int, organisation_id: int, *, by: int) -> None:
    """Lets an organisation stand on the list with its mailbox; it has agreed to that. Again
    changes nothing.

    Raises:
        NotFound: nobody of it takes part, or it has no mailbox.
    """
    if organisation_id not in {one.id for one in queries.that_can_stand(event_id)}:
        raise NotFound(_("This organisation has no mailbox, or nobody of it takes part."))
    row = {
        "event_id": event_id,
        "organisation_id": organisation_id,
        "added_at": clock.now(),
        "added_by": by,
    }
    with database.transaction() as session:
        database.add_once(session, ContactOrganisation, row)
    versions.keep(event_id)


def remove_organisation(event_id: int, organisation_id: int) -> None:
    """Takes an organisation off the list, by whichever of its entries it stands there. Again
    changes nothing."""
    leading = organisations.get(organisation_id)
    entries = organisations.entries_of(leading.merged_into_id or leading.id)
    with database.transaction() as session:
        session.execute(
            delete(ContactOrganisation).where(
                ContactOrganisation.event_id == event_id,
                ContactOrganisation.organisation_id.in_(entries),
            )
        )
    versions.keep(event_id)
