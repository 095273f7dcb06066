"""What came back from calendars, for organisers: numbers, who declined, what a person decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import joinedload

from forum.base import clock, database
from forum.base.database import db
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.invitations.models import Answer, Arrival, Invitation, Outcome
from forum.registration import rules as registration_rules
from forum.registration.models import Registration

TO_DECIDE = (Outcome.PROPOSAL, Outcome.FOREIGN, Outcome.BOUNCED)
KEPT = timedelta(days=90)
"""So long it is remembered that a mail arrived which is about nobody's entry."""
MANY = 100
"""So many lines of a kind are shown at most."""


@dataclass(frozen=True)
class Overview:
    """How a forum is answered: entries that were sent, answers of those who have a place, whose
    place is declined, and what waits for a decision."""

    sent: int
    answers: dict[Answer, int]
    declined: Sequence[Invitation]
    open: Sequence[Arrival]

    @property
    def silent(self) -> int:
        """How many have said nothing in their calendar."""
        return self.sent - sum(self.answers.values())


def overview(event_id: int) -> Overview:
    """Everything the page shows; three queries."""
    numbers = {row[0]: row[1] for row in db.session.execute(_numbers(event_id))}
    return Overview(
        sent=sum(numbers.values()),
        answers={answer: numbers.get(answer, 0) for answer in Answer},
        declined=db.session.scalars(_declined(event_id)).all(),
        open=db.session.scalars(_open(event_id)).all(),
    )


def _numbers(event_id: int) -> Select[Answer | None, int]:
    return (
        select(Invitation.answer, func.count())
        .join(Invitation.registration)
        .where(
            Registration.event_id == event_id,
            Registration.state.in_(registration_rules.TAKING_PART),
        )
        .group_by(Invitation.answer)
    )


def _declined(event_id: int) -> Select[Invitation]:
    return (
        select(Invitation)
        .join(Invitation.registration)
        .where(
            Registration.event_id == event_id,
            Registration.state.in_(registration_rules.TAKING_PART),
            Invitation.answer == Answer.DECLINED,
        )
        .options(joinedload(Invitation.registration).joinedload(Registration.person))
        .order_by(Invitation.gives_back_at, Invitation.registration_id)
        .limit(MANY)
    )


def _open(event_id: int) -> Select[Arrival]:
    return (
        select(Arrival)
        .where(
            Arrival.event_id == event_id,
            Arrival.settled_at.is_(None),
            Arrival.outcome.in_(TO_DECIDE),
        )
        .options(joinedload(Arrival.registration).joinedload(Registration.person))
        .order_by(Arrival.id)
        .limit(MANY)
    )


def settle(event_id: int, arrival_id: int, *, by: int) -> None:
    """Notes that somebody has seen to what arrived. Again changes nothing.

    Raises:
        NotFound: this forum has no such arrival.
    """
    with database.transaction() as session:
        arrival = session.get(Arrival, arrival_id, with_for_update={"of": Arrival})
        if arrival is None or arrival.event_id != event_id:
            raise NotFound(_("Nothing like this has arrived for this forum."))
        if arrival.settled_at is None:
            arrival.settled_at, arrival.settled_by = clock.now(), by


def forget_old() -> None:
    """Deletes what is noted of letters and of mails about nothing. Safe to repeat."""
    old = Arrival.event_id.is_(None) & (Arrival.arrived_at <= clock.now() - KEPT)
    with database.transaction() as session:
        session.execute(delete(Arrival).where(old))
