"""Writes a plan in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from forum.base import clock, links
from forum.base.typed import address_key
from forum.events.models import Event
from forum.lists.cells import fingerprint, key_of
from forum.lists.models import ImportedRow
from forum.lists.plans import Plan, Target
from forum.organisations import service as organisations
from forum.organisations.models import Organisation, Sector
from forum.people import service as people
from forum.people.models import Person
from forum.registration import consenting, identities
from forum.registration.models import (
    Channel,
    Consent,
    Decision,
    Purpose,
    Registration,
    State,
    Wish,
)

CONTACT_FIELDS = ("name", "organisation", "email")
"""What a "yes" in a list may show; more needs the person's own consent."""


def write(session: Session, event: Event, plan: Plan, *, consent_text: str) -> None:
    """Makes and changes the registrations, and remembers what the list said."""
    known = _Organisations(session)
    known.add_in_order([target.values for target in plan.targets])
    added = []
    for target in plan.targets:
        if target.id is None:
            added.append((target, _add(session, event, target, known)))
        elif target.changes:
            registration = session.get_one(Registration, target.id)
            _change(session, registration, target, known)
    session.flush()
    for target, registration in added:
        target.id = registration.id
    for target in plan.targets:
        if "contact_list" in target.changes:
            _consent(session, target, consent_text)
    _remember(session, event.id, plan)


class _Organisations:
    """The organisations of a list, each looked up once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.known: dict[str, Organisation] = {}

    def add_in_order(self, rows: Sequence[dict[str, Any]]) -> None:
        """Makes all organisations of the list, in one order whatever the list's: two lists at once
        then wait for each other instead of blocking each other."""
        named = [values for values in rows if values.get("organisation")]
        for values in sorted(named, key=lambda one: key_of("organisation", one["organisation"])):
            self.of(values)

    def of(self, values: dict[str, Any]) -> Organisation | None:
        spelling = values.get("organisation")
        if not spelling:
            return None
        key = key_of("organisation", spelling)
        if key not in self.known:
            self.known[key] = organisations.get_or_add(
                self.session, spelling, values.get("sector", Sector.OTHER)
            )
        return self.known[key]


def _add(session: Session, event: Event, target: Target, known: _Organisations) -> Registration:
    values, now = target.values, clock.now()
    email = values.get("email")
    person = people.get_or_add(
        session,
        first_name=values.get("first_name", ""),
        last_name=values.get("last_name", ""),
        email_key=address_key(email) if email else None,
    )
    registration = Registration(
        event_id=event.id,
        person=person,
        affiliation=people.get_or_add_affiliation(
            session, person, known.of(values), values.get("role", "")
        ),
        sector=values.get("sector", Sector.OTHER),
        email=email,
        email_key=address_key(email) if email else None,
        phone=values.get("phone", ""),
        language="de",
        state=target.state or State.WAITING,
        channel=Channel.LIST,
        person_key="",
        created_at=target.received_at or now,
        changed_at=now,
        link_id=links.new_id(),
    )
    name_in_forum(session, registration)
    _wish(registration, values.get("wishes", ()))
    session.add(registration)
    return registration


def name_in_forum(session: Session, registration: Registration) -> None:
    """Gives a registration the key by which one person has one place. Equal names in a list of the
    organisers are different people: who is the same was settled before."""
    person = registration.person
    names = identities.name_key(person.first_name, person.last_name)
    with session.no_autoflush:
        _known, namesake = identities.find_known(
            session, registration.event_id, email_key=None, names=names
        )
    is_other = namesake is not None and namesake is not registration
    registration.person_key = identities.distinct(names, registration) if is_other else names
    session.flush()


def _change(
    session: Session, registration: Registration, target: Target, known: _Organisations
) -> None:
    values, changed = target.values, target.changes.keys()
    if "email" in changed:
        registration.email = values["email"]
        registration.email_key = address_key(values["email"])
    if changed & {"first_name", "last_name", "email"}:
        registration.person = _renamed(session, registration, values)
        name_in_forum(session, registration)
    if changed & {"first_name", "last_name", "email", "organisation", "role"}:
        registration.affiliation = people.get_or_add_affiliation(
            session, registration.person, known.of(values), values.get("role", "")
        )
    if "wishes" in changed:
        registration.wishes.clear()
        session.flush()
        _wish(registration, values["wishes"])
    registration.sector = values.get("sector", registration.sector)
    registration.phone = values.get("phone", registration.phone)
    registration.changed_at = clock.now()


def _renamed(session: Session, registration: Registration, values: dict[str, Any]) -> Person:
    """The person under the new name; one whom other forums know is left as they know them."""
    first, last = values.get("first_name", ""), values.get("last_name", "")
    count = select(func.count(Registration.id)).where(
        Registration.person_id == registration.person_id, Registration.id != registration.id
    )
    if session.scalar(count):
        return people.get_or_add(
            session, first_name=first, last_name=last, email_key=registration.email_key
        )
    people.name(
        registration.person,
        first_name=first,
        last_name=last,
        email_key=registration.email_key,
    )
    return registration.person


def _wish(registration: Registration, island_ids: tuple[int, ...]) -> None:
    registration.wishes.extend(
        Wish(island_id=island_id, rank=rank) for rank, island_id in enumerate(island_ids, start=1)
    )


def _consent(session: Session, target: Target, words: str) -> None:
    session.add(
        Consent(
            registration_id=target.id,
            purpose=Purpose.CONTACT_LIST,
            decision=Decision.GRANTED,
            fields=list(CONTACT_FIELDS),
            text=consenting.get_or_add_text(session, Purpose.CONTACT_LIST, words),
            channel=Channel.LIST,
            decided_at=clock.now(),
        )
    )


def _remember(session: Session, event_id: int, plan: Plan) -> None:
    """Keeps what the list said about whom; where two lists name one identity, the first counts."""
    said = {
        fingerprint(*words) if words[0] == "who" else fingerprint(target.id, *words): target.id
        for target, words in plan.to_remember
    }
    known = set(
        session.scalars(select(ImportedRow.fingerprint).where(ImportedRow.event_id == event_id))
    )
    rows = [
        {"event_id": event_id, "registration_id": registration_id, "fingerprint": mark}
        for mark, registration_id in said.items()
        if mark not in known
    ]
    if rows:
        session.execute(insert(ImportedRow), rows)
