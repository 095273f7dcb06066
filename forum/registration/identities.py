"""Who somebody is to us: the keys by which the database holds one place for one person, and what
stands behind a protected registration."""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app
from sqlalchemy import bindparam, select, text, union_all
from sqlalchemy.orm import Session

from forum.base import typed
from forum.base.database import db
from forum.registration.models import ACTIVE, Registration
from forum.registration.person_models import ProtectedIdentity

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


def find_known(
    session: Session, event_id: int, *, email_key: str | None, names: str
) -> tuple[Registration | None, Registration | None]:
    """Who is registered already: under the address, and under the name; one query.

    Protected registrations are found as well, by what is sealed in them.
    """
    addresses = [email_key, sealed(email_key)] if email_key else []
    people = [names, sealed(names)]
    wanted = {"event": event_id, "addresses": addresses, "people": people}
    found = session.scalars(_KNOWN, wanted).all()
    by_address = next((one for one in found if one.email_key in addresses), None)
    by_name = next((one for one in found if one.person_key in people), None)
    return by_address, by_name


def distinct(names: str, registration: Registration) -> str:
    """The key of somebody who is known to be another person of the same name."""
    return f"{names}#{registration.link_id}"


def recipient_of(registration: Registration) -> str:
    """The address that mail about a registration goes to; empty where there is none."""
    if not registration.is_protected:
        return registration.email or ""
    identity = db.session.get(ProtectedIdentity, registration.id)
    return (identity.email if identity else None) or ""


def set_address(session: Session, registration: Registration, email: str | None) -> None:
    """Gives a registration an address, sealed where it is protected."""
    key = typed.address_key(email) if email else None
    if registration.is_protected:
        registration.email, registration.email_key = None, sealed(key) if key else None
        known = registration.id is not None
        identity = session.get(ProtectedIdentity, registration.id) if known else None
        if identity is not None:
            identity.email = email
    else:
        registration.email, registration.email_key = email, key
