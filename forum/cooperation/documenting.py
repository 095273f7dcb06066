"""Telling those who took part that the results are there: each once, two weeks after the forum."""

from __future__ import annotations

from sqlalchemy import Select, exists, func, select

from forum.base import clock, database
from forum.base.database import db
from forum.cooperation import following, rules
from forum.cooperation.models import ToldAfter
from forum.events.models import Event
from forum.mail import service as mail
from forum.mail import yearly
from forum.mail.yearly_models import Lane, Pace
from forum.registration import rules as registration_rules
from forum.registration import telling
from forum.registration.models import Consent, Decision, Purpose, Registration
from forum.results.release_models import Release

DOCUMENTATION = "documentation"


def tell() -> None:
    """Tells everybody who took part and agreed to hear what became of it, where results are
    published. Later versions bring no message of their own. Safe to repeat."""
    waiting = db.session.scalars(_to_tell()).all()
    if not waiting:
        return
    with database.transaction() as session:
        people = session.scalars(_to_tell().with_for_update(of=Registration)).all()
        paces = yearly.paces({following.key_of(one) for one in people})
        for one in people:
            key = following.key_of(one)
            is_wanted = paces[key] is not Pace.NONE
            if is_wanted and not yearly.take(session, key, Lane.NEWS):
                continue  # told as soon as there is room again
            told = session.get(ToldAfter, one.id) or ToldAfter(registration_id=one.id)
            told.documentation_at = clock.now()
            session.add(told)
            if is_wanted:
                telling.tell(session, one, DOCUMENTATION)
    mail.wake()


def _to_tell() -> Select[Registration]:
    """Who has not been told yet. Of protected people no address is kept after the day, and nobody
    shall ask after them; the results are public anyway."""
    now = clock.now()
    newest = (
        select(func.max(Consent.id))
        .where(Consent.registration_id == Registration.id, Consent.purpose == Purpose.FOLLOW_UP)
        .correlate(Registration)
        .scalar_subquery()
    )
    return (
        select(Registration)
        .join(Event, Event.id == Registration.event_id)
        .where(
            Event.ends_at <= now - rules.DOCUMENTATION_AFTER,
            Event.ends_at > now - rules.FOLLOWED_FOR,
            Event.cancelled_at.is_(None),
            Event.published_at.is_not(None),
            exists().where(Release.event_id == Event.id, Release.released_at <= now),
            Registration.state.in_(registration_rules.TAKING_PART),
            Registration.is_protected.is_(False),
            exists().where(Consent.id == newest, Consent.decision == Decision.GRANTED),
            ~exists().where(
                ToldAfter.registration_id == Registration.id,
                ToldAfter.documentation_at.is_not(None),
            ),
        )
        .order_by(Registration.id)
    )
