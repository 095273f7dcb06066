"""Decisions about registrations, on plain values."""

from __future__ import annotations

import enum
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from forum.base.refusal import Refused
from forum.base.text import _
from forum.organisations.models import Sector
from forum.registration.models import State

TRANSITIONS: dict[State, frozenset[State]] = {
    State.HELD: frozenset({State.CONFIRMED, State.CANCELLED, State.EXPIRED}),
    State.WAITING: frozenset({State.OFFERED, State.CONFIRMED, State.CANCELLED, State.EXPIRED}),
    State.OFFERED: frozenset({State.CONFIRMED, State.CANCELLED, State.EXPIRED}),
    State.CONFIRMED: frozenset({State.OFFERED, State.CANCELLED, State.CHECKED_IN, State.ABSENT}),
    State.CHECKED_IN: frozenset({State.CONFIRMED, State.ABSENT}),
    State.ABSENT: frozenset({State.CHECKED_IN, State.CONFIRMED}),
    State.CANCELLED: frozenset(),
    State.EXPIRED: frozenset(),
}
"""What may follow what. A confirmed place is offered again when the forum is postponed; who was
checked in or noted absent by mistake is put right. docs/registration.md draws it."""

ACTIVE = frozenset(State) - {State.CANCELLED, State.EXPIRED}
TAKING = frozenset({State.HELD, State.CONFIRMED, State.OFFERED, State.CHECKED_IN})
"""The states that count against the places of a forum."""
TAKING_PART = frozenset({State.CONFIRMED, State.CHECKED_IN})
"""Who has a place for certain: on lists, plans and badges."""

LAST_OFFER = timedelta(hours=3)
"""Later than this before the start nobody is asked any more; the door decides."""
LAST_ANSWER = timedelta(hours=2)
NEW_DAY_HOURS = 14 * 24
"""So long people have to say whether they come when their forum is postponed."""
ADDRESS_TERM = timedelta(hours=48)
"""How long a change of address waits for both confirmations."""


def check_transition(before: State, after: State) -> None:
    """Lets a change of state pass or refuses it.

    Raises:
        Refused: the table does not allow it.
    """
    if after in TRANSITIONS[before]:
        return
    if before in ACTIVE:
        raise Refused(_("This is not possible for a registration in this state."))
    raise Refused(_("This registration has already ended."))


def held_until(now: datetime, deadline: datetime, *, hours: int) -> datetime:
    """Until when an unconfirmed place is kept: so many hours, never past the deadline."""
    return max(now, min(now + timedelta(hours=hours), deadline))


def answer_by(now: datetime, starts_at: datetime, *, hours: int) -> datetime | None:
    """Until when somebody may take an offered place; None: it is too late to ask.

    The hours are real ones, so a night in which the clocks change makes no difference.
    """
    if now > starts_at - LAST_OFFER:
        return None
    return min(now + timedelta(hours=hours), starts_at - LAST_ANSWER)


def reminder_is_due(now: datetime, starts_at: datetime, days: int) -> bool:
    """Whether the reminder of a forum goes out: from so many days before it on, so that a server
    that was down for a while catches up."""
    return now >= starts_at - timedelta(days=days)


def may_change_until(starts_at: datetime, changes_until: datetime | None) -> datetime:
    """Until when participants change and cancel by themselves; afterwards they ask."""
    return min(changes_until or starts_at, starts_at)


class Obstacle(enum.StrEnum):
    """Which limit leaves no room for somebody."""

    FORUM = "forum"
    RESERVED = "reserved"
    SECTOR = "sector"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Limits:
    """What a forum has room for; all limits that count somebody must have room for them.

    `places`: all places, of which `door` are kept for the door. `sectors`: at most so many of a
    sector. `organisations`: at most so many of one organisation, by sector, None for any.
    `reserved`: places kept for a sector.
    """

    places: int
    door: int = 0
    sectors: Mapping[Sector, int] = field(default_factory=dict)
    organisations: Mapping[Sector | None, int] = field(default_factory=dict)
    reserved: Mapping[Sector, int] = field(default_factory=dict)


