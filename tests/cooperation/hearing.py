"""Participants who follow outcomes, and a demand that moves."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import select

from forum.accounts.models import Account
from forum.base import clock, database
from forum.base.database import db
from forum.cooperation import documenting, followers, following
from forum.events.models import Event
from forum.mail.models import Message
from forum.registration.models import Purpose, Registration
from forum.results.demand_models import Demand, DemandStatus
from forum.results.outcome_models import Finding, FindingKind
from tests import factories, result_factories

TOLD = (documenting.DOCUMENTATION, following.NEWS)


def demand(event: Event, by: Account, *, number: int = 90) -> Finding:
    """A demand that was published with the rest and handed over on the day after the forum."""
    made = result_factories.finding(event, by, "Mehr Sprachkurse.", FindingKind.DEMAND)
    day = clock.in_berlin(event.ends_at).date() + timedelta(days=1)
    with database.transaction() as session:
        found = session.get_one(Finding, made.id)
        found.year, found.number, found.released_text = 2026, number, found.text
        found.demand.handed_over_on, found.demand.status = day, DemandStatus.HANDED_OVER
    return made


def answered(status: DemandStatus) -> None:
    """The addressee of the demand says something."""
    with database.transaction() as session:
        one = session.scalars(select(Demand)).one()
        one.status, one.answer = status, "Wir prüfen das."


def agreed(event: Event, email: str | None, **values: object) -> Registration:
    """A participant who agreed to hear what became of it."""
    one = factories.registration(event, email=email, **values)
    factories.consent(one, Purpose.FOLLOW_UP, fields=())
    return one


def follower(event: Event, email: str, *, at: datetime) -> Registration:
    """Another, who follows every outcome."""
    one = agreed(event, email)
    with clock.fixed_at(at):
        for outcome in followers.outcomes_for(one):
            following.follow(one, outcome.finding.id)
    return one


def told(heard: Registration) -> list[tuple[str, datetime]]:
    """What was queued for somebody after the forum, in order."""
    query = select(Message.kind, Message.created_at).where(
        Message.about_id == heard.id, Message.kind.in_(TOLD)
    )
    return [(row.kind, row.created_at) for row in db.session.execute(query.order_by(Message.id))]


def check_year(heard: Registration) -> None:
    """The documentation once; news at most monthly; all of it nine times a year at the most."""
    mails = told(heard)
    news = [at for kind, at in mails if kind == following.NEWS]
    assert len(mails) == len(news) + 1
    assert len(news) == 6 + 2  # two of the nine stay free for other forums, until a year is over
    assert min(after - before for before, after in pairwise(news)) >= timedelta(days=30)
    for _kind, first in mails:
        assert sum(first <= at < first + timedelta(days=365) for _kind, at in mails) <= 9
