"""The register of organisations with the people who come from them: list, numbers, sectors."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select

from forum.base import clock, paging, typed
from forum.base.database import db
from forum.events.models import Event
from forum.organisations import queries as organisations
from forum.organisations import rules as organisation_rules
from forum.organisations.models import Organisation, Sector, Status
from forum.people.models import Affiliation, ContactRole
from forum.people.queries import ENTRY
from forum.registration import rules as registration_rules
from forum.registration.models import Registration

A_YEAR = timedelta(days=365)
OF_ENTRY = organisations.leading(ENTRY)


@dataclass(frozen=True)
class Filter:
    """What the register is narrowed to; None or empty: everything. `look` is a key of `LOOKS`."""

    words: str = ""
    sector: Sector | None = None
    status: Status | None = None
    look: str | None = None


@dataclass(frozen=True)
class Numbers:
    """How many people an organisation has sent, when the last of them came, how many of them are
    whom to ask there, and whether a successor is asked for."""

    people: int = 0
    last_came: datetime | None = None
    contacts: int = 0
    needs_successor: bool = False


@dataclass(frozen=True)
class Line:
    """An organisation as the register lists it."""

    id: int
    name: str
    short_name: str
    place: str
    sector: Sector
    status: Status
    valid_to: date | None
    numbers: Numbers


_COLUMNS = (
    Organisation.id,
    Organisation.name,
    Organisation.short_name,
    Organisation.place,
    Organisation.sector,
    Organisation.status,
    Organisation.valid_to,
)


def page_of(narrowed: Filter, *, after: int | None, size: int = 50) -> paging.Page[Line]:
    """One page of the register by name; three queries, and one more after the first page."""
    page = paging.page(
        _narrow(narrowed),
        key=Organisation.sort_key,
        row_id=Organisation.id,
        descending=False,
        after=after,
        size=size,
    )
    return paging.Page(_lines(page.rows, [row.id for row in page.rows]), page.next, page.is_later)


def all_lines(narrowed: Filter) -> list[Line]:
    """The whole register by name, for a file; three queries."""
    order = (Organisation.sort_key, Organisation.id)
    return _lines(db.session.execute(_narrow(narrowed).order_by(*order)).all(), None)


def _lines(rows: Sequence[Row[*tuple[Any, ...]]], ids: Collection[int] | None) -> list[Line]:
    numbers = numbers_of(ids)
    return [Line(**row._asdict(), numbers=numbers.get(row.id, Numbers())) for row in rows]


def _narrow(narrowed: Filter) -> Select[*tuple[Any, ...]]:
    query = select(*_COLUMNS).where(Organisation.status != Status.MERGED)
    if narrowed.words:
        key = organisation_rules.key(narrowed.words)
        place = typed.comparable(narrowed.words)
        query = query.where(
            or_(
                Organisation.id.in_(organisations.with_spelling(key)),
                Organisation.sort_key.contains(key, autoescape=True),
                func.lower(Organisation.short_name).contains(place, autoescape=True),
                func.lower(Organisation.place).contains(place, autoescape=True),
            )
        )
    if narrowed.sector is not None:
        query = query.where(Organisation.sector == narrowed.sector)
    if narrowed.status is not None:
        query = query.where(Organisation.status == narrowed.status)
    if narrowed.look is not None:
        query = query.where(LOOKS[narrowed.look]())
    return query


def _roles(*conditions: ColumnElement[bool]) -> Select[int]:
    return (
        select(OF_ENTRY)
        .select_from(ContactRole)
        .join(Affiliation, Affiliation.id == ContactRole.affiliation_id)
        .join(ENTRY, ENTRY.id == Affiliation.organisation_id)
        .where(*conditions)
    )


def _with_one_contact() -> ColumnElement[bool]:
    open_ones = _roles(ContactRole.valid_to.is_(None)).group_by(OF_ENTRY)
    return Organisation.id.in_(open_ones.having(func.count(ContactRole.id) == 1))


def _asked_for_successor() -> ColumnElement[bool]:
    return Organisation.id.in_(_roles(ContactRole.needs_successor.is_(True)))


def _came(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        Organisation.id == OF_ENTRY,
        Affiliation.organisation_id == ENTRY.id,
        Registration.affiliation_id == Affiliation.id,
        Registration.state.in_(registration_rules.TAKING_PART),
        Event.id == Registration.event_id,
        *conditions,
    )


def _away_for_a_year() -> ColumnElement[bool]:
    year_ago = clock.now() - A_YEAR
    return and_(_came(Event.starts_at < year_ago), ~_came(Event.starts_at >= year_ago))


LOOKS = {
    "one_contact": _with_one_contact,
    "successor": _asked_for_successor,
    "away": _away_for_a_year,
}
"""Where something should be done: for each the condition, made when it is asked for."""


def count_looks() -> dict[str, int]:
    """How many organisations each of `LOOKS` finds; one query."""
    counts = [
        select(func.count(Organisation.id))
        .where(Organisation.status != Status.MERGED, condition())
        .scalar_subquery()
        for condition in LOOKS.values()
    ]
    return dict(zip(LOOKS, db.session.execute(select(*counts)).one(), strict=True))


def numbers_of(ids: Collection[int] | None) -> Mapping[int, Numbers]:
    """The numbers of organisations, all their entries taken together; two queries. None: of all."""
    there = () if ids is None else (or_(ENTRY.id.in_(ids), ENTRY.merged_into_id.in_(ids)),)
    is_over = and_(Event.id == Registration.event_id, Event.starts_at <= clock.now())
    counts = db.session.execute(
        select(
            OF_ENTRY, func.count(func.distinct(Affiliation.person_id)), func.max(Event.starts_at)
        )
        .select_from(Affiliation)
        .join(ENTRY, ENTRY.id == Affiliation.organisation_id)
        .outerjoin(
            Registration,
            and_(
                Registration.affiliation_id == Affiliation.id,
                Registration.state.in_(registration_rules.TAKING_PART),
            ),
        )
        .outerjoin(Event, is_over)
        .where(*there)
        .group_by(OF_ENTRY)
    ).all()
    is_open = case((ContactRole.valid_to.is_(None), 1))
    asks = case((ContactRole.needs_successor, 1))
    roles = db.session.execute(
        _roles(*there).add_columns(func.count(is_open), func.count(asks)).group_by(OF_ENTRY)
    ).all()
    contacts = {number: (many, bool(asked)) for number, many, asked in roles}
    return {
        number: Numbers(people, last, *contacts.get(number, (0, False)))
        for number, people, last in counts
    }


@dataclass(frozen=True)
class SectorLine:
    """How many organisations of a sector the register holds, how many people came from them, and
    how many of the organisations came within a year."""

    sector: Sector
    organisations: int
    people: int
    lately: int


def sectors() -> list[SectorLine]:
    """The register by sector, the largest first; one query."""
    lately = case((Event.starts_at >= clock.now() - A_YEAR, Organisation.id))
    query = (
        select(
            Organisation.sector,
            func.count(func.distinct(Organisation.id)),
            func.count(func.distinct(Affiliation.person_id)),
            func.count(func.distinct(lately)),
        )
        .select_from(ENTRY)
        .join(Organisation, Organisation.id == OF_ENTRY)
        .outerjoin(Affiliation, Affiliation.organisation_id == ENTRY.id)
        .outerjoin(
            Registration,
            and_(
                Registration.affiliation_id == Affiliation.id,
                Registration.state.in_(registration_rules.TAKING_PART),
            ),
        )
        .outerjoin(Event, and_(Event.id == Registration.event_id, Event.starts_at <= clock.now()))
        .where(Organisation.status != Status.MERGED)
        .group_by(Organisation.sector)
    )
    found = [SectorLine(*row) for row in db.session.execute(query)]
    return sorted(found, key=lambda one: (-one.organisations, one.sector))
