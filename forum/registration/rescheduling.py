"""Postponing and cancelling a forum: everybody is told, by mail or through an organiser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from forum.audit import service as audit
from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events import service as events
from forum.events import stand_ins
from forum.events.models import Event, Supplier
from forum.events.team_models import IslandHost
from forum.mail import service as mail
from forum.registration import consenting, needs, places, rules, telling
from forum.registration.models import Purpose, Registration, State


def call_off(event_id: int, *, by: int, reason: str, reason_en: str = "") -> int:
    """Cancels a forum and tells everybody; returns how many registrations there are. Again
    changes nothing.

    Raises:
        Refused: it is over.
    """
    with database.transaction() as session:
        event = places.lock_event(session, event_id)
        if clock.now() >= event.ends_at:
            raise Refused(_("This forum is over."))
        active = _active(session, event_id)
        if event.cancelled_at is None:
            event.cancelled_at = clock.now()
            event.off_reason, event.off_reason_en = reason, reason_en
            events.note_change(event)
            audit.note(session, "called_off", event_id=event_id, by=by)
            _tell_all(session, event, active, "called-off")
    mail.wake()
    return len(active)


def postpone(event_id: int, *, to: date, by: int, reason: str, reason_en: str = "") -> int:
    """Moves a forum to another day, at the same hours, and asks everybody anew: given places are
    offered again, every consent lapses, and what people need is deleted with it. Returns how many
    registrations there are.

    Raises:
        Refused: it has begun or is cancelled, or the new day is not later than today.
    """
    with database.transaction() as session:
        event = places.lock_event(session, event_id)
        now = clock.now()
        if event.cancelled_at or now >= event.starts_at:
            raise Refused(_("Only a forum that has not begun can be postponed."))
        if to <= clock.in_berlin(now).date():
            raise Refused(_("Please enter a day in the future."), field="day")
        events.move_to_day(session, event, to)
        event.postponed_at = now
        event.off_reason, event.off_reason_en = reason, reason_en
        hours = max(event.offer_hours, rules.NEW_DAY_HOURS)
        term = rules.answer_by(now, event.starts_at, hours=hours)
        active = _active(session, event_id)
        needs.let_go(session, event_id)
        for registration in active:
            consenting.lapse(session, registration, tuple(Purpose))
            registration.reminded_at = None
            if registration.state is State.CONFIRMED and term is not None:
                registration.answer_by = term
                places.move(registration, State.OFFERED)
        stand_ins.start_over(session, event_id, by=by)
        audit.note(session, "postponed", event_id=event_id, by=by)
        _tell_all(session, event, active, "postponed")
    mail.wake()
    return len(active)


def _active(session: Session, event_id: int) -> Sequence[Registration]:
    return session.scalars(
        select(Registration).where(
            Registration.event_id == event_id,
            Registration.state.in_(rules.ACTIVE),
            Registration.told_at.is_not(None) | Registration.email_key.is_(None),
        )
    ).all()


def _tell_all(session: Session, event: Event, active: Sequence[Registration], what: str) -> None:
    """Participants, island hosts, and those who work for the forum; a call task where there is no
    address. Hosts and suppliers without one stand on the phone list of the page."""
    for registration in active:
        telling.tell(session, registration, f"registration-{what}")
    for host in session.scalars(
        select(IslandHost).where(
            IslandHost.island.has(event_id=event.id),
            IslandHost.email != "",
            IslandHost.lent_by_id.is_(None),
        )
    ):
        mail.queue(session, f"host-{what}", host.id, event_id=event.id)
    for supplier in session.scalars(
        select(Supplier).where(Supplier.event_id == event.id, Supplier.email != "")
    ):
        mail.queue(session, f"supplier-{what}", supplier.id, event_id=event.id)


@dataclass(frozen=True)
class Reach:
    """Who can be told by mail, and who has to be called."""

    by_mail: int
    by_phone: int
    hosts: Sequence[IslandHost]
    suppliers: Sequence[Supplier]


def reach(event_id: int) -> Reach:
    """How everybody of a forum can be reached; `hosts` and `suppliers` are those without an
    address, who have to be called."""
    session = database.db.session
    counted = session.execute(
        select(telling.BY_MAIL, func.count(Registration.id))
        .where(Registration.event_id == event_id, Registration.state.in_(rules.ACTIVE))
        .group_by(telling.BY_MAIL)
    )
    numbers = {bool(has_address): number for has_address, number in counted}
    hosts = select(IslandHost).where(
        IslandHost.island.has(event_id=event_id),
        IslandHost.email == "",
        IslandHost.lent_by_id.is_(None),
    )
    suppliers = select(Supplier).where(Supplier.event_id == event_id, Supplier.email == "")
    return Reach(
        by_mail=numbers.get(True, 0),
        by_phone=numbers.get(False, 0),
        hosts=session.scalars(hosts.options(joinedload(IslandHost.island))).all(),
        suppliers=session.scalars(suppliers).all(),
    )


def remind() -> None:
    """Reminds those with a place so many days before their forum, once. Safe to repeat."""
    now = clock.now()
    ahead = select(Event.id, Event.starts_at, Event.reminder_days).where(
        Event.published_at.is_not(None),
        Event.cancelled_at.is_(None),
        Event.starts_at > now,
        Event.reminder_days > 0,
    )
    for event_id, starts_at, days in database.db.session.execute(ahead).all():
        if rules.reminder_is_due(now, starts_at, days):
            with database.transaction() as session:
                places.lock_event(session, event_id)
                _remind(session, event_id)
    mail.wake()


def _remind(session: Session, event_id: int) -> None:
    due = select(Registration).where(
        Registration.event_id == event_id,
        Registration.state == State.CONFIRMED,
        Registration.reminded_at.is_(None),
        Registration.told_at.is_not(None) | Registration.email_key.is_(None),
    )
    for registration in session.scalars(due).all():
        registration.reminded_at = clock.now()
        telling.tell(session, registration, "registration-reminder")
