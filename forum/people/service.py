"""What can be done with persons. Everything happens in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from forum.base import clock, typed
from forum.organisations.models import Organisation
from forum.people.models import Affiliation, ContactRole, Person

_SAME_PERSON = select(Person).where(
    Person.email_key == bindparam("email"),
    Person.name_key == bindparam("name"),
    Person.first_name == bindparam("first"),
    Person.last_name == bindparam("last"),
)


def find(
    session: Session, *, first_name: str, last_name: str, email_key: str | None
) -> Person | None:
    """The person with this name and address, if known.

    Without an address nobody is taken for somebody known: equal names prove nothing.
    """
    if email_key is None:
        return None
    known = {
        "email": email_key,
        "name": typed.comparable(f"{first_name} {last_name}"),
        "first": first_name,
        "last": last_name,
    }
    return session.scalars(_SAME_PERSON, known).first()


def get_or_add(
    session: Session, *, first_name: str, last_name: str, email_key: str | None
) -> Person:
    """The person with this name and address, made where unknown."""
    known = find(session, first_name=first_name, last_name=last_name, email_key=email_key)
    return known or add(session, first_name=first_name, last_name=last_name, email_key=email_key)


def add(
    session: Session, *, first_name: str, last_name: str, email_key: str | None = None
) -> Person:
    """A new person, whoever else has this name."""
    person = Person(created_at=clock.now())
    name(person, first_name=first_name, last_name=last_name, email_key=email_key)
    session.add(person)
    return person


def name(person: Person, *, first_name: str, last_name: str, email_key: str | None) -> None:
    """Gives a person a name and an address, with the keys to find and to sort them by."""
    person.first_name, person.last_name, person.email_key = first_name, last_name, email_key
    person.name_key = typed.comparable(f"{first_name} {last_name}")
    person.sort_key = typed.comparable(f"{last_name} {first_name}")


def get_or_add_affiliation(
    session: Session, person: Person, organisation: Organisation | None, role: str
) -> Affiliation:
    """For whom the person comes, as of today; the same one again where nothing is new."""
    organisation_id = organisation.id if organisation else None
    known = session.scalars(
        select(Affiliation).where(
            Affiliation.person_id == person.id,
            Affiliation.organisation_id == organisation_id,
            Affiliation.role == role,
            Affiliation.valid_to.is_(None),
        )
    ).first()
    return known or add_affiliation(session, person, organisation, role)


def add_affiliation(
    session: Session, person: Person, organisation: Organisation | None, role: str
) -> Affiliation:
    """For whom the person comes, as of today."""
    affiliation = Affiliation(
        person=person,
        entry=organisation,
        organisation_id=organisation.id if organisation else None,
        role=role,
        valid_from=clock.now(),
    )
    session.add(affiliation)
    return affiliation


def leave(session: Session, affiliation: Affiliation, at: datetime) -> None:
    """Ends an affiliation. Whoever was whom to ask there is not any more, and a successor is asked
    for. What the organisation took on stays with it."""
    if affiliation.valid_to is None or affiliation.valid_to > at:
        affiliation.valid_to = max(at, affiliation.valid_from)
    roles = session.scalars(
        select(ContactRole).where(
            ContactRole.affiliation_id == affiliation.id, ContactRole.valid_to.is_(None)
        )
    )
    for role in roles:
        role.valid_to = max(affiliation.valid_to, role.valid_from)
        role.needs_successor = True


def hand_on(session: Session, before: Affiliation, now: Affiliation) -> bool:
    """Lets somebody who was whom to ask by one affiliation be so by another, where both are with
    one organisation; tells whether nothing hangs on the first any more."""
    roles = session.scalars(
        select(ContactRole).where(ContactRole.affiliation_id == before.id)
    ).all()
    if roles and before.organisation is not now.organisation:
        return False
    session.flush()
    open_ones = {
        *session.scalars(
            select(ContactRole.id).where(
                ContactRole.affiliation_id == now.id, ContactRole.valid_to.is_(None)
            )
        )
    }
    for role in roles:
        if role.valid_to is None and open_ones:
            session.delete(role)
        else:
            role.affiliation = now
    session.flush()
    return True


def open_affiliations(session: Session, person_id: int) -> Sequence[Affiliation]:
    """For whom somebody works now, the latest first: the current employer is asked for, never
    kept."""
    return session.scalars(
        select(Affiliation)
        .where(Affiliation.person_id == person_id, Affiliation.valid_to.is_(None))
        .order_by(Affiliation.valid_from.desc(), Affiliation.id.desc())
    ).all()
