"""Making a plan the one that counts, and telling those for whom something changes."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events.models import Event, Round
from forum.islands import queries, room_changes
from forum.islands.models import Plan
from forum.islands.queries import Seats
from forum.mail import service as mail
from forum.registration import telling
from forum.registration.models import Registration


def publish(plan_id: int, *, by: str = "") -> None:
    """Makes the plan the one that counts, and tells everybody whose route is new or different.

    Who publishes has checked it. Publishing again changes nothing.

    Raises:
        Refused: a newer plan is published, or a round has begun in another way than this plan has
            it.
    """
    with database.transaction() as session:
        plan = session.get_one(Plan, plan_id)
        event = session.get_one(Event, plan.event_id, with_for_update=True)
        session.refresh(plan)
        if plan.published_at is not None:
            return
        before = _before(session, plan)
        plan.published_at = clock.now()
        if plan.checked_at is None:
            plan.checked_at, plan.checked_by = plan.published_at, by
        reachable = set(
            session.scalars(
                select(Registration.id).where(Registration.event_id == event.id, telling.BY_MAIL)
            )
        )
        changed = [
            registration_id
            for registration_id, seats in queries.seats_by_person(plan.id).items()
            if before.get(registration_id) != seats
        ]
        room_changes.note_told(session, plan.id, changed)
        by_mail = [one for one in changed if one in reachable]
        if by_mail:
            mail.queue_all(session, "route-card", by_mail, event_id=event.id)
    mail.wake()


def _before(session: Session, plan: Plan) -> Seats:
    """Who sits where by the plan that is out, once it is sure that this one may follow it."""
    out = queries.find_published(plan.event_id)
    if out is None:
        return {}
    if out.number > plan.number:
        raise Refused(_("A newer plan is already published."))
    begun = select(Round).where(Round.event_id == plan.event_id, Round.starts_at <= clock.now())
    before, after = queries.seats_by_person(out.id), queries.seats_by_person(plan.id)
    for round_ in session.scalars(begun.order_by(Round.number)):
        if _of_round(before, round_) != _of_round(after, round_):
            raise Refused(
                _(
                    "Round %(number)s has begun since this plan was made, and people sit there "
                    "as plan %(published)s has it. Please plan anew; what has begun stays.",
                    number=round_.number,
                    published=out.number,
                )
            )
    return before


def _of_round(seats: Seats, round_: Round) -> dict[int, int]:
    return {person: row[round_.id].island_id for person, row in seats.items() if round_.id in row}
