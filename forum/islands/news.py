"""What is new in a route card for somebody who had one before."""

from __future__ import annotations

from sqlalchemy import func, select

from forum.base.database import db
from forum.events.models import Round
from forum.islands import queries
from forum.islands.models import Plan
from forum.islands.queries import RouteCard
from forum.mail.models import Message
from forum.registration.models import Registration

KIND = "route-card"


def changed_rounds(registration: Registration, card: RouteCard) -> list[Round]:
    """The rounds in which a route card differs from the last one that was sent to somebody; none
    where it is their first. One query, for a second card four at most."""
    sent = select(func.max(Message.sent_at)).where(
        Message.kind == KIND, Message.about_id == registration.id
    )
    last = db.session.scalar(sent)
    if last is None:
        return []
    plans = select(Plan.id).where(Plan.event_id == registration.event_id, Plan.published_at <= last)
    plan = db.session.scalar(plans.order_by(Plan.number.desc()).limit(1))
    if plan is None or plan == card.plan_id:
        return []
    before, now = (
        queries.told_by(number, registration.id).get(registration.id, {})
        for number in (plan, card.plan_id)
    )
    return [one.round for one in card.stops if before.get(one.round.id) != now.get(one.round.id)]
