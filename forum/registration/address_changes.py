"""A new e-mail address: it counts once both the old and the new one have confirmed it."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forum.base import addresses, clock, database, limiting, links
from forum.base.database import db
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.base.typed import address_key
from forum.mail import service as mail
from forum.registration import identities, places, questions, rules, service
from forum.registration.models import Registration
from forum.registration.person_models import AddressChange

OLD, NEW = "address-old", "address-new"
"""Whose link it is; a link of one purpose never opens the other."""


def request(registration_id: int, email: str) -> None:
    """Asks both addresses. A later request takes the place of an earlier one.

    Raises:
        Refused: there is no confirmed address to ask, or the new one is the old one.
    """
    with database.transaction() as session:
        registration = service.locked(session, registration_id)
        limiting.check(session, limiting.PER_ADDRESS, "address", registration.link_id)
        limiting.check(session, limiting.PER_ADDRESS, "address", address_key(email))
        if registration.state not in rules.ACTIVE:
            raise Refused(_("This registration has already ended."))
        known = identities.recipient_of(registration)
        if not known:
            raise Refused(
                _("There is no e-mail address yet that could agree. Please ask the organisers.")
            )
        if address_key(email) == address_key(known):
            raise Refused(_("This is the address we already have."), field="email")
        session.execute(
            delete(AddressChange).where(AddressChange.registration_id == registration.id)
        )
        change = AddressChange(
            registration_id=registration.id,
            email=email,
            old_link_id=links.new_id(),
            new_link_id=links.new_id(),
            created_at=clock.now(),
            expires_at=clock.now() + rules.ADDRESS_TERM,
        )
        session.add(change)
        session.flush()
        for kind in ("address-change-old", "address-change-new"):
            mail.queue(session, kind, change.id, event_id=registration.event_id)
    mail.wake()


def token_of(change: AddressChange, whose: str) -> str:
    """The token of the link for the old or the new address."""
    link_id = change.old_link_id if whose == OLD else change.new_link_id
    return links.token(current_app.config["SECRET_KEY"], whose, link_id, 0)


def link_of(change: AddressChange, whose: str) -> str:
    """The full address of the page with one button."""
    return addresses.absolute("address.confirm", token=token_of(change, whose))


def get_by_token(token: str) -> tuple[AddressChange, str]:
    """The change a link belongs to, and whose link it is.

    Raises:
        NotFound: the link is damaged, too old, or was replaced by a newer request.
    """
    link_id = links.link_id_of(token)
    change = db.session.scalars(
        select(AddressChange).where(
            (AddressChange.old_link_id == link_id) | (AddressChange.new_link_id == link_id),
            AddressChange.expires_at > clock.now(),
        )
    ).first()
    key = current_app.config["SECRET_KEY"]
    for whose in (OLD, NEW):
        if change is not None:
            wanted = change.old_link_id if whose == OLD else change.new_link_id
            if links.opens(token, key, whose, wanted, 0):
                return change, whose
    raise NotFound(
        _("This link is too old or was replaced. You can change your address again on your page.")
    )


def confirm(change_id: int, whose: str) -> bool:
    """Notes that one address agrees; once both do, the new one counts. Returns whether it does.

    Raises:
        Refused: the new address belongs to another registration of this forum.
    """
    with database.transaction() as session:
        change = session.get(AddressChange, change_id)
        if change is None:
            return True
        registration = service.locked(session, change.registration_id)
        if whose == OLD:
            change.old_confirmed_at = change.old_confirmed_at or clock.now()
        else:
            change.new_confirmed_at = change.new_confirmed_at or clock.now()
        is_complete = bool(change.old_confirmed_at and change.new_confirmed_at)
        if is_complete:
            _carry_out(session, registration, change)
    mail.wake()
    return is_complete


def _carry_out(session: Session, registration: Registration, change: AddressChange) -> None:
    known = identities.find_known(
        session,
        registration.event_id,
        email_key=address_key(change.email),
        names=registration.person_key,
    ).by_address
    if known is not None and known.id != registration.id:
        raise Refused(
            _("Another registration of this forum has this address. Please ask the organisers.")
        )
    questions.move_address(session, registration, change.email)
    registration.address_confirmed_at = registration.changed_at = clock.now()
    places.note(session, registration, "address_changed")
    mail.queue(session, "registration-link", registration.id, event_id=registration.event_id)


def forget_old() -> None:
    """Deletes changes that were not confirmed in time."""
    with database.transaction() as session:
        session.execute(delete(AddressChange).where(AddressChange.expires_at <= clock.now()))
