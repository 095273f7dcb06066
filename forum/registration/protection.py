"""Who stands behind protected registrations: shown to two named people, and each time noted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from forum.base import database
from forum.base.database import db
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.registration import places, rules
from forum.registration.models import Registration
from forum.registration.person_models import ProtectedIdentity, ProtectedQuestion


def of_event(event_id: int) -> Sequence[Registration]:
    """The protected registrations of a forum, under their display names."""
    query = (
        select(Registration)
        .where(
            Registration.event_id == event_id,
            Registration.is_protected,
            Registration.state.in_(rules.ACTIVE),
        )
        .options(joinedload(Registration.person))
        .order_by(Registration.id)
    )
    return db.session.scalars(query).all()


def count(event_id: int) -> int:
    """How many people take part in a forum without their name standing anywhere."""
    query = select(func.count(Registration.id)).where(
        Registration.event_id == event_id,
        Registration.is_protected,
        Registration.state.in_(rules.ACTIVE),
    )
    return db.session.scalar(query) or 0


def questions(event_id: int) -> Sequence[ProtectedQuestion]:
    """Who might be one person, where one of the two is protected. Only the two named people are
    asked about these."""
    kept, other = aliased(Registration), aliased(Registration)
    query = (
        select(ProtectedQuestion)
        .join(other, ProtectedQuestion.registration)
        .join(kept, ProtectedQuestion.kept)
        .where(
            other.event_id == event_id,
            other.state.in_(rules.ACTIVE),
            kept.state.in_(rules.ACTIVE),
        )
        .options(
            joinedload(ProtectedQuestion.registration).joinedload(Registration.person),
            joinedload(ProtectedQuestion.kept).joinedload(Registration.person),
        )
        .order_by(ProtectedQuestion.registration_id, ProtectedQuestion.kept_id)
    )
    return db.session.scalars(query).all()


def find_name(registration: Registration) -> str | None:
    """What somebody is really called, for a paper that only they get; None once it is deleted."""
    identity = db.session.get(ProtectedIdentity, registration.id)
    return f"{identity.first_name} {identity.last_name}".strip() if identity else None


def show(event_id: int, registration_id: int, *, by: int) -> ProtectedIdentity:
    """Who somebody is; that `by` looked is noted in the log.

    Raises:
        NotFound: this forum has no such registration, or it was deleted after the forum.
    """
    with database.transaction() as session:
        identity = session.scalars(
            select(ProtectedIdentity)
            .where(
                ProtectedIdentity.registration_id == registration_id,
                ProtectedIdentity.registration.has(event_id=event_id),
            )
            .options(joinedload(ProtectedIdentity.registration).joinedload(Registration.person))
        ).first()
        if identity is None:
            raise NotFound(_("Nobody stands behind this any more."))
        places.note(session, identity.registration, "identity_shown", by=by)
        return identity
