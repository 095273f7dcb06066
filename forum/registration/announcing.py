"""Inviting to a forum those who agreed to be invited: each address once, and no longer than they
agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, func, insert, select
from sqlalchemy.orm import Session, aliased, joinedload

from forum.audit import service as audit
from forum.base import clock, database
from forum.base.database import db
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events import rules as event_rules
from forum.events.models import Event
from forum.mail import service as mail
from forum.registration import places, rules
from forum.registration.models import Consent, Decision, Purpose, Registration
from forum.registration.person_models import Announcement

DECISIVE = (Decision.GRANTED, Decision.WITHDRAWN, Decision.LAPSED)
"""What decides about an address: a box left empty in a later form takes nothing back."""

A_YEAR = timedelta(days=365)
MOST_IN_A_YEAR = 4
"""So many invitations people agree to (`consents.WORDS`)."""


@dataclass(frozen=True)
class Invited:
    """How many addresses can be invited to a forum now, how many were, and when last."""

    left: int
    number: int
    at: datetime | None


def agreeing() -> Select[int, str | None]:
    """Registration and address of everybody whose newest decision about invitations is a yes."""
    newest = (
        select(func.max(Consent.id))
        .join(Registration, Registration.id == Consent.registration_id)
        .where(
            Consent.purpose == Purpose.MAILING_LIST,
            Consent.decision.in_(DECISIVE),
            Registration.email_key.is_not(None),
            Registration.is_protected.is_(False),
            Registration.bounced_at.is_(None),
        )
        .group_by(Registration.email_key)
    )
    return (
        select(Registration.id, Registration.email_key)
        .join(Consent, Consent.registration_id == Registration.id)
        .where(Consent.id.in_(newest), Consent.decision == Decision.GRANTED)
    )


def _not_yet_invited(event_id: int) -> Select[int, str | None]:
    """Of those, whom nobody has invited to this forum yet, who is not registered anyway, and who
    has not had as many invitations this year as they agreed to."""
    known = aliased(Registration)
    lately = (
        select(func.count(Announcement.id))
        .where(
            Announcement.email_key == Registration.email_key,
            Announcement.created_at > clock.now() - A_YEAR,
        )
        .scalar_subquery()
    )
    return agreeing().where(
        lately < MOST_IN_A_YEAR,
        ~exists().where(
            Announcement.event_id == event_id, Announcement.email_key == Registration.email_key
        ),
        ~exists().where(
            known.event_id == event_id,
            known.email_key == Registration.email_key,
            known.state.in_(rules.ACTIVE),
        ),
    )


def invited(event_id: int) -> Invited:
    """What the page about inviting shows; two queries."""
    left = select(func.count()).select_from(_not_yet_invited(event_id).subquery())
    done = select(func.count(Announcement.id), func.max(Announcement.created_at)).where(
        Announcement.event_id == event_id
    )
    number, at = db.session.execute(done).one()
    return Invited(db.session.scalar(left) or 0, number, at)


def is_possible(event: Event) -> bool:
    """Whether anybody can register who is invited now."""
    return event_rules.phase(event, clock.now()) is event_rules.Phase.OPEN


def announce(event_id: int, *, by: int) -> int:
    """Invites everybody on the mailing list who was not invited yet; returns how many. Again
    invites only who has come since.

    Raises:
        Refused: nobody could register.
    """
    with database.transaction() as session:
        event = places.lock_event(session, event_id)
        if not is_possible(event):
            raise Refused(_("Registration for this forum is closed."))
        number = _invite(session, event_id)
        if number:
            audit.note(session, "announced", event_id=event_id, by=by, detail=str(number))
    mail.wake()
    return number


def _invite(session: Session, event_id: int) -> int:
    rows = session.execute(_not_yet_invited(event_id)).all()
    if rows:
        made = session.scalars(
            insert(Announcement).returning(Announcement.id),
            [
                {
                    "event_id": event_id,
                    "registration_id": registration_id,
                    "email_key": email_key,
                    "created_at": clock.now(),
                }
                for registration_id, email_key in rows
            ],
        ).all()
        mail.queue_all(session, "announcement", made, event_id=event_id)
    return len(rows)


def find(announcement_id: int) -> Announcement | None:
    """An invitation as it may still leave: the forum is open, the address still agrees and is the
    one that was meant."""
    found = db.session.scalars(
        select(Announcement)
        .where(Announcement.id == announcement_id)
        .options(
            joinedload(Announcement.event),
            joinedload(Announcement.registration).joinedload(Registration.person),
        )
        .execution_options(populate_existing=True)
    ).first()
    if found is None or not is_possible(found.event):
        return None
    if found.registration.email_key != found.email_key:
        return None
    agrees = agreeing().where(Registration.email_key == found.email_key)
    return found if db.session.execute(agrees).first() else None