class Taken:
    """How many places are given, held or offered, by sector and organisation (0: none)."""

    def __init__(self, counts: Iterable[tuple[Sector, int, int]] = ()) -> None:
        self.total = 0
        self.sectors: Counter[Sector] = Counter()
        self.organisations: Counter[int] = Counter()
        for sector, organisation_id, number in counts:
            self.add(sector, organisation_id, number)

    def add(self, sector: Sector, organisation_id: int, number: int = 1) -> None:
        """Counts somebody who takes a place."""
        self.total += number
        self.sectors[sector] += number
        self.organisations[organisation_id] += number

    def kept(self, limits: Limits, besides: Sector | None = None) -> int:
        """How many places are still kept for sectors other than `besides`."""
        return sum(
            max(0, number - self.sectors[sector])
            for sector, number in limits.reserved.items()
            if sector is not besides
        )


def obstacle(
    limits: Limits, taken: Taken, sector: Sector, organisation_id: int, *, at_door: bool = False
) -> Obstacle | None:
    """The limit that leaves no room for one more from this sector and organisation, if any."""
    free = limits.places - (0 if at_door else limits.door) - taken.total
    if free <= 0:
        return Obstacle.FORUM
    if not at_door and free <= taken.kept(limits, sector):
        return Obstacle.RESERVED
    if _is_sector_full(limits, taken, sector):
        return Obstacle.SECTOR
    if _is_organisation_full(limits, taken, sector, organisation_id):
        return Obstacle.ORGANISATION
    return None


def obstacle_to_change(
    limits: Limits, taken: Taken, before: tuple[Sector, int], after: tuple[Sector, int]
) -> Obstacle | None:
    """The limit that leaves no room for somebody who has a place and changes from one sector and
    organisation (0: none) to others, if any. `taken` is without them. Only limits that did not
    count them before are asked, so that a forum with too many people in it stops nobody."""
    sector, organisation_id = after
    if sector is not before[0]:
        kept = taken.kept(limits, sector)
        free = limits.places - limits.door - taken.total
        if kept > taken.kept(limits, before[0]) and free <= kept:
            return Obstacle.RESERVED
        if _is_sector_full(limits, taken, sector):
            return Obstacle.SECTOR
    if after != before and _is_organisation_full(limits, taken, sector, organisation_id):
        return Obstacle.ORGANISATION
    return None


def _is_sector_full(limits: Limits, taken: Taken, sector: Sector) -> bool:
    return sector in limits.sectors and taken.sectors[sector] >= limits.sectors[sector]


def _is_organisation_full(
    limits: Limits, taken: Taken, sector: Sector, organisation_id: int
) -> bool:
    most = [limits.organisations[one] for one in (None, sector) if one in limits.organisations]
    return bool(organisation_id and most) and taken.organisations[organisation_id] >= min(most)


def share(percent: int, places: int) -> int:
    """So many percent of the places, rounded up to whole ones."""
    return math.ceil(places * percent / 100)


def check_wishes(wishes: Sequence[int | None], island_ids: Sequence[int]) -> list[int]:
    """The wished islands in their order, gaps closed.

    Raises:
        Refused: an island is wished twice or belongs to another forum; names the field.
    """
    chosen: list[int] = []
    for rank, island_id in enumerate(wishes, start=1):
        if island_id is None:
            continue
        field_name = f"wish{rank}"
        if island_id not in island_ids:
            raise Refused(_("Please choose one of the islands of this forum."), field=field_name)
        if island_id in chosen:
            raise Refused(
                _("Please choose another island here. You have already wished for this one."),
                field=field_name,
            )
        chosen.append(island_id)
    return chosen


def check_presence(
    present_from: datetime | None,
    present_until: datetime | None,
    starts_at: datetime,
    ends_at: datetime,
) -> None:
    """Who comes for a part of the day comes during it, and leaves after coming.

    Raises:
        Refused: they do not; names the field.
    """
    if present_from and not starts_at <= present_from < ends_at:
        raise Refused(_("Please enter a time during the forum."), field="comes_at")
    if present_until and not starts_at < present_until <= ends_at:
        raise Refused(_("Please enter a time during the forum."), field="leaves_at")
    if present_from and present_until and present_until <= present_from:
        raise Refused(_("Please enter a time after the one at which you come."), field="leaves_at")
