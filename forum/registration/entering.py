"""Entering somebody who called, wrote on paper or stands at the door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.base.typed import address_key
from forum.events.models import Event
from forum.mail import service as mail
from forum.registration import (
    consenting,
    consents,
    identities,
    needs,
    places,
    questions,
    seating,
    telling,
)
from forum.registration import details as details_of
from forum.registration.details import Details, Needs
from forum.registration.models import Channel, Purpose, Registration, State

_FULL = _("All places are taken. To let this person in anyway, please give a reason.")


@dataclass(frozen=True)
class Entry:
    """Somebody who called, wrote or stands at the door, as an organiser takes it down.

    Consents are what the person said when the words were read to them.
    """

    details: Details
    channel: Channel
    email: str | None = None
    language: str = "de"
    decisions: Mapping[Purpose, bool] = field(default_factory=dict)
    contact_fields: Sequence[str] = consents.ALWAYS
    needed: Needs = field(default_factory=Needs)


def enter(event_id: int, entry: Entry, *, by: int, is_other: bool = False, reason: str = "") -> int:
    """Enters somebody; returns the registration's id.

    At the door they are checked in. Without room they wait, unless a reason overrules the limit.
    `is_other`: somebody of the same name is registered, and is another person.

    Raises:
        Refused: the address or the name is registered already, or no place is left at the door.
    """
    details, email, channel = entry.details, entry.email, entry.channel
    with database.transaction() as session:
        event = places.lock_event(session, event_id)
        if event.cancelled_at:
            raise Refused(_("This forum is cancelled."))
        wishes = details_of.checked_wishes(session, event, details)
        names = identities.name_key(details.first_name, details.last_name)
        known = identities.find_known(
            session, event_id, email_key=address_key(email) if email else None, names=names
        )
        _refuse_known(known, is_other=is_other)
        registration = seating.new(details, event, channel=channel, language=entry.language)
        registration.told_at = clock.now()
        is_taken = known.is_sealed and details.is_protected
        identities.set_address(session, registration, None if is_taken else email)
        at_door = channel is Channel.DESK
        free = State.CHECKED_IN if at_door else State.CONFIRMED
        full = seating.add(
            session, event, registration, details, known, free=free, overrules=bool(reason)
        )
        if full and at_door and not reason:
            raise Refused(_FULL, field="reason")
        questions.ask_quietly(session, registration, known)
        details_of.add_wishes(session, registration, wishes)
        _record(session, event, registration, entry)
        detail = f"{channel.value}:{full.value if full else ''}"
        places.note(session, registration, "entered", by=by, detail=detail, reason=reason)
        _tell(session, registration)
    mail.wake()
    return registration.id


def _tell(session: Session, registration: Registration) -> None:
    """Tells who is not here already; whoever would like invitations still has to confirm them."""
    if registration.channel is not Channel.DESK:
        telling.tell(session, registration, "registration-entered")
    if registration.email_key and consents.is_asked(registration.consents, Purpose.MAILING_LIST):
        telling.tell(session, registration, "mailing-list-confirm")


def _record(session: Session, event: Event, registration: Registration, entry: Entry) -> None:
    """Keeps who is protected, what was agreed to, and what is needed."""
    channel = entry.channel
    if entry.details.is_protected:
        details_of.keep_identity(session, registration, entry.details, entry.email)
    decisions = {**entry.decisions, **needs.decided(entry.needed)}
    consenting.record_all(session, registration, decisions, entry.contact_fields, channel=channel)
    needs.add(session, event, registration, entry.needed)


def _refuse_known(known: identities.Known, *, is_other: bool) -> None:
    """Asks back about an address or a name that is registered; never because of somebody who is
    protected, so that nobody finds out by typing names who that is."""
    one = known.by_address
    if one is not None and not one.is_protected:
        raise Refused(_("Another registration of this forum has this address."), field="email")
    if known.open is not None and not is_other:
        raise Refused(
            _("Somebody of this name is registered already. Please say if it is another one."),
            field="is_other",
        )
