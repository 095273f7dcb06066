"""Keeping what stands in people's calendars true: what is sent with which message, and when."""

from __future__ import annotations

from dataclasses import replace

from flask import current_app
from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from forum.base import clock, database, languages
from forum.base.database import db
from forum.calendars import entries
from forum.calendars.entries import Look, Party
from forum.events.models import Event
from forum.invitations import content, rules
from forum.invitations.models import Invitation
from forum.islands import queries as islands
from forum.islands.models import Plan
from forum.islands.queries import RouteCard
from forum.mail import service as mail
from forum.mail.letters import Enclosure
from forum.registration import identities, telling
from forum.registration import rules as registration_rules
from forum.registration.models import Registration, State

CHANGED, REMOVED = "calendar-changed", "calendar-removed"
ONLY_WITH_ENTRY = {CHANGED, REMOVED}
"""What is written for nothing else than an entry that has to change."""
HOLDING = (*registration_rules.TAKING_PART, State.ABSENT)
"""Whose place is theirs: who has not come yet may still come."""


def enclose(registration_id: int, recipient: str, *, message_id: int) -> Enclosure | None:
    """What has to go along with a message to somebody, so that their calendar is true again; None
    where it is true already, or they have nothing to hold a place for.

    What goes along is noted before the message leaves. The same message asked for again gets the
    same once more. Whoever must not be found gets none: calendars at work are seen by others.
    """
    with database.transaction() as session:
        registration = _find(session, registration_id)
        if registration is None or recipient != identities.recipient_of(registration):
            return None
        with languages.in_language(registration.language):
            return _enclose(session, registration, message_id)


def _find(session: Session, registration_id: int) -> Registration | None:
    return session.scalars(
        select(Registration)
        .where(Registration.id == registration_id)
        .options(joinedload(Registration.event), joinedload(Registration.person))
        .with_for_update(of=Registration)
        .execution_options(populate_existing=True)
    ).first()


def _enclose(session: Session, registration: Registration, message_id: int) -> Enclosure | None:
    sent = session.get(Invitation, registration.id, populate_existing=True)
    now = _Now(registration)
    if now.is_off and (sent is None or (sent.is_off and sent.message_id != message_id)):
        return None
    if not now.is_off and registration.event.starts_at <= clock.now():
        return None
    if sent is None or sent.content != now.fingerprint:
        sent = _note(session, registration, now, sent, message_id)
    elif sent.message_id != message_id:
        return None
    return _written(registration, now, sent)


class _Now:
    """How somebody's entry stands now."""

    def __init__(self, registration: Registration) -> None:
        event = registration.event
        has_place = registration.state in HOLDING and not registration.is_protected
        self.is_off = not has_place or event.cancelled_at is not None
        self.card: RouteCard | None = islands.find_route_card(registration) if has_place else None
        published = islands.find_published(event.id)
        self.plan_id = published.id if published else 0
        self.entry = content.day(
            event,
            uid="",
            sequence=0,
            changed_at=event.changed_at,
            card=self.card,
            is_off=self.is_off,
        )
        recipient = identities.recipient_of(registration)
        self.fingerprint = "off" if self.is_off else content.fingerprint(self.entry, recipient)
        self.standing = rules.standing(event.sequence, self.card.plan_number if self.card else 0)


def _note(
    session: Session,
    registration: Registration,
    now: _Now,
    sent: Invitation | None,
    message_id: int,
) -> Invitation:
    sequence = rules.next_sequence(sent.sequence if sent else None, now.standing)
    if sent is None:
        uid = content.new_uid(registration.link_id)
        sent = Invitation(registration_id=registration.id, uid=uid)
        session.add(sent)
    sent.sequence, sent.content, sent.is_off = sequence, now.fingerprint, now.is_off
    sent.sent_at, sent.message_id = clock.now(), message_id
    _see(sent, registration, now)
    return sent


def _see(sent: Invitation, registration: Registration, now: _Now) -> None:
    sent.seen_event = registration.event.sequence
    sent.seen_plan = now.plan_id
    sent.seen_at = registration.changed_at


def _written(registration: Registration, now: _Now, sent: Invitation) -> Enclosure:
    method = "CANCEL" if now.is_off else "REQUEST"
    entry = replace(
        now.entry,
        uid=sent.uid,
        sequence=sent.sequence,
        changed_at=sent.sent_at,
        organiser=_organiser(registration.event),
        guest=Party(
            registration.person.name,
            identities.recipient_of(registration),
            (sent.answer or "accepted").upper(),
        ),
    )
    file = entries.calendar_file([entry], look=Look(entry.summary), method=method)
    return Enclosure(method, file)


def _organiser(event: Event) -> Party:
    """Who invites: the address that messages come from, which can receive answers."""
    return Party(event.contact_name or "Praxisforum", current_app.config["FORUM"].mail_sender)


def announce() -> None:
    """Has people told whose entry no longer says how things are. Safe to repeat.

    A few minutes pass first, so that several changes become one message; where another message
    leaves meanwhile, the entry goes along with that one. Who must not be found any more waits for
    nothing: their entry goes at once, at night too.
    """
    for registration_id in db.session.scalars(_unsure()).all():
        with database.transaction() as session:
            registration = _find(session, registration_id)
            sent = session.get(Invitation, registration_id, populate_existing=True)
            if registration is None or sent is None:
                continue
            with languages.in_language(registration.language):
                now = _Now(registration)
            _see(sent, registration, now)
            if now.fingerprint != sent.content:
                _announce(session, registration, now)
    mail.wake()


def _announce(session: Session, registration: Registration, now: _Now) -> None:
    if now.is_off and not telling.by_mail(registration):
        return  # only a mail takes an entry away; why there is no place is told on its own
    if registration.is_protected:
        telling.tell(session, registration, REMOVED)
    elif registration.email_key is not None:
        due_at = clock.now() + rules.QUIET
        telling.tell(session, registration, CHANGED, due_at=due_at)
        mail.put_off(session, CHANGED, registration.id, due_at=due_at)


def _unsure() -> Select[int]:
    """Whose forum, plan or registration has changed since their entry was looked at."""
    published = (
        select(func.coalesce(func.max(Plan.id), 0))
        .where(Plan.event_id == Event.id, Plan.published_at.is_not(None))
        .correlate(Event)
        .scalar_subquery()
    )
    has_place = Registration.state.in_(HOLDING) & Registration.is_protected.is_(False)
    return (
        select(Invitation.registration_id)
        .join(Invitation.registration)
        .join(Registration.event)
        .where(
            Event.starts_at > clock.now(),
            or_(
                Invitation.seen_event != Event.sequence,
                Invitation.seen_at != Registration.changed_at,
                and_(has_place, Invitation.seen_plan != published),
                and_(~has_place, Invitation.is_off.is_(False)),
            ),
        )
        .order_by(Invitation.registration_id)
    )
