"""The organisers' list of registrations: filtered, sorted, in pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    bindparam,
    exists,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from forum.base import clock, paging, typed
from forum.base.database import db
from forum.events.models import Event
from forum.organisations import queries as organisations
from forum.organisations import rules as organisation_rules
from forum.organisations.models import Organisation, Sector
from forum.people import queries as people
from forum.people.models import DAMAGED, Affiliation, Person
from forum.registration import rules
from forum.registration.models import PlaceCount, Registration, State, Wish

SORTS: dict[str, tuple[InstrumentedAttribute[object], bool]] = {
    "received": (Registration.created_at, True),
    "name": (Registration.sort_key, False),
    "sector": (Registration.sector, False),
    "state": (Registration.state, False),
}


@dataclass(frozen=True)
class Filter:
    """What the list is narrowed to; None: everything."""

    state: State | None = None
    sector: Sector | None = None
    first_wish: int | None = None
    look: str | None = None


_one = aliased(Registration)
LOOKS: dict[str, ColumnElement[bool]] = {
    "damaged": Registration.id.in_(
        select(_one.id).join(Person, Person.id == _one.person_id).where(text(f"({DAMAGED})"))
    ),
    "unreachable": Registration.email_key.is_(None),
}
"""What organisers should look at: names that have lost letters, people without an address."""


class Line(NamedTuple):
    """A registration as lists show it: only these columns are read, which takes a fraction of the
    time of whole registrations. `wishes` are ranks with the ids of islands."""

    id: int
    first_name: str
    last_name: str
    organisation: str | None
    email: str | None
    sector: Sector
    state: State
    answer_by: datetime | None
    held_until: datetime | None
    created_at: datetime
    wishes: tuple[tuple[int, int], ...]

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


_LINES: Select[*tuple[Any, ...]] = (
    select(
        Registration.id,
        Person.first_name,
        Person.last_name,
        Organisation.name,
        Registration.email,
        Registration.sector,
        Registration.state,
        Registration.answer_by,
        Registration.held_until,
        Registration.created_at,
    )
    .join(Person, Person.id == Registration.person_id)
    .outerjoin(Affiliation, Affiliation.id == Registration.affiliation_id)
    .where(Registration.event_id == bindparam("event"))
)
_LINES = people.with_organisation(_LINES)
_WISHES = (
    select(Wish.registration_id, Wish.rank, Wish.island_id)
    .where(Wish.registration_id.in_(bindparam("ids", expanding=True)))
    .order_by(Wish.rank)
)


def page_of(
    event_id: int, narrowed: Filter, *, sort: str, after: int | None, size: int = 50
) -> paging.Page[Line]:
    """One page of a forum's registrations; two queries, and one more after the first page."""
    key, descending = SORTS[sort]
    page = paging.page(
        _narrow(_LINES, narrowed).params(event=event_id),
        key=key,
        row_id=Registration.id,
        descending=descending,
        after=after,
        size=size,
    )
    return paging.Page(_with_wishes(page.rows), page.next, page.is_later)


def _with_wishes(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Line]:
    wishes: dict[int, tuple[tuple[int, int], ...]] = {row[0]: () for row in rows}
    for registration_id, rank, island_id in db.session.execute(_WISHES, {"ids": list(wishes)}):
        wishes[registration_id] += ((rank, island_id),)
    return [Line._make((*row, wishes[row[0]])) for row in rows]


def search(event_id: int, words: str, *, limit: int = 50) -> Sequence[Line]:
    """Registrations whose name or organisation holds the words, by name."""
    wanted = typed.comparable(words)
    if not wanted:
        return []
    where = organisations.with_spelling(organisation_rules.key(words))
    query = _LINES.where(
        or_(Person.name_key.contains(wanted, autoescape=True), Organisation.id.in_(where))
    )
    by_name = query.order_by(Registration.sort_key, Registration.id).limit(limit)
    return _with_wishes(db.session.execute(by_name, {"event": event_id}).all())


def _narrow(query: Select[*tuple[Any, ...]], narrowed: Filter) -> Select[*tuple[Any, ...]]:
    if narrowed.state is not None:
        query = query.where(Registration.state == narrowed.state)
    if narrowed.sector is not None:
        query = query.where(Registration.sector == narrowed.sector)
    if narrowed.first_wish is not None:
        wished = select(Wish.registration_id).where(
            Wish.rank == 1, Wish.island_id == narrowed.first_wish
        )
        query = query.where(Registration.id.in_(wished))
    if narrowed.look is not None:
        query = query.where(LOOKS[narrowed.look], Registration.state.in_(rules.ACTIVE))
    return query


def count_looks(event_id: int) -> dict[str, int]:
    """How many active registrations of a forum need a look, for each reason; one query over
    indexes that hold only those."""
    counts = [
        select(func.count(Registration.id))
        .where(Registration.event_id == event_id, reason, Registration.state.in_(rules.ACTIVE))
        .scalar_subquery()
        for reason in LOOKS.values()
    ]
    return dict(zip(LOOKS, db.session.execute(select(*counts)).one(), strict=True))


@dataclass(frozen=True)
class SectorCount:
    """How many people and organisations come from a field of work."""

    sector: Sector
    people: int
    organisations: int


def sectors_of(event_id: int) -> list[SectorCount]:
    """Where those with a place come from, the largest field first, in one query over stored
    counts."""
    query = (
        select(
            PlaceCount.sector,
            func.sum(PlaceCount.number),
            func.count(func.distinct(organisations.leading())),
        )
        .outerjoin(Organisation, Organisation.id == PlaceCount.organisation_id)
        .where(*_with_a_place(event_id))
        .group_by(PlaceCount.sector)
    )
    counts = [
        SectorCount(sector, int(people), orgs) for sector, people, orgs in db.session.execute(query)
    ]
    return sorted(counts, key=lambda count: (-count.people, count.sector))


def count_organisations(event_id: int) -> int:
    """How many different organisations those with a place come from."""
    query = (
        select(func.count(func.distinct(organisations.leading())))
        .join(PlaceCount, PlaceCount.organisation_id == Organisation.id)
        .where(*_with_a_place(event_id))
    )
    return db.session.scalar(query) or 0


def _with_a_place(event_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        PlaceCount.event_id == event_id,
        PlaceCount.state.in_(rules.TAKING_PART),
        PlaceCount.number > 0,
    )


_UNTOLD = select(func.count(Registration.id)).where(
    Registration.event_id == bindparam("event"),
    exists().where(Event.id == bindparam("event"), Event.ends_at > bindparam("now")),
    Registration.told_at.is_(None),
    Registration.email.is_not(None),
    Registration.state.in_([State.CONFIRMED, State.WAITING]),
)


def count_untold(event_id: int) -> int:
    """How many were entered by organisers, have an address, and have not been told yet."""
    return db.session.scalar(_UNTOLD, {"event": event_id, "now": clock.now()}) or 0
