"""Making a plan the one that counts, and telling those for whom something changes."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events.models import Event, Round
from forum.islands import queries, room_changes
from forum.islands.models import Assignment, Plan
from forum.islands.news import KIND
from forum.islands.queries import Seats, Told
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
        changed = [
            registration_id
            for registration_id, told in queries.told_by(plan.id).items()
            if before.get(registration_id) != told
        ]
        room_changes.note_told(session, plan.id, changed)
        _tell(session, event.id, changed)
    mail.wake()


def _tell(session: Session, event_id: int, registration_ids: list[int]) -> None:
    """Queues a route card for everybody; without an address it becomes a call task."""
    concerned = session.scalars(
        select(Registration).where(Registration.id.in_(registration_ids))
    ).all()
    by_mail = [one.id for one in concerned if telling.by_mail(one)]
    if by_mail:
        mail.queue_all(session, KIND, by_mail, event_id=event_id)
    for one in concerned:
        if not telling.by_mail(one):
            telling.tell(session, one, KIND)


def _carry_over(session: Session, plan: Plan, before: Seats) -> None:
    """Whoever came at the door while this plan was a draft keeps the islands they were given."""
    missing = before.keys() - queries.seats_by_person(plan.id).keys()
    session.add_all(
        Assignment(
            plan_id=plan.id,
            registration_id=person,
            round_id=round_id,
            island_id=seat.island_id,
            table_number=seat.table,
        )
        for person in missing
        for round_id, seat in before[person].items()
    )
    session.flush()


def _before(session: Session, plan: Plan) -> dict[int, dict[int, Told]]:
    """What everybody was told by the plan that is out, once it is sure that this one may follow
    it."""
    out = queries.find_published(plan.event_id)
    if out is None:
        return {}
    if out.number > plan.number:
        raise Refused(_("A newer plan is already published."))
    begun = select(Round).where(Round.event_id == plan.event_id, Round.starts_at <= clock.now())
    before = queries.seats_by_person(out.id)
    _carry_over(session, plan, before)
    after = queries.seats_by_person(plan.id)
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
    return queries.told_by(out.id)


def _of_round(seats: Seats, round_: Round) -> dict[int, int]:
    return {person: row[round_.id].island_id for person, row in seats.items() if round_.id in row}
