"""Who stands on a contact list. One place decides it for page, CSV and vCard alike."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.base.text import _
from forum.contacts import rules
from forum.contacts.models import AccessKind, ContactListAccess
from forum.events import rules as event_rules
from forum.people.models import Affiliation, Person
from forum.registration import consents, queries
from forum.registration import rules as registration_rules
from forum.registration.models import Consent, Decision, Purpose, Registration


@dataclass(frozen=True)
class ContactEntry:
    """Somebody who agreed, with only the fields they agreed to; empty where they did not."""

    first_name: str
    last_name: str
    organisation: str
    email: str
    phone: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


def entries(event_id: int) -> list[ContactEntry]:
    """Everybody who takes part and whose newest decision about the list is a yes, by name."""
    newest = (
        select(func.max(Consent.id))
        .where(Consent.purpose == Purpose.CONTACT_LIST)
        .group_by(Consent.registration_id)
    )
    query = (
        select(Registration, Consent)
        .join(Consent, Consent.registration_id == Registration.id)
        .where(
            Registration.event_id == event_id,
            Registration.state.in_(registration_rules.TAKING_PART),
            Consent.id.in_(newest),
            Consent.decision == Decision.GRANTED,
        )
        .options(
            joinedload(Registration.person),
            joinedload(Registration.affiliation).joinedload(Affiliation.entry),
        )
    )
    query = query.join(Registration.person).order_by(Person.sort_key, Registration.id)
    return [_entry(registration, consent) for registration, consent in db.session.execute(query)]


def _entry(registration: Registration, consent: Consent) -> ContactEntry:
    shown = rules.only_agreed(
        {
            "organisation": queries.organisation_of(registration),
            "email": registration.email or "",
            "phone": registration.phone,
        },
        consent.fields,
    )
    return ContactEntry(
        first_name=registration.person.first_name,
        last_name=registration.person.last_name,
        organisation=shown["organisation"],
        email=shown["email"],
        phone=shown["phone"],
    )


def may_see(registration: Registration) -> bool:
    """Whether this participant may look at the list now: it is open and they stand on it."""
    return (
        event_rules.contact_list_is_open(registration.event, clock.now())
        and registration.state in registration_rules.TAKING_PART
        and consents.is_granted(registration.consents, Purpose.CONTACT_LIST)
    )


def entries_for(registration: Registration) -> list[ContactEntry]:
    """The list as a participant sees it.

    Raises:
        Refused: it is not open, or they do not stand on it themselves.
    """
    if not event_rules.contact_list_is_open(registration.event, clock.now()):
        raise Refused(_("The contact list of this forum is not open yet."))
    if not may_see(registration):
        raise Refused(
            _(
                "Only those who stand on the contact list can see it. You can agree to it on your"
                " personal page."
            )
        )
    return entries(registration.event_id)


def accesses(event_id: int) -> dict[AccessKind, int]:
    """How often the list of a forum was opened and downloaded."""
    query = (
        select(ContactListAccess.kind, func.count(ContactListAccess.id))
        .where(ContactListAccess.event_id == event_id)
        .group_by(ContactListAccess.kind)
    )
    return {kind: number for kind, number in db.session.execute(query)}  # noqa: C416
