"""How wishes end by themselves: their time is over, or somebody no longer stands in the directory.
In the end it is forgotten who wished for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, text, update
from sqlalchemy.orm import Session, joinedload

from forum.base import clock, database
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.contacts import queries, rules, visibility, wish_rules
from forum.contacts.rules import Audience
from forum.contacts.wish_models import (
    IS_OPEN,
    Acquaintance,
    ContactMatch,
    ContactWish,
    DirectoryEntry,
    DirectoryLine,
    WishState,
)
from forum.events.models import Event
from forum.registration import places, telling
from forum.registration import rules as registration_rules
from forum.registration.models import Consent, Decision, Registration

SHORTEST_YEAR = timedelta(days=365)


def end(session: Session, wish: ContactWish, state: WishState) -> None:
    """Ends an open wish in the caller's transaction; nobody is asked to broker it any more."""
    wish.state, wish.slot, wish.ended_at = state, None, clock.now()
    if wish.may_help and wish.sender is not None:
        telling.close_told(session, wish.sender, task_of(wish))


def task_of(wish: ContactWish) -> str:
    """The name under which organisers are asked to help with a wish."""
    return f"contact-wish-{wish.id}"


def end_all_of(session: Session, registration: Registration) -> None:
    """Takes somebody out of the directory in the caller's transaction, with all that hangs on it:
    wishes, contacts, and what they offer and seek. Again changes nothing."""
    entry = session.get(
        DirectoryEntry, registration.id, populate_existing=True, with_for_update=True
    )
    if entry is None or entry.left_at is not None:
        return
    now = clock.now()
    entry.left_at = now
    mine = or_(ContactWish.sender_id == registration.id, ContactWish.receiver_id == registration.id)
    for wish in _locked(session, mine & text(IS_OPEN)):
        end(session, wish, WishState.ENDED)
    session.execute(
        update(ContactMatch)
        .where(
            or_(ContactMatch.one_id == registration.id, ContactMatch.other_id == registration.id),
            ContactMatch.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    session.execute(delete(DirectoryLine).where(DirectoryLine.registration_id == registration.id))
    places.note(session, registration, "directory_left")


def _locked(session: Session, which: ColumnElement[bool]) -> Sequence[ContactWish]:
    query = select(ContactWish).where(which).order_by(ContactWish.id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).all()


def expire_of(session: Session, sender_id: int) -> None:
    """Ends what of somebody's wishes is over, in the caller's transaction, so that it takes no
    slot."""
    is_over = (ContactWish.sender_id == sender_id) & (ContactWish.expires_at <= clock.now())
    for wish in _locked(session, is_over & text(IS_OPEN)):
        end(session, wish, WishState.EXPIRED)


def end_contact(registration_id: int, match_id: int) -> None:
    """Somebody no longer shows the other one of a match how to be reached. Again changes nothing.

    Raises:
        NotFound: they have no such contact.
    """
    with database.transaction() as session:
        mine = or_(ContactMatch.one_id == registration_id, ContactMatch.other_id == registration_id)
        match = session.scalars(
            select(ContactMatch).where(ContactMatch.id == match_id, mine)
        ).first()
        if match is None:
            raise NotFound(_("You have no such contact."))
        match.ended_at = match.ended_at or clock.now()


def sweep() -> None:
    """Ends wishes whose time is over, takes out of the directory whoever may no longer be shown,
    and forgets what is long past. Safe to repeat."""
    now = clock.now()
    due = select(ContactWish.id).where(text(IS_OPEN), ContactWish.expires_at <= now).limit(1)
    if database.db.session.scalar(due) is not None:
        with database.transaction() as session:
            for wish in _locked(session, (ContactWish.expires_at <= now) & text(IS_OPEN)):
                end(session, wish, WishState.EXPIRED)
    for registration_id in _gone():
        with database.transaction() as session:
            end_all_of(session, session.get_one(Registration, registration_id))
    _forget()


def _gone() -> list[int]:
    """Who has an entry and may no longer be shown: those who may be meant, judged by the one rule
    for it."""
    now = clock.now()
    query = (
        select(Registration, Consent)
        .join(DirectoryEntry, DirectoryEntry.registration_id == Registration.id)
        .join(Event, Event.id == Registration.event_id)
        .outerjoin(Consent, Consent.id == queries.newest_consent())
        .where(
            DirectoryEntry.left_at.is_(None),
            or_(
                Registration.state.not_in(registration_rules.TAKING_PART),
                Registration.is_protected,
                Consent.id.is_(None),
                Consent.decision != Decision.GRANTED,
                Consent.ends_at <= now,
                Event.ends_at <= now - SHORTEST_YEAR,
            ),
        )
        .options(joinedload(Registration.event))
        .execution_options(populate_existing=True)
    )
    found = database.db.session.execute(query).all()
    return [one.id for one, consent in found if not visibility.by(one, consent, Audience.FORUM)]


def _forget() -> None:
    """Keeps of wishes and contacts that are long over only that there was one, and nothing of what
    people kept for themselves once the forum is long over. Writes only where something is due."""
    now = clock.now()
    since = now - wish_rules.FORGOTTEN_AFTER
    over = select(Registration.id).join(Event).where(Event.ends_at <= now - rules.KEPT_FOR)
    wishes = (ContactWish.ended_at <= since) & ContactWish.sender_id.is_not(None)
    matches = (ContactMatch.ended_at <= since) & ContactMatch.one_id.is_not(None)
    no_wish: dict[str, Any] = {"sender_id": None, "receiver_id": None, "reason": "", "fields": []}
    no_match: dict[str, Any] = {
        "one_id": None,
        "other_id": None,
        "one_fields": [],
        "other_fields": [],
    }
    steps: list[tuple[Any, ColumnElement[bool], Any]] = [
        (ContactWish.id, wishes, update(ContactWish).values(no_wish)),
        (ContactMatch.id, matches, update(ContactMatch).values(no_match)),
        (Acquaintance.id, Acquaintance.registration_id.in_(over), delete(Acquaintance)),
        (
            DirectoryEntry.registration_id,
            DirectoryEntry.left_at.is_not(None) & DirectoryEntry.registration_id.in_(over),
            delete(DirectoryEntry),
        ),
    ]
    for number, is_due, change in steps:
        if database.db.session.scalar(select(number).where(is_due).limit(1)) is not None:
            with database.transaction() as session:
                plain = change.where(is_due).execution_options(synchronize_session=False)
                session.execute(plain)
