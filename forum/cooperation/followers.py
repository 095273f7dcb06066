"""Who follows which outcome, and for whom there is news."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from forum.base.database import db
from forum.base.refusal import NotFound
from forum.cooperation import standing
from forum.cooperation.models import FollowUp, OutcomeFollower, ToldAfter
from forum.events import queries as events
from forum.registration import rules as registration_rules
from forum.registration.models import Registration
from forum.results.commitment_models import Commitment, CommitmentParty
from forum.results.outcome_models import OUTCOMES, Finding

_WITH_STANDING = (
    joinedload(Finding.demand),
    joinedload(Finding.commitment).selectinload(Commitment.parties),
)


@dataclass(frozen=True)
class Outcome:
    """An outcome of somebody's forum: how it stands, and whether they follow it."""

    finding: Finding
    state: str
    is_followed: bool


def may_follow(registration: Registration) -> bool:
    """Whether somebody can follow outcomes: who took part, and is not protected, because of those
    no address is kept after the day."""
    return registration.state in registration_rules.TAKING_PART and not registration.is_protected


def outcomes_for(registration: Registration) -> list[Outcome]:
    """The published outcomes of somebody's forum by their numbers; three queries."""
    found = db.session.scalars(_released(registration.event_id)).all()
    followed = set(
        db.session.scalars(
            select(OutcomeFollower.finding_id).where(
                OutcomeFollower.registration_id == registration.id
            )
        )
    )
    return [Outcome(one, standing.of(one), one.id in followed) for one in found]


def get_outcome(registration: Registration, finding_id: int) -> Finding:
    """A published outcome of somebody's forum.

    Raises:
        NotFound: their forum has no such outcome.
    """
    query = _released(registration.event_id).where(Finding.id == finding_id)
    found = db.session.scalars(query).first()
    if found is None:
        raise NotFound(events.GONE)
    return found


def _released(event_id: int) -> Select[Finding]:
    return (
        select(Finding)
        .where(
            Finding.event_id == event_id,
            Finding.kind.in_(OUTCOMES),
            Finding.released_text.is_not(None),
            Finding.merged_into_id.is_(None),
        )
        .options(*_WITH_STANDING)
        .order_by(Finding.year, Finding.number)
    )


def with_news() -> Mapping[int, Sequence[OutcomeFollower]]:
    """Who follows outcomes that stand differently from what they last heard, by registration."""
    followed = select(Finding).where(exists().where(OutcomeFollower.finding_id == Finding.id))
    now = {
        one.id: standing.of(one) for one in db.session.scalars(followed.options(*_WITH_STANDING))
    }
    moved = [
        and_(OutcomeFollower.finding_id == number, OutcomeFollower.state != state)
        for number, state in now.items()
    ]
    if not moved:
        return {}
    query = (
        select(OutcomeFollower)
        .join(OutcomeFollower.registration)
        .where(
            or_(*moved),
            Registration.state.in_(registration_rules.TAKING_PART),
            Registration.is_protected.is_(False),
        )
        .options(
            joinedload(OutcomeFollower.registration),
            joinedload(OutcomeFollower.finding).options(*_WITH_STANDING),
        )
        .order_by(OutcomeFollower.registration_id, OutcomeFollower.finding_id)
    )
    found: dict[int, list[OutcomeFollower]] = {}
    for one in db.session.scalars(query):
        found.setdefault(one.registration_id, []).append(one)
    return found


def newest_news_of(registration: Registration) -> Sequence[Finding]:
    """What somebody follows and what their newest news are about."""
    at = select(ToldAfter.news_at).where(ToldAfter.registration_id == registration.id)
    query = _told(at.scalar_subquery()).where(OutcomeFollower.registration_id == registration.id)
    return db.session.scalars(query).all()


def news_beside(party: CommitmentParty, address_key: str) -> Sequence[Finding]:
    """The news that go along with the newest message about next steps to this address."""
    at: Select[datetime] = select(func.max(FollowUp.at)).where(
        FollowUp.party_id == party.id, FollowUp.is_mailed
    )
    query = (
        _told(at.scalar_subquery())
        .join(Registration, Registration.id == OutcomeFollower.registration_id)
        .where(Registration.email_key == address_key)
    )
    return db.session.scalars(query).unique().all()


def _told(at: object) -> Select[Finding]:
    return (
        select(Finding)
        .join(OutcomeFollower, OutcomeFollower.finding_id == Finding.id)
        .where(OutcomeFollower.told_at == at)
        .options(*_WITH_STANDING)
        .order_by(Finding.year, Finding.number)
    )
