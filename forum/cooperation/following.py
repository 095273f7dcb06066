"""Following outcomes: beginning and ending it, and telling what has moved."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.cooperation import followers, rules, standing
from forum.cooperation.models import OutcomeFollower, ToldAfter
from forum.mail import yearly
from forum.mail.yearly_models import Lane
from forum.registration import telling
from forum.registration.models import Registration

NEWS = "outcome-news"
LEFT_FOR_OTHERS = 2
"""So many of the messages of a year news leave for what everybody is told."""


def follow(registration: Registration, finding_id: int) -> None:
    """Somebody wants to hear when an outcome moves. Again changes nothing.

    Raises:
        NotFound: their forum has no such outcome.
        Refused: they did not take part, or are protected.
    """
    finding = followers.get_outcome(registration, finding_id)
    if not followers.may_follow(registration):
        raise Refused(_("Outcomes can be followed by those who took part with their name."))
    row = {
        "finding_id": finding.id,
        "registration_id": registration.id,
        "since": clock.now(),
        "state": standing.of(finding),
    }
    with database.transaction() as session:
        database.add_once(session, OutcomeFollower, row)


def unfollow(registration: Registration, finding_id: int | None = None) -> None:
    """Somebody wants to hear no more of an outcome, or of none at all. Again changes nothing."""
    ended = delete(OutcomeFollower).where(OutcomeFollower.registration_id == registration.id)
    if finding_id is not None:
        ended = ended.where(OutcomeFollower.finding_id == finding_id)
    with database.transaction() as session:
        session.execute(ended)


def key_of(registration: Registration) -> str:
    """What messages are counted by: the address, or the person where there is none."""
    return registration.email_key or f"registration:{registration.id}"


def tell(session: Session, now: datetime, mailed: Collection[str]) -> bool:
    """Gathers the news of each follower, at most once a month, in the caller's transaction; whether
    a message of its own was queued. To an address in `mailed` a message goes out just now, which
    takes the news along."""
    news = followers.with_news()
    keys = {key_of(found[0].registration) for found in news.values()}
    paces = yearly.paces(keys)
    has_queued = False
    for registration_id, found in news.items():
        registration = found[0].registration
        key = key_of(registration)
        told = session.get(ToldAfter, registration_id)
        goes_along = key in mailed
        if not goes_along and not rules.news_are_due(
            told.news_at if told else None, paces[key], now
        ):
            continue
        if not goes_along and not yearly.take(session, key, Lane.NEWS, leave=LEFT_FOR_OTHERS):
            continue
        for one in found:
            one.state, one.told_at = standing.of(one.finding), now
        told = told or ToldAfter(registration_id=registration_id)
        told.news_at = now
        session.add(told)
        if not goes_along:
            telling.tell(session, registration, NEWS)
            has_queued = True
    return has_queued
