"""What can be asked about who came."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from forum.attendance.models import Mark
from forum.base import typed
from forum.base.database import db
from forum.events.models import Island
from forum.islands import visitors
from forum.organisations.models import Organisation
from forum.people import queries as people
from forum.people.models import Affiliation, Person
from forum.registration import entrance
from forum.registration.models import Registration, State

EXPECTED = (State.CONFIRMED, State.CHECKED_IN, State.ABSENT)
SHOWN = (*EXPECTED, State.WAITING, State.OFFERED, State.HELD)


@dataclass(frozen=True)
class Guest:
    """Somebody as the desk at the entrance sees them. `island` is where they go first, or next;
    `code` is what a code that is read at the desk is compared with."""

    id: int
    name: str
    organisation: str
    state: State
    since: datetime | None
    island: Island | None
    code: str

    @property
    def is_here(self) -> bool:
        return self.state is State.CHECKED_IN

    @property
    def is_expected(self) -> bool:
        return self.state in EXPECTED


def guests(event_id: int) -> list[Guest]:
    """Everybody whom the desk may meet, by name; three queries however many there are."""
    stops = visitors.next_stops(event_id)
    return [
        Guest(
            id=row.id,
            name=f"{row.first_name} {row.last_name}".strip(),
            organisation=row.organisation or "",
            state=row.state,
            since=row.marked,
            island=stops.get(row.id),
            code=entrance.mark_of(row.link_id),
        )
        for row in db.session.execute(_guests(event_id))
    ]


def _guests(event_id: int) -> Select[*tuple[Any, ...]]:
    marked = (
        select(func.max(Mark.at))
        .where(Mark.registration_id == Registration.id)
        .correlate(Registration)
        .scalar_subquery()
    )
    return people.with_organisation(
        select(
            Registration.id,
            Registration.link_id,
            Registration.state,
            Person.first_name,
            Person.last_name,
            Organisation.name.label("organisation"),
            marked.label("marked"),
        )
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(Affiliation, Affiliation.id == Registration.affiliation_id)
        .where(Registration.event_id == event_id, Registration.state.in_(SHOWN))
        .order_by(Registration.sort_key, Registration.id)
    )


def matching(everybody: Sequence[Guest], words: str) -> list[Guest]:
    """Those whose name or organisation holds the words, or whose code was read."""
    link_id = entrance.link_id_of(words.strip().rstrip("/").rpartition("/")[2])
    if link_id is not None:
        return [one for one in everybody if one.code == entrance.mark_of(link_id)]
    wanted = _folded(words).split()
    return [
        one
        for one in everybody
        if wanted and all(word in _folded(f"{one.name} {one.organisation}") for word in wanted)
    ]


def _folded(words: str) -> str:
    """As words are compared at the entrance, where people type in haste: „Klöckner“ is found as
    kloeckner and as klockner. The desk does the same without a network (`desk.js`)."""
    return re.sub("([aou])e", r"\1", typed.comparable(words))


def find_by_token(token: str) -> tuple[int, int] | None:
    """Forum and registration that a code for the entrance belongs to, if it is a true one."""
    link_id = entrance.link_id_of(token)
    if link_id is None:
        return None
    found = db.session.execute(
        select(Registration.event_id, Registration.id).where(Registration.link_id == link_id)
    ).first()
    return (found[0], found[1]) if found else None
