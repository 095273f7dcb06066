"""How full forums are, read from counts that the database keeps."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Row,
    String,
    bindparam,
    cast,
    func,
    literal,
    select,
)

from forum.base import clock
from forum.base.database import db
from forum.events.limit_models import Limit, LimitKind
from forum.events.models import Event
from forum.organisations.models import Sector
from forum.registration import rules
from forum.registration.models import PlaceCount, State


@dataclass(frozen=True)
class Places:
    """How full a forum is. `confirmed` counts who was checked in as well; `door`: places kept for
    the door; `kept`: free ones that are still kept for some sectors, so not for everybody."""

    capacity: int
    confirmed: int = 0
    checked_in: int = 0
    held: int = 0
    offered: int = 0
    waiting: int = 0
    absent: int = 0
    door: int = 0
    kept: int = 0

    @property
    def taken(self) -> int:
        return self.confirmed + self.held + self.offered

    @property
    def active(self) -> int:
        return self.taken + self.waiting + self.absent

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.door - self.taken)

    @property
    def free_at_door(self) -> int:
        """Free places with those that are kept for the door."""
        return max(0, self.capacity - self.taken)

    @property
    def open_to_all(self) -> int:
        """Free places that are kept for nobody."""
        return max(0, self.free - self.kept)


def places_left(event_ids: Sequence[int]) -> dict[int, Places]:
    """The places of each forum, in one grouped query over stored counts."""
    rows = db.session.execute(_query(), {"event_ids": list(event_ids)}).all()
    return {
        row[0]: _places(row, [r for r in rows if r[0] == row[0]])
        for row in rows
        if row[1] == "event"
    }


@functools.cache
def _query() -> CompoundSelect[*tuple[Any, ...]]:
    """Putting it together takes longer than asking it."""
    wanted: BindParameter[int] = bindparam("event_ids", expanding=True)
    none = cast(literal(None), Event.registration_deadline.type)
    forums = select(
        Event.id,
        literal("event"),
        cast(literal(None), String),
        Event.capacity,
        Event.door_places,
        Event.registration_deadline,
    ).where(Event.id.in_(wanted))
    counts = (
        select(
            PlaceCount.event_id,
            cast(PlaceCount.state, String),
            cast(PlaceCount.sector, String),
            func.sum(PlaceCount.number),
            literal(0),
            none,
        )
        .where(PlaceCount.event_id.in_(wanted), PlaceCount.number > 0)
        .group_by(PlaceCount.event_id, PlaceCount.state, PlaceCount.sector)
    )
    reserved = select(
        Limit.event_id,
        literal("reserved"),
        cast(Limit.sector, String),
        Limit.number,
        literal(0),
        none,
    ).where(Limit.event_id.in_(wanted), Limit.kind == LimitKind.RESERVED)
    return forums.union_all(counts, reserved)


def _places(forum: Row[*tuple[Any, ...]], rows: Sequence[Row[*tuple[Any, ...]]]) -> Places:
    _id, _word, _sector, capacity, door, deadline = forum
    by_state: Counter[State] = Counter()
    by_sector: Counter[Sector] = Counter()
    percents: dict[Sector, int] = {}
    for _event_id, word, sector, number, _door, _deadline in rows:
        if word == "reserved":
            percents[Sector(sector)] = number
        elif word != "event":
            by_state[State(word)] += int(number)
            if State(word) in rules.TAKING:
                by_sector[Sector(sector)] += int(number)
    is_open = deadline is not None and clock.now() < deadline
    kept = sum(
        max(0, rules.share(percent, capacity) - by_sector[sector])
        for sector, percent in percents.items()
        if is_open
    )
    return Places(
        capacity=capacity,
        confirmed=sum(by_state[state] for state in rules.TAKING_PART),
        checked_in=by_state[State.CHECKED_IN],
        held=by_state[State.HELD],
        offered=by_state[State.OFFERED],
        waiting=by_state[State.WAITING],
        absent=by_state[State.ABSENT],
        door=door,
        kept=kept,
    )
