"""Whom people sat with on the islands, and what the plan made possible by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from forum.base.database import db
from forum.contacts import directory_queries, queries, sitting, visibility, wish_rules
from forum.contacts.rules import Audience
from forum.contacts.sitting import MINE, ONE, OTHER, ROUND, THEIRS
from forum.contacts.visibility import Entry
from forum.contacts.wish_models import Acquaintance, ContactMatch, ContactWish
from forum.events.models import Event, Island
from forum.islands import queries as islands
from forum.organisations import queries as organisations
from forum.organisations.models import Organisation
from forum.people.models import Affiliation
from forum.registration.models import Registration, State


@dataclass(frozen=True)
class Met:
    """Somebody whom a participant sat with, as far as they may be shown. `note` is still sealed."""

    id: int
    name: str
    organisation: str
    islands: Sequence[Island]
    is_met: bool
    note: bytes | None
    is_member: bool


@dataclass(frozen=True)
class Reach:
    """How many people of how many other organisations somebody sat with."""

    people: int
    organisations: int


@dataclass(frozen=True)
class Outcome:
    """What a plan made possible in sum: pairs of organisations that sat together, and how many
    wishes and matches came from people who did."""

    pairs: int
    wishes: int
    matches: int


def _together(plan_id: int, *columns: Any) -> Select[*tuple[Any, ...]]:
    """The pairs that sat together, each from both sides; nobody protected is met."""
    return sitting.together([plan_id], *columns).where(OTHER.is_protected.is_(False))


def _organisation() -> tuple[Any, Any, ColumnElement[int]]:
    """How to join the organisation somebody comes from, and its id as it stands today."""
    where = aliased(Affiliation)
    entry = aliased(Organisation)
    return where, entry, organisations.leading(entry)


def met_by(registration: Registration) -> list[Met]:
    """Whom somebody sat with, of those whom they may see, by name; six queries."""
    plan = islands.find_published(registration.event_id)
    if plan is None or registration.state is not State.CHECKED_IN:
        return []
    rows = db.session.execute(
        _together(plan.id, OTHER.id, MINE.island_id)
        .where(ONE.id == registration.id)
        .order_by(MINE.round_id)
    ).all()
    sat: dict[int, list[int]] = defaultdict(list)
    for other_id, island_id in rows:
        sat[other_id].append(island_id)
    where = {
        island.id: island
        for island in db.session.scalars(
            select(Island).where(Island.event_id == registration.event_id)
        )
    }
    marks = _marks_of(registration.id)
    there = directory_queries.members(registration.event_id, only=set(sat))
    return [
        Met(
            one.id,
            entry.name,
            entry.organisation,
            [where[number] for number in dict.fromkeys(sat[one.id])],
            is_met=one.id in marks and marks[one.id].is_met,
            note=marks[one.id].note if one.id in marks else None,
            is_member=one.id in there,
        )
        for one, entry in _visible(registration.event_id, sat)
    ]


def _visible(event_id: int, registration_ids: Collection[int]) -> list[tuple[Registration, Entry]]:
    """Those of them who may be shown, by name."""
    found = []
    for one, consent in queries.agreed([event_id], Registration.id.in_(registration_ids)):
        entry = visibility.entry_of(one, visibility.by(one, consent, Audience.FORUM), {})
        if entry is not None:
            found.append((one, entry))
    return sorted(found, key=lambda pair: (pair[1].sort_key, pair[0].id))


def _marks_of(registration_id: int) -> dict[int, Acquaintance]:
    query = select(Acquaintance).where(Acquaintance.registration_id == registration_id)
    found = db.session.scalars(query.execution_options(populate_existing=True))
    return {mark.other_id: mark for mark in found}


def reach_of(registration: Registration) -> Reach | None:
    """With how many people of how many other organisations somebody sat, whether or not they may
    be named; None where it were so few that the number would name them. Two queries."""
    plan = islands.find_published(registration.event_id)
    own = registration.affiliation and registration.affiliation.organisation
    if plan is None or registration.state is not State.CHECKED_IN:
        return None
    where, entry, organisation_id = _organisation()
    query = (
        _together(
            plan.id,
            func.count(OTHER.id.distinct()),
            func.count(organisation_id.distinct()),
        )
        .join(where, where.id == OTHER.affiliation_id)
        .join(entry, entry.id == where.organisation_id)
        .where(ONE.id == registration.id, organisation_id != (own.id if own else 0))
    )
    people, number = db.session.execute(query).one()
    return Reach(people, number) if wish_rules.may_be_counted(number) else None


def outcome_of(event: Event) -> Outcome | None:
    """What came of the plan of a forum in sum, since the forum began; None where fewer than three
    organisations sat together. Four queries."""
    plan = islands.find_published(event.id)
    if plan is None:
        return None
    mine, my_entry, my_organisation = _organisation()
    theirs, their_entry, their_organisation = _organisation()
    pairs = (
        _together(plan.id, my_organisation.label("a"), their_organisation.label("b"))
        .join(mine, mine.id == ONE.affiliation_id)
        .join(my_entry, my_entry.id == mine.organisation_id)
        .join(theirs, theirs.id == OTHER.affiliation_id)
        .join(their_entry, their_entry.id == theirs.organisation_id)
        .where(ONE.is_protected.is_(False), my_organisation < their_organisation)
        .distinct()
    )
    found = db.session.execute(pairs).all()
    if not wish_rules.may_be_counted(len({number for pair in found for number in pair})):
        return None
    people = _together(plan.id, ONE.id, OTHER.id).where(ONE.is_protected.is_(False))
    wishes = select(func.count(ContactWish.id)).where(
        ContactWish.event_id == event.id,
        ContactWish.made_at >= event.starts_at,
        _is_among(people, ContactWish.sender_id, ContactWish.receiver_id),
    )
    matches = select(func.count(ContactMatch.id)).where(
        ContactMatch.event_id == event.id,
        ContactMatch.made_at >= event.starts_at,
        _is_among(people, ContactMatch.one_id, ContactMatch.other_id),
    )
    return Outcome(len(found), db.session.scalar(wishes) or 0, db.session.scalar(matches) or 0)


def _is_among(people: Select[*tuple[Any, ...]], one: Any, other: Any) -> ColumnElement[bool]:
    return (
        people.where(ONE.id == one, OTHER.id == other)
        .correlate_except(MINE, THEIRS, ONE, OTHER, ROUND)
        .exists()
    )
