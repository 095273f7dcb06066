"""Whether two registrations of one name are one person: asked, never assumed.

The second one takes no place while the question is open; it hears what everybody hears who waits,
so that nobody learns from a name who is registered. Who is registered is asked at the address they
confirmed. Where one of the two is protected, only two named organisers are asked.
"""

from __future__ import annotations

import enum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forum.base import clock, database, limiting
from forum.base.refusal import Refused
from forum.base.text import _
from forum.mail import service as mail
from forum.registration import consenting, consents, identities, places, rules, seating, telling
from forum.registration.models import Channel, Registration, State
from forum.registration.person_models import AddressChange, ProtectedQuestion, TaskKind


class Answer(enum.StrEnum):
    """What somebody says about the second registration."""

    SAME = "same"
    NEW_ADDRESS = "new_address"
    OTHER = "other"


def ask(session: Session, registration: Registration, namesake: Registration) -> None:
    """Notes the question in the transaction that saves the second registration."""
    registration.same_as_id = namesake.id
    session.flush()
    places.note(session, registration, "same_name")
    may_write = limiting.may(session, limiting.PER_ADDRESS, "same-person", namesake.link_id)
    if namesake.address_confirmed_at and namesake.email_key and may_write:
        telling.tell(session, namesake, "registration-same-person")
    telling.add_task(session, registration, TaskKind.SAME_PERSON)


def ask_quietly(session: Session, registration: Registration, known: identities.Known) -> None:
    """Notes the question for the two named organisers, where one of the two is protected. Nobody
    else hears of it, and both registrations stand: a name must not tell who is registered."""
    pairs = [known.open, known.protected] if registration.is_protected else [known.protected]
    if known.is_sealed:
        pairs.append(known.by_address)
    asked = {kept for kept in pairs if kept is not None and kept.id != registration.id}
    session.add_all(
        ProtectedQuestion(registration_id=registration.id, kept_id=kept.id, created_at=clock.now())
        for kept in asked
    )


def outrun(session: Session, registration: Registration) -> None:
    """Whoever confirms first has the name: an equal one that never confirmed its address ends, and
    its held place goes over. So a slip in the first address costs nobody their place.

    In the transaction that confirms the address, while the forum is locked.
    """
    kept = session.get(Registration, registration.same_as_id) if registration.same_as_id else None
    if kept is None or kept.channel is not Channel.WEB or kept.address_confirmed_at is not None:
        return
    had_place = kept.state is State.HELD
    places.move(kept, State.EXPIRED)
    places.note(session, kept, "expired", detail=State.HELD.value if had_place else "")
    session.flush()
    limits, taken, _is_waited = places.limits_of(session, registration.event)
    sector, organisation_id = seating.group_of(registration)
    if had_place and rules.obstacle(limits, taken, sector, organisation_id) is None:
        places.move(registration, State.CONFIRMED)
        telling.tell(session, registration, "registration-confirmed")


def of(registration: Registration) -> Registration | None:
    """The second registration that somebody is asked about, if there is one."""
    return database.db.session.scalars(
        select(Registration)
        .where(Registration.same_as_id == registration.id, Registration.state == State.WAITING)
        .order_by(Registration.id)
    ).first()


def masked_address_of(registration: Registration) -> str | None:
    """The address of the second registration that somebody is asked about, with most letters left
    out; None where nobody is asked."""
    other = of(registration)
    if other is None:
        return None
    name, _at, domain = identities.recipient_of(other).partition("@")
    return f"{name[:1]}…@{domain}" if domain else ""


def answer(registration_id: int, said: Answer) -> None:
    """Carries out what the person who is registered says. Again changes nothing.

    Raises:
        Refused: the new address is to be used, but it was not confirmed yet.
    """
    with database.transaction() as session:
        kept = _locked(session, registration_id)
        other = of(kept)
        if other is None:
            return
        if said is Answer.OTHER:
            part(session, other)
        else:
            if said is Answer.NEW_ADDRESS:
                _take_address(session, kept, other)
            unite(session, kept, other)
    mail.wake()


def settle(registration_id: int, *, is_same: bool, by: int) -> None:
    """Carries out what an organiser found out about the second registration. Again changes
    nothing."""
    with database.transaction() as session:
        other = _locked(session, registration_id)
        kept = session.get(Registration, other.same_as_id) if other.same_as_id else None
        if kept is None:
            return
        if is_same:
            unite(session, kept, other, by=by)
        else:
            part(session, other, by=by)
    mail.wake()


def settle_quietly(registration_id: int, kept_id: int, *, is_same: bool, by: int) -> None:
    """Carries out what one of the two named organisers found out where one of the two is
    protected. No log says so, because it would give somebody away. Again changes nothing.

    Raises:
        Refused: the second one is already checked in.
    """
    with database.transaction() as session:
        other = _locked(session, registration_id)
        asked = session.get(ProtectedQuestion, (registration_id, kept_id))
        if asked is None:
            return
        session.delete(asked)
        if is_same:
            places.end(session, other, by=by, message="registration-ended")
    mail.wake()


def unite(
    session: Session, kept: Registration, other: Registration, *, by: int | None = None
) -> None:
    """Ends `other`, which is the same person as `kept`; nothing of it goes over, no consent."""
    was = other.state
    other.same_as_id = None
    places.move(other, State.CANCELLED)
    places.note(session, other, "merged", by=by, detail=was.value)
    places.note(session, kept, "merged_into", by=by)
    telling.close_tasks(session, other, TaskKind.SAME_PERSON, by=by)
    if other.email_key and other.address_confirmed_at:
        telling.tell(session, other, "registration-ended")
    session.flush()
    places.promote(session, kept.event)


def part(session: Session, other: Registration, *, by: int | None = None) -> None:
    """Lets `other` wait like anybody, because it is another person."""
    other.same_as_id = None
    places.note(session, other, "other_person", by=by)
    telling.close_tasks(session, other, TaskKind.SAME_PERSON, by=by)
    session.flush()
    places.promote(session, other.event)


def _take_address(session: Session, kept: Registration, other: Registration) -> None:
    """The new address takes the place of the old one; both have been confirmed by a link."""
    if other.address_confirmed_at is None:
        raise Refused(
            _("Please use the link in the message to the new address first, then come back here.")
        )
    email = identities.recipient_of(other)
    identities.set_address(session, other, None)
    session.flush()
    move_address(session, kept, email)
    kept.address_confirmed_at = clock.now()
    places.note(session, kept, "address_changed")
    telling.tell(session, kept, "registration-link")


def move_address(session: Session, registration: Registration, email: str | None) -> None:
    """Gives a registration another address: old links end, and what was agreed to for the old
    address does not go over to the new one."""
    session.execute(delete(AddressChange).where(AddressChange.registration_id == registration.id))
    identities.set_address(session, registration, email)
    telling.close_tasks(session, registration, TaskKind.BOUNCED)
    registration.link_revision += 1
    consenting.lapse(session, registration, consents.WITH_ADDRESS)


def _locked(session: Session, registration_id: int) -> Registration:
    registration = session.get_one(Registration, registration_id)
    places.lock_event(session, registration.event_id)
    session.refresh(registration)
    if registration.state not in rules.ACTIVE:
        raise Refused(_("This registration has already ended."))
    return registration
