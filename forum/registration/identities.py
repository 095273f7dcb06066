"""Who somebody is to us: the keys by which the database holds one place for one person, and what
stands behind a protected registration."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import Select, bindparam, select, text, union_all
from sqlalchemy.orm import Session

from forum.base import typed
from forum.base.database import db
from forum.people.models import Person
from forum.registration.models import ACTIVE, Registration
from forum.registration.person_models import ProtectedIdentity, ProtectedQuestion

_HERE = select(Registration.id).where(Registration.event_id == bindparam("event"), text(ACTIVE))
_KNOWN = select(Registration).where(
    Registration.id.in_(
        union_all(  # each half goes to its own index; with an "or" neither would
            _HERE.where(Registration.email_key.in_(bindparam("addresses", expanding=True))),
            _HERE.where(Registration.person_key.in_(bindparam("people", expanding=True))),
        )
    )
)


def sealed(key: str) -> str:
    """A key as it stands in the table for who is protected: comparable, but not readable."""
    secret = current_app.config["SECRET_KEY"].encode()
    return "protected:" + hmac.new(secret, key.encode(), hashlib.sha256).hexdigest()[:40]


def name_key(first_name: str, last_name: str) -> str:
    """A person's name as it is compared within a forum."""
    return typed.comparable(f"{first_name} {last_name}")


@dataclass(frozen=True)
class Known:
    """Who is registered already: under an address, and under a name, by whether protected."""

    by_address: Registration | None
    open: Registration | None
    protected: Registration | None

    @property
    def is_sealed(self) -> bool:
        """Whether the address belongs to somebody protected, which must not show."""
        return self.by_address is not None and self.by_address.is_protected

    def key_for(self, registration: Registration, names: str) -> str:
        """The key of a new registration of this name: its own where another has the name's."""
        taken = self.protected if registration.is_protected else self.open
        key = sealed(names) if registration.is_protected else names
        return f"{key}#{registration.link_id}" if taken and taken.id != registration.id else key


def find_known(session: Session, event_id: int, *, email_key: str | None, names: str) -> Known:
    """Who is registered already, under the address or under the name; one query.

    Protected registrations are found as well, by what is sealed in them.
    """
    addresses = [email_key, sealed(email_key)] if email_key else []
    people = [names, sealed(names)]
    wanted = {"event": event_id, "addresses": addresses, "people": people}
    found = session.scalars(_KNOWN, wanted).all()
    return Known(
        by_address=next((one for one in found if one.email_key in addresses), None),
        open=next((one for one in found if one.person_key == names), None),
        protected=next((one for one in found if one.person_key == sealed(names)), None),
    )


def pass_on_name(session: Session, ended: Registration, key: str) -> Registration | None:
    """Gives the key of a name to the next who has this name, once `ended` has it no more; so
    whoever registers it later is asked about again. Returns who has it now, if anybody."""
    if "#" in key:
        return None
    heir = session.scalars(_namesakes_of(ended, key)).first()
    if heir is not None:
        heir.person_key = key
    return heir


def _namesakes_of(ended: Registration, key: str) -> Select[Registration]:
    """The active ones of the same name and kind, the oldest first. What stands behind protected
    ones is only known where somebody was asked about it."""
    same = select(Registration).where(
        Registration.event_id == ended.event_id, Registration.id != ended.id, text(ACTIVE)
    )
    if ended.is_protected:
        asked = select(ProtectedQuestion.registration_id).where(
            ProtectedQuestion.kept_id == ended.id
        )
        return same.where(Registration.is_protected, Registration.id.in_(asked)).order_by(
            Registration.id
        )
    named = select(Person.id).where(Person.name_key == key)
    return same.where(
        Registration.is_protected.is_(False), Registration.person_id.in_(named)
    ).order_by(Registration.id)


def recipient_of(registration: Registration) -> str:
    """The address that mail about a registration goes to; empty where there is none."""
    if not registration.is_protected:
        return registration.email or ""
    identity = db.session.get(ProtectedIdentity, registration.id)
    return (identity.email if identity else None) or ""


def set_address(session: Session, registration: Registration, email: str | None) -> None:
    """Gives a registration an address, sealed where it is protected."""
    key = typed.address_key(email) if email else None
    registration.bounced_at = None
    if registration.is_protected:
        registration.email, registration.email_key = None, sealed(key) if key else None
        known = registration.id is not None
        identity = session.get(ProtectedIdentity, registration.id) if known else None
        if identity is not None:
            identity.email = email
    else:
        registration.email, registration.email_key = email, key
