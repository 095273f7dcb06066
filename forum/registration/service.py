"""What can be done with registrations. Every change locks its forum, counts, and commits once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock, database, links
from forum.base.refusal import Refused
from forum.base.text import _
from forum.base.typed import address_key
from forum.events import rules as event_rules
from forum.events.models import Event
from forum.mail import service as mail
from forum.registration import consenting, places, queries, rules
from forum.registration import details as details_of
from forum.registration.details import Details
from forum.registration.models import (
    Channel,
    Purpose,
    Registration,
    State,
)


def register(
    event_id: int,
    details: Details,
    *,
    email: str,
    language: str,
    decisions: Mapping[Purpose, bool],
    contact_fields: Sequence[str],
) -> None:
    """Registers somebody from the form; an address that is registered gets its link again.

    To whoever sent the form both look the same.

    Raises:
        Refused: registration is not open, or a wish cannot be.
    """
    with database.transaction() as session:
        event = places.lock_event(session, event_id)
        if event_rules.phase(event, clock.now()) is not event_rules.Phase.OPEN:
            raise Refused(_("Registration for this forum is closed."))
        wishes = details_of.checked_wishes(session, event, details)
        known = _find_active(session, event_id, email)
        if known is not None:
            mail.queue(session, "registration-again", known.id, event_id=event_id)
        else:
            places.promote(session, event)
            registration = _add(session, event, details, email=email, language=language)
            details_of.set_wishes(session, registration, wishes)
            consenting.record_all(session, registration, decisions, contact_fields)
            mail.queue(session, "registration-received", registration.id, event_id=event_id)
    mail.wake()


def _find_active(session: Session, event_id: int, email: str) -> Registration | None:
    return session.scalars(
        select(Registration).where(
            Registration.event_id == event_id,
            Registration.email_key == address_key(email),
            Registration.state.in_(rules.ACTIVE),
        )
    ).first()


def _add(
    session: Session, event: Event, details: Details, *, email: str, language: str
) -> Registration:
    now = clock.now()
    taken = places.count_taken(session, event.id)
    registration = Registration(
        event_id=event.id,
        email=email,
        email_key=address_key(email),
        language=language,
        state=rules.first_state(taken=taken, capacity=event.capacity),
        channel=Channel.WEB,
        created_at=now,
        held_until=rules.held_until(now, event.registration_deadline),
        link_id=links.new_id(),
        changed_at=now,
        told_at=now,
    )
    details_of.set_person(session, registration, details)
    session.add(registration)
    session.flush()
    return registration


def confirm_address(registration_id: int) -> None:
    """The address is right: a held place becomes a given one. Again changes nothing.

    Raises:
        Refused: the registration has ended meanwhile.
    """
    with database.transaction() as session:
        registration = _locked(session, registration_id)
        if registration.address_confirmed_at is None:
            if registration.state not in rules.ACTIVE:
                raise Refused(_("This registration has already ended."))
            registration.address_confirmed_at = registration.changed_at = clock.now()
            if registration.state is State.HELD:
                places.move(registration, State.CONFIRMED)
                mail.queue(
                    session,
                    "registration-confirmed",
                    registration.id,
                    event_id=registration.event_id,
                )
            else:
                mail.queue(
                    session,
                    "registration-waiting",
                    registration.id,
                    event_id=registration.event_id,
                )
            places.promote(session, registration.event)
    mail.wake()


def change(registration_id: int, details: Details) -> None:
    """Changes what somebody said about themselves.

    Raises:
        Refused: it has ended, or a wish cannot be.
    """
    with database.transaction() as session:
        registration = _locked(session, registration_id)
        if clock.now() >= registration.event.ends_at:
            raise Refused(_("The forum is over; please ask the organisers to change something."))
        _change(session, registration, details)


def correct(registration_id: int, details: Details, *, email: str | None, version: int) -> None:
    """Corrects a registration for somebody, their address included.

    With another address the old links end, and the new one is sent there.

    Raises:
        Refused: it has ended, a wish cannot be, the address belongs to another registration of
            this forum, or somebody else changed it since `version`.
    """
    with database.transaction() as session:
        registration = _locked(session, registration_id)
        if registration.version != version:
            raise Refused(
                _("Somebody else has changed this in the meantime. Please check and send it again.")
            )
        if (registration.email or None) != email:
            known = _find_active(session, registration.event_id, email) if email else None
            if known is not None and known.id != registration.id:
                raise Refused(
                    _("Another registration of this forum has this address."), field="email"
                )
            registration.email = email
            registration.email_key = address_key(email) if email else None
            registration.address_confirmed_at = None
            registration.held_until = clock.now() + rules.HOLD
            registration.link_revision += 1
            mail.queue(
                session, "registration-link", registration.id, event_id=registration.event_id
            )
        _change(session, registration, details)
    mail.wake()


def _change(session: Session, registration: Registration, details: Details) -> None:
    if registration.state not in rules.ACTIVE:
        raise Refused(_("This registration has already ended."))
    wishes = details_of.checked_wishes(session, registration.event, details)
    details_of.set_person(session, registration, details)
    details_of.set_wishes(session, registration, wishes)
    registration.changed_at = clock.now()


def cancel(registration_id: int) -> None:
    """Gives the place back, to whoever waits longest. Again changes nothing.

    Raises:
        Refused: the forum has begun.
    """
    with database.transaction() as session:
        registration = _locked(session, registration_id)
        if registration.state in rules.ACTIVE:
            if clock.now() >= registration.event.starts_at:
                raise Refused(_("The forum has begun; a registration can no longer be cancelled."))
            places.move(registration, State.CANCELLED)
            registration.ended_at = registration.changed_at = clock.now()
            mail.queue(
                session, "registration-cancelled", registration.id, event_id=registration.event_id
            )
            session.flush()
            places.promote(session, registration.event)
    mail.wake()


def request_links(email: str) -> None:
    """Sends the personal links of an address to it; says nothing about whether there are any."""
    with database.transaction() as session:
        for registration in queries.active_of_address(address_key(email)):
            mail.queue(
                session, "registration-link", registration.id, event_id=registration.event_id
            )
    mail.wake()


def tell_entered(event_id: int) -> int:
    """Tells those whom organisers entered that they are registered; returns how many are told."""
    with database.transaction() as session:
        places.lock_event(session, event_id)
        untold = session.scalars(
            select(Registration).where(
                Registration.event_id == event_id,
                Registration.told_at.is_(None),
                Registration.event.has(Event.ends_at > clock.now()),
                Registration.email.is_not(None),
                Registration.state.in_(rules.ACTIVE),
            )
        ).all()
        for registration in untold:
            registration.told_at = clock.now()
            mail.queue(session, "registration-entered", registration.id, event_id=event_id)
    mail.wake()
    return len(untold)


def _locked(session: Session, registration_id: int) -> Registration:
    event_id = session.scalar(
        select(Registration.event_id).where(Registration.id == registration_id)
    )
    if event_id is None:
        raise Refused(_("This registration has already ended."))
    places.lock_event(session, event_id)
    return session.get_one(Registration, registration_id, populate_existing=True)
