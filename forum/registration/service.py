"""What participants do with registrations. Every change locks its forum, counts, commits once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock, database, limiting
from forum.base.refusal import Refused
from forum.base.text import _
from forum.base.typed import address_key
from forum.events import rules as event_rules
from forum.events.models import Event
from forum.mail import service as mail
from forum.registration import (
    consenting,
    consents,
    identities,
    needs,
    places,
    queries,
    questions,
    rules,
    seating,
    telling,
)
from forum.registration import details as details_of
from forum.registration.details import Details, Needs
from forum.registration.models import Channel, Purpose, Registration, State


@dataclass(frozen=True)
class Application:
    """What somebody sends with the registration form."""

    details: Details
    email: str
    language: str
    decisions: Mapping[Purpose, bool]
    contact_fields: Sequence[str] = consents.ALWAYS
    needed: Needs = field(default_factory=Needs)
    island_ids: Sequence[int] | None = None
    """The forum's islands, where the form has them already."""


def register(event_id: int, sent: Application, *, client: str = "") -> None:
    """Registers somebody from the form; an address that is registered gets its link again.

    To whoever sent the form both look the same. A name that is registered under another address
    takes no second place: whoever is registered is asked whether it is the same person. Where one
    of the two is protected, both stand, and only two named organisers are asked.

    Raises:
        Refused: registration is not open, a wish cannot be, or the form is sent too often.
    """
    key = address_key(sent.email)
    with database.transaction() as session:
        event = places.lock_event(session, event_id)
        limiting.check(session, limiting.PER_CLIENT, "register", str(event_id), client)
        if event_rules.phase(event, clock.now()) is not event_rules.Phase.OPEN:
            raise Refused(_("Registration for this forum is closed."))
        wishes = details_of.checked_wishes(session, event, sent.details, sent.island_ids)
        names = identities.name_key(sent.details.first_name, sent.details.last_name)
        known = identities.find_known(session, event_id, email_key=key, names=names)
        if known.by_address is None:
            _add(session, event, sent, wishes, known)
        elif limiting.may(session, limiting.PER_ADDRESS, "again", key):
            mail.queue(session, "registration-again", known.by_address.id, event_id=event_id)
    mail.wake()


def _add(
    session: Session,
    event: Event,
    sent: Application,
    wishes: Sequence[int],
    known: identities.Known,
) -> None:
    details = sent.details
    registration = seating.new(details, event, channel=Channel.WEB, language=sent.language)
    registration.told_at = registration.created_at
    registration.held_until = rules.held_until(
        clock.now(), event.registration_deadline, hours=event.hold_hours
    )
    identities.set_address(session, registration, sent.email)
    namesake = None if details.is_protected else known.open
    free = State.WAITING if namesake else State.HELD
    seating.add(session, event, registration, details, known, free=free)
    if namesake is not None:
        questions.ask(session, registration, namesake)
    questions.ask_quietly(session, registration, known)
    if details.is_protected:
        details_of.keep_identity(session, registration, details, sent.email)
    details_of.add_wishes(session, registration, wishes)
    decisions = {**sent.decisions, **needs.decided(sent.needed)}
    consenting.record_all(session, registration, decisions, sent.contact_fields)
    needs.add(session, event, registration, sent.needed)
    telling.tell(session, registration, "registration-received")


def confirm_address(registration_id: int) -> None:
    """The address is right: a held place becomes a given one, and what was asked for the mailing
    list counts. Again changes nothing.

    Raises:
        Refused: the registration has ended meanwhile.
    """
    with database.transaction() as session:
        registration = locked(session, registration_id)
        if registration.address_confirmed_at is None:
            if registration.state not in rules.ACTIVE:
                raise Refused(_("This registration has already ended."))
            registration.address_confirmed_at = registration.changed_at = clock.now()
            consenting.confirm_mailing_list(session, registration)
            places.note(session, registration, "address_confirmed")
            questions.outrun(session, registration)
            if registration.state is State.HELD:
                places.move(registration, State.CONFIRMED)
                telling.tell(session, registration, "registration-confirmed")
            elif registration.state is State.WAITING:
                telling.tell(session, registration, "registration-waiting")
            places.promote(session, registration.event)
    mail.wake()


def accept_offer(registration_id: int, *, by: int | None = None) -> None:
    """Takes the place that was offered. Again changes nothing. `by`: the organiser to whom somebody
    without an address said yes.

    Raises:
        Refused: the offer is over.
    """
    with database.transaction() as session:
        registration = locked(session, registration_id)
        if registration.state is State.OFFERED:
            if registration.answer_by is None or registration.answer_by <= clock.now():
                raise Refused(
                    _("The time for this answer is over; the place goes to somebody else.")
                )
            places.move(registration, State.CONFIRMED)
            registration.answer_by = None
            places.note(session, registration, "accepted", by=by)
            if by is None or telling.by_mail(registration):
                telling.tell(session, registration, "registration-confirmed")
        elif registration.state not in rules.TAKING_PART:
            raise Refused(_("The time for this answer is over; the place goes to somebody else."))
    mail.wake()


def cancel(registration_id: int) -> None:
    """Gives the place back, to whoever waits longest; declines an offer; leaves the waiting list.
    Again changes nothing.

    Raises:
        Refused: it is too late to do it alone.
    """
    with database.transaction() as session:
        registration = locked(session, registration_id)
        event = registration.event
        has_place = registration.state in rules.TAKING_PART
        until = rules.may_change_until(event.starts_at, event.changes_until)
        if registration.state in rules.ACTIVE:
            if clock.now() >= (until if has_place else event.starts_at):
                raise Refused(_("It is too late to cancel here; please ask the organisers."))
            places.end(session, registration)
    mail.wake()


def request_links(email: str, *, client: str = "") -> None:
    """Sends the personal links of an address to it; says nothing about whether there are any.

    Raises:
        TooMany: this client has asked for very many.
    """
    key = address_key(email)
    with database.transaction() as session:
        limiting.check(session, limiting.PER_CLIENT, "links", client)
        if limiting.may(session, limiting.PER_ADDRESS, "links", key):
            for registration in queries.active_of_address((key, identities.sealed(key))):
                mail.queue(
                    session, "registration-link", registration.id, event_id=registration.event_id
                )
    mail.wake()


def locked(session: Session, registration_id: int) -> Registration:
    """A registration as it stands while its forum is locked.

    Raises:
        Refused: it is gone.
    """
    event_id = session.scalar(
        select(Registration.event_id).where(Registration.id == registration_id)
    )
    if event_id is None:
        raise Refused(_("This registration has already ended."))
    places.lock_event(session, event_id)
    return session.get_one(Registration, registration_id, populate_existing=True)
