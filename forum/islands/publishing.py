"""Making a plan the one that counts, and telling those for whom something changes."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events.models import Event, Round
from forum.islands import queries
from forum.islands.models import Plan
from forum.mail import service as mail
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
        cards = _cards_before(session, plan)
        plan.published_at = clock.now()
        if plan.checked_at is None:
            plan.checked_at, plan.checked_by = plan.published_at, by
        reachable = set(
            session.scalars(
                select(Registration.id).where(
                    Registration.event_id == event.id, Registration.email_key.is_not(None)
                )
            )
        )
        changed = [
            registration_id
            for registration_id, card in queries.cards_of(plan.id).items()
            if registration_id in reachable and cards.get(registration_id) != card
        ]
        if changed:
            mail.queue_all(session, "route-card", changed, event_id=event.id)
    mail.wake()


def _cards_before(session: Session, plan: Plan) -> dict[int, set[tuple[int, int, int | None]]]:
    """What the route cards say that are out, once it is sure that this plan may follow them."""
    before = queries.find_published(plan.event_id)
    if before is None:
        return {}
    if before.number > plan.number:
        raise Refused(_("A newer plan is already published."))
    begun = select(Round).where(Round.event_id == plan.event_id, Round.starts_at <= clock.now())
    was, now = queries.routes_of(before.id), queries.routes_of(plan.id)
    for round_ in session.scalars(begun.order_by(Round.number)):
        if _of_round(was, round_) != _of_round(now, round_):
            raise Refused(
                _(
                    "Round %(number)s has begun since this plan was made, and people sit there "
                    "as plan %(published)s has it. Please plan anew; what has begun stays.",
                    number=round_.number,
                    published=before.number,
                )
            )
    return queries.cards_of(before.id)


def _of_round(routes: dict[int, set[tuple[int, int]]], round_: Round) -> set[tuple[int, int]]:
    return {
        (person, island)
        for person, route in routes.items()
        for round_id, island in route
        if round_id == round_.id
    }
