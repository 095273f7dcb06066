"""Who stands in the directory, and what it shows of them. Asked here by page, wish and mail."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, or_, select
from sqlalchemy.orm import joinedload

from forum.base import clock, paging, typed
from forum.base.database import db
from forum.base.paging import Part
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.contacts import directory_search, queries, saying, visibility, wish_rules
from forum.contacts.rules import Audience, Shown
from forum.contacts.saying import Lines
from forum.contacts.visibility import Entry
from forum.contacts.wish_models import DirectoryEntry, DirectoryLine, Side
from forum.events.models import Event
from forum.organisations.models import Sector
from forum.people import queries as people
from forum.people.models import Affiliation
from forum.registration import rules as registration_rules
from forum.registration.models import Consent, Decision, Registration

CLOSED = _("The directory of this forum has closed. Your contacts stay.")
PAGE = 30
"""So many people of the directory are shown on one page."""


@dataclass(frozen=True)
class Member:
    """Somebody in the directory, with only what may be shown of them; empty what may not."""

    registration: Registration
    shown: Shown
    entry: Entry

    @property
    def id(self) -> int:
        return self.registration.id

    @property
    def name(self) -> str:
        return self.entry.name

    @property
    def organisation(self) -> str:
        return self.entry.organisation

    @property
    def role(self) -> str:
        return self.entry.role

    @property
    def sector(self) -> Sector:
        return self.registration.sector

    @property
    def lines(self) -> Lines:
        return self.entry.lines


@dataclass(frozen=True)
class Sought:
    """What somebody looks for in the directory; None and empty: anything."""

    sector: Sector | None = None
    side: Side | None = None
    words: str = ""


def is_open(event: Event) -> bool:
    """Whether people of this forum can still find each other in the directory."""
    closes = wish_rules.closes_at(clock.in_berlin(event.ends_at))
    return event.cancelled_at is None and clock.now() < closes


def find_entry(registration_id: int) -> DirectoryEntry | None:
    """Somebody's consent to stand in the directory, also one that has ended."""
    return db.session.get(DirectoryEntry, registration_id)


def members(event_id: int, only: Collection[int]) -> dict[int, Member]:
    """Those of these registrations who stand in the directory of a forum, by name, by the id of
    their registration; two queries."""
    query = (
        _standing(event_id, select(Registration, Consent))
        .where(Registration.id.in_(only))
        .options(
            joinedload(Registration.person),
            joinedload(Registration.event),
            joinedload(Registration.affiliation).joinedload(Affiliation.entry),
        )
        .order_by(Registration.sort_key, Registration.id)
        .execution_options(populate_existing=True)
    )
    found = [(row[0], row[1]) for row in db.session.execute(query)]
    lines = saying.lines_of([one.id for one, _consent in found])
    return {
        one.id: member
        for one, consent in found
        if (member := _member(one, consent, lines.get(one.id, {}))) is not None
    }


def _standing(event_id: int, query: Any) -> Any:
    """Of whom an entry may be shown, so that the database can count and turn over pages. What
    `visibility` would not show is left out here as well; it decides again about each page."""
    return (
        query.join(DirectoryEntry, DirectoryEntry.registration_id == Registration.id)
        .join(Consent, Consent.id == queries.newest_consent())
        .where(
            Registration.event_id == event_id,
            DirectoryEntry.left_at.is_(None),
            Registration.state.in_(registration_rules.TAKING_PART),
            Registration.is_protected.is_(False),
            Consent.decision == Decision.GRANTED,
            or_(Consent.ends_at.is_(None), Consent.ends_at > clock.now()),
            _agrees_to("name"),
        )
    )


def _agrees_to(name: str) -> ColumnElement[bool]:
    """Whether a field stands among those that a decision names."""
    return cast(Consent.fields, String).contains(f'"{name}"')


def _member(registration: Registration, consent: Consent, lines: Lines) -> Member | None:
    shown = visibility.by(registration, consent, Audience.FORUM)
    entry = visibility.entry_of(registration, shown, lines)
    return Member(registration, shown, entry) if entry is not None else None


def count(event_id: int) -> int:
    """How many stand in the directory of a forum; one query."""
    return db.session.scalar(_standing(event_id, select(func.count(Registration.id)))) or 0


def is_member(registration: Registration) -> bool:
    """Whether somebody stands in the directory themselves; one query."""
    here = _standing(registration.event_id, select(Registration.id))
    return db.session.scalar(here.where(Registration.id == registration.id)) is not None


@dataclass(frozen=True)
class Found:
    """One page of those who fit, and how many they are."""

    part: Part[Member]
    number: int


def find(sought: Sought, registration: Registration, begin: str = "") -> Found:
    """A page of the directory as somebody in it sees it: the others who fit, from where `begin`
    says. The same number of queries whatever there is; without words only the page is read.

    Raises:
        Refused: it has closed, or they do not stand in it themselves.
    """
    _check_may_look(registration)
    fits = _fitting(sought, registration)
    words = typed.comparable(sought.words).split()
    if words:
        holding = directory_search.holding(fits, words)
        part = paging.part(holding, begin, size=PAGE)
        number = len(holding)
    else:
        counted = fits.with_only_columns(func.count(Registration.id), maintain_column_froms=True)
        number = db.session.scalar(counted) or 0
        part = paging.part(range(number), begin, size=PAGE)
        ordered = fits.order_by(Registration.sort_key, Registration.id)
        ids = db.session.scalars(ordered.offset(part.first).limit(PAGE)).all()
        part = Part(ids, part.first, part.next)
    there = members(registration.event_id, only=part.rows)
    return Found(Part([*there.values()], part.first, part.next), number)


def _fitting(sought: Sought, registration: Registration) -> Select[int]:
    """The ids of the others who fit but for the words."""
    query: Select[int] = _standing(registration.event_id, select(Registration.id))
    query = query.where(Registration.id != registration.id)
    if sought.sector is not None:
        query = query.where(Registration.sector == sought.sector)
    if sought.side is not None:
        said = exists().where(
            DirectoryLine.registration_id == Registration.id, DirectoryLine.side == sought.side
        )
        query = query.where(said, _agrees_to("offers"))
    return query


def _check_may_look(registration: Registration) -> None:
    if not is_open(registration.event):
        raise Refused(CLOSED)
    if not is_member(registration):
        raise Refused(_("Only those who stand in the directory themselves can look into it."))


def get(registration: Registration, other_id: int) -> Member:
    """Somebody else in the directory. Who is not in it cannot be told from who does not exist.

    Raises:
        NotFound: nobody with this number stands in it.
        Refused: the directory has closed, or who asks does not stand in it.
    """
    _check_may_look(registration)
    found = members(registration.event_id, only=[other_id]).get(other_id)
    if found is None or found.id == registration.id:
        raise NotFound(_("Nobody with this number stands in the directory."))
    return found


def is_contact_person(registration: Registration) -> bool:
    """Whether somebody speaks for their organisation: they are its contact person today."""
    return people.is_contact_person(registration.affiliation_id)
