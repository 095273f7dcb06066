"""The one place that decides what of somebody may be shown: for page, search, files and mails."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from forum.base import clock
from forum.contacts import rules
from forum.contacts.rules import Audience, Shown, Standing
from forum.contacts.saying import Lines
from forum.registration import consents, queries
from forum.registration import rules as registration_rules
from forum.registration.models import Consent, Decision, Purpose, Registration, State


@dataclass(frozen=True)
class Entry:
    """An entry of a contact list with only what may be shown; the rest is empty. An organisation
    stands there without a person: then only its name and its mailbox are filled in."""

    key: str
    sort_key: str
    organisation: str
    email: str
    first_name: str = ""
    last_name: str = ""
    role: str = ""
    phone: str = ""
    fields: frozenset[str] = frozenset()
    until: datetime | None = None
    lines: Lines = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.organisation

    @property
    def is_person(self) -> bool:
        return self.key.isdigit()


def of(registration: Registration, viewer: Audience) -> Shown:
    """Which fields of somebody `viewer` may see now, and until when.

    Asks what is loaded with the registration: its consents and its forum.
    """
    newest = consents.latest(registration.consents).get(Purpose.CONTACT_LIST)
    return by(registration, newest, viewer)


def by(registration: Registration, newest: Consent | None, viewer: Audience) -> Shown:
    """The same where the newest decision about the contact list is at hand."""
    return rules.visible(standing(registration, newest), viewer, clock.now())


def standing(registration: Registration, newest: Consent | None) -> Standing:
    """What decides about somebody's entry, as plain values."""
    return standing_of(registration, registration.event.ends_at, newest)


class _Place(Protocol):
    """What decides of a registration, loaded whole or only in part."""

    @property
    def state(self) -> State: ...
    @property
    def is_protected(self) -> bool: ...


class _Said(Protocol):
    """What decides of the newest decision about the contact list."""

    @property
    def decision(self) -> Decision: ...
    @property
    def fields(self) -> list[str]: ...
    @property
    def public_fields(self) -> list[str]: ...
    @property
    def ends_at(self) -> datetime | None: ...


def standing_of(place: _Place, over_at: datetime, newest: _Said | None) -> Standing:
    """The same of a forum that is over at a moment."""
    ends_at = rules.a_year_after(over_at)
    return Standing(
        takes_part=place.state in registration_rules.TAKING_PART,
        is_protected=place.is_protected,
        is_granted=newest is not None and newest.decision is Decision.GRANTED,
        audiences=rules.audiences(newest.fields, newest.public_fields) if newest else {},
        ends_at=(newest and newest.ends_at) or ends_at,
    )


def entry_of(registration: Registration, shown: Shown, lines: Lines) -> Entry | None:
    """Somebody's entry with only what may be shown; None where nothing may. `lines`: what they
    offer and seek."""
    if not shown:
        return None
    affiliation = registration.affiliation
    values = rules.only_agreed(
        {
            "organisation": queries.organisation_of(registration),
            "role": affiliation.role if affiliation else "",
            "email": registration.email or "",
            "phone": registration.phone,
        },
        shown,
    )
    person = registration.person
    return Entry(
        key=str(registration.id),
        sort_key=person.sort_key,
        first_name=person.first_name,
        last_name=person.last_name,
        fields=shown.fields,
        until=shown.until,
        lines=agreed_lines(lines, shown),
        **values,
    )


def agreed_lines(lines: Lines, shown: Shown) -> Lines:
    """What somebody offers and seeks, where that may be shown."""
    return lines if "offers" in shown.fields else {}
