"""What organisers see of wishes: numbers, and single ones only where somebody asked for help."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, select

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.contacts import directory_queries, wish_rules
from forum.contacts.directory_queries import Member
from forum.contacts.wish_models import ContactMatch, ContactWish, WishState


@dataclass(frozen=True)
class Numbers:
    """What organisers see of all wishes of a forum. `days`: from wish to match, in the middle."""

    listed: int
    sent: int
    mutual: int
    open: int
    days: float | None


def numbers(event_id: int) -> Numbers:
    """Counts about the wishes of a forum, and nothing about single ones; three
    queries."""
    is_open = (ContactWish.state == WishState.OPEN) & (ContactWish.expires_at > clock.now())
    counted = select(
        func.count(ContactWish.id), func.coalesce(func.sum(case((is_open, 1), else_=0)), 0)
    ).where(ContactWish.event_id == event_id)
    sent, waiting = db.session.execute(counted).one()
    of_matches = select(ContactMatch.asked_at, ContactMatch.made_at).where(
        ContactMatch.event_id == event_id
    )
    waits = [made - asked for asked, made in db.session.execute(of_matches)]
    return Numbers(
        listed=directory_queries.count(event_id),
        sent=sent,
        mutual=len(waits),
        open=waiting,
        days=wish_rules.median_days(waits),
    )


@dataclass(frozen=True)
class Brokered:
    """A wish with which organisers may help, as long as it is open."""

    wish: ContactWish
    sender: Member
    receiver: Member


def get_brokered(event_id: int, wish_id: int) -> Brokered:
    """A wish whose sender has asked the organisers to help.

    Raises:
        NotFound: there is none, nobody asked for help with it, or it is over.
    """
    for one in brokered(event_id):
        if one.wish.id == wish_id:
            return one
    raise NotFound(_("There is no such wish with which you are asked to help."))


def brokered(event_id: int) -> list[Brokered]:
    """The open wishes of a forum with which organisers are asked to help, the oldest first."""
    query = (
        select(ContactWish)
        .where(
            ContactWish.event_id == event_id,
            ContactWish.may_help,
            ContactWish.state == WishState.OPEN,
            ContactWish.expires_at > clock.now(),
        )
        .order_by(ContactWish.id)
        .execution_options(populate_existing=True)
    )
    wishes = db.session.scalars(query).all()
    people = {n for w in wishes for n in (w.sender_id, w.receiver_id) if n is not None}
    there = directory_queries.members(event_id, only=people)
    return [
        Brokered(wish, there[wish.sender_id], there[wish.receiver_id])
        for wish in wishes
        if wish.sender_id in there and wish.receiver_id in there
    ]
