"""What organisers do with registrations: enter, correct, overrule, merge. All of it is logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.base.typed import address_key
from forum.events.models import Event
from forum.mail import service as mail
from forum.registration import (
    changing,
    consenting,
    consents,
    identities,
    needs,
    places,
    questions,
    rules,
    seating,
    service,
    telling,
)
from forum.registration import details as details_of
from forum.registration.details import Details, Needs
from forum.registration.models import Channel, Purpose, Registration, State

MARKS = {State.CHECKED_IN: "checked_in", State.ABSENT: "absent", State.CONFIRMED: "undone"}
"""The states among which organisers move somebody on the day, and what the log calls it."""
OVERTAKEN = _("Somebody else has changed this in the meantime. Please check and send it again.")


@dataclass(frozen=True)
class Entry:
    """Somebody who called, wrote or stands at the door, as an organiser takes it down.

    Consents are what the person said when the words were read to them.
    """

    details: Details
    channel: Channel
    email: str | None = None
    language: str = "de"
    decisions: Mapping[Purpose, bool] = field(default_factory=dict)
    contact_fields: Sequence[str] = consents.ALWAYS
    needed: Needs = field(default_factory=Needs)


def enter(event_id: int, entry: Entry, *, by: int, is_other: bool = False, reason: str = "") -> int:
    """Enters somebody; returns the registration's id.

    At the door they are checked in. Without room they wait, unless a reason overrules the limit.
    `is_other`: somebody of the same name is registered, and is another person.

    Raises:
        Refused: the address or the name is registered already, or no place is left at the door.
    """
    details, email, channel = entry.details, entry.email, entry.channel
    with database.transaction() as session:
        event = places.lock_event(session, event_id)
        wishes = details_of.checked_wishes(session, event, details)
        names = identities.name_key(details.first_name, details.last_name)
        known, namesake = identities.find_known(
            session, event_id, email_key=address_key(email) if email else None, names=names
        )
        _refuse_known(details, known, namesake, is_other=is_other)
        registration = seating.new(details, event, channel=channel, language=entry.language)
        registration.told_at = clock.now()
        identities.set_address(session, registration, email)
        at_door = channel is Channel.DESK
        free = State.CHECKED_IN if at_door else State.CONFIRMED
        full = seating.add(
            session, event, registration, details, namesake, free=free, overrules=bool(reason)
        )
        if full and at_door and not reason:
            raise Refused(
                _("All places are taken. To let this person in anyway, please give a reason."),
                field="reason",
            )
        if details.is_protected:
            details_of.keep_identity(session, registration, details, email)
        details_of.add_wishes(session, registration, wishes)
        consenting.record_all(
            session, registration, entry.decisions, entry.contact_fields, channel=channel
        )
        needs.record(session, event, registration, entry.needed, channel=channel)
        detail = f"{channel.value}:{full.value if full else ''}"
        places.note(session, registration, "entered", by=by, detail=detail, reason=reason)
        if not at_door:
            telling.tell(session, registration, "registration-entered")
        if email and consents.is_asked(registration.consents, Purpose.MAILING_LIST):
            telling.tell(session, registration, "mailing-list-confirm")
    mail.wake()
    return registration.id


def _refuse_known(
    details: Details,
    known: Registration | None,
    namesake: Registration | None,
    *,
    is_other: bool,
) -> None:
    """Asks back about an address or a name that is registered; never because of somebody who is
    protected, so that nobody finds out by typing names who that is."""
    if known is not None and (not known.is_protected or details.is_protected):
        raise Refused(_("Another registration of this forum has this address."), field="email")
    if namesake is not None and not namesake.is_protected and not is_other:
        raise Refused(
            _("Somebody of this name is registered already. Please say if it is another one."),
            field="is_other",
        )


def correct(
    registration_id: int, details: Details, *, by: int, email: str | None, version: int
) -> None:
    """Corrects a registration for somebody, their address included.

    With another address the old links end, and the new one is sent there.

    Raises:
        Refused: it has ended, a wish cannot be, the address belongs to another registration of
            this forum, or somebody else changed it since `version`.
    """
    with database.transaction() as session:
        registration = service.locked(session, registration_id)
        if registration.version != version:
            raise Refused(OVERTAKEN)
        if not registration.is_protected and (registration.email or None) != email:
            _correct_address(session, registration, email)
        changing.rewrite(session, registration, details)
        places.note(session, registration, "corrected", by=by)
    mail.wake()


def _correct_address(session: Session, registration: Registration, email: str | None) -> None:
    known, _namesake = identities.find_known(
        session,
        registration.event_id,
        email_key=address_key(email) if email else None,
        names=registration.person_key,
    )
    if known is not None and known.id != registration.id:
        raise Refused(_("Another registration of this forum has this address."), field="email")
    questions.move_address(session, registration, email)
    registration.address_confirmed_at = None
    registration.held_until = rules.held_until(
        clock.now(), registration.event.starts_at, hours=registration.event.hold_hours
    )
    if email:
        mail.queue(session, "registration-link", registration.id, event_id=registration.event_id)


def give_place(registration_id: int, *, by: int, reason: str) -> None:
    """Gives a place to who waits or was offered one, past everybody else and every limit.

    Raises:
        Refused: there is no reason, or the registration cannot get a place.
    """
    with database.transaction() as session:
        registration = service.locked(session, registration_id)
        if not reason:
            raise Refused(_("Please say why; the reason is kept."), field="reason")
        was = registration.state
        if was is State.CONFIRMED:
            return
        places.move(registration, State.CONFIRMED)
        registration.answer_by = None
        registration.same_as_id = None
        places.note(session, registration, "overruled", by=by, detail=was.value, reason=reason)
        telling.tell(session, registration, "registration-promoted")
    mail.wake()


def cancel(registration_id: int, *, by: int, reason: str = "") -> None:
    """Cancels for somebody who asked for it. Again changes nothing.

    Raises:
        Refused: the registration was checked in.
    """
    with database.transaction() as session:
        registration = service.locked(session, registration_id)
        if registration.state in rules.ACTIVE:
            service.end(session, registration, by=by, reason=reason)
    mail.wake()


def mark(registration_id: int, state: State, *, by: int) -> None:
    """Notes that somebody has come or did not come, or puts right what was noted. Again changes
    nothing.

    Raises:
        Refused: the table of transitions does not allow it, or it is no state of the day.
    """
    with database.transaction() as session:
        registration = service.locked(session, registration_id)
        was = registration.state
        if was is state:
            return
        if state not in MARKS or was not in MARKS:
            raise Refused(_("This is not possible for a registration in this state."))
        places.move(registration, state)
        places.note(session, registration, MARKS[state], by=by, detail=was.value)


def merge(registration_id: int, other_id: int, *, by: int) -> None:
    """Two registrations are one person: the first stays as it is, the other one ends.

    Nothing goes over, above all no consent. The other one's place goes on.

    Raises:
        Refused: they are not two active registrations of one forum.
    """
    with database.transaction() as session:
        kept = service.locked(session, registration_id)
        other = session.get(Registration, other_id, populate_existing=True)
        if other is None or other.event_id != kept.event_id or other.id == kept.id:
            raise Refused(_("Please choose another registration of this forum."))
        for one in (kept, other):
            if one.state not in rules.ACTIVE:
                raise Refused(_("This registration has already ended."))
        questions.unite(session, kept, other, by=by)
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
