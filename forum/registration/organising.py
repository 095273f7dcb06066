"""What organisers do with registrations: correct, overrule, merge. All of it is logged."""

from __future__ import annotations

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
    identities,
    places,
    questions,
    rules,
    service,
    telling,
)
from forum.registration.details import Details
from forum.registration.models import Channel, Registration, State
from forum.registration.person_models import TaskKind

MARKS = {State.CHECKED_IN: "checked_in", State.ABSENT: "absent", State.CONFIRMED: "undone"}
"""The states among which organisers move somebody on the day, and what the log calls it."""
NO_PLACE = _("This is not possible for a registration in this state.")
OVERTAKEN = _("Somebody else has changed this in the meantime. Please check and send it again.")


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
    known = identities.find_known(
        session,
        registration.event_id,
        email_key=address_key(email) if email else None,
        names=registration.person_key,
    ).by_address
    if known is not None and known.id != registration.id and not known.is_protected:
        raise Refused(_("Another registration of this forum has this address."), field="email")
    questions.move_address(session, registration, email)
    registration.address_confirmed_at = None
    registration.held_until = rules.held_until(
        clock.now(), registration.event.starts_at, hours=registration.event.hold_hours
    )
    if email:
        kind = _news_of(registration)
        mail.queue(session, kind, registration.id, event_id=registration.event_id)
    elif registration.state is State.HELD:  # there is nothing left to confirm
        places.move(registration, State.CONFIRMED)


def _news_of(registration: Registration) -> str:
    """What the corrected address has to know first: that somebody must confirm or answer, because
    what was sent about it went elsewhere."""
    if registration.state is State.OFFERED:
        return "registration-offered"
    if registration.state in {State.HELD, State.WAITING} and registration.channel is Channel.WEB:
        return "registration-received"
    return "registration-link"


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
        telling.close_tasks(session, registration, TaskKind.SAME_PERSON, by=by)
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
            places.end(session, registration, by=by, reason=reason)
    mail.wake()


def move_on_the_day(session: Session, registration: Registration, state: State, *, by: int) -> None:
    """Notes who has come in the caller's transaction, while the forum is locked.

    Raises:
        Refused: the table of transitions does not allow it, or it is no state of the day.
    """
    was = registration.state
    if was is state:
        return
    if state not in MARKS or was not in MARKS:
        raise Refused(NO_PLACE)
    if state is State.ABSENT and clock.now() < registration.event.starts_at:
        raise Refused(_("Nobody is absent before the forum has begun."))
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
