"""Who could stand in for a host who cannot come, and how tables join, on plain values."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forum.events.team_models import TeamRole


class Why(enum.StrEnum):
    """Why somebody is a good stand-in."""

    OWN_DEPUTY = "own_deputy"
    OWN_NOTES = "own_notes"
    DEPUTY = "deputy"
    SECOND_HOST = "second_host"


@dataclass(frozen=True)
class Member:
    """Somebody of an island's team. `person` is equal wherever it is the same person; `is_here`:
    can come; `is_lent`: stands in already, here or elsewhere."""

    id: int
    island_id: int
    person: str
    role: TeamRole
    is_here: bool = True
    is_lent: bool = False

    @property
    def receives(self) -> bool:
        return self.is_here and self.role is TeamRole.HOST


def suggestions(members: Sequence[Member], missing: Member) -> list[tuple[int, Why]]:
    """Who could stand in, the nearest first: the deputy and the note-taker of the same island,
    deputies of islands that have their host, then the last hosts of islands with several.

    Nobody is taken from where they are needed, and everybody is named once.
    """
    found: dict[str, tuple[int, Why]] = {}
    for one, why in _in_order(members, missing):
        if one.person != missing.person:
            found.setdefault(one.person, (one.id, why))
    return list(found.values())


def _in_order(members: Sequence[Member], missing: Member) -> Iterator[tuple[Member, Why]]:
    free = [one for one in members if one.is_here and not one.is_lent]
    hosts = Counter(one.island_id for one in members if one.receives)
    busy = Counter(one.person for one in members if one.receives)
    idle = [one for one in free if not busy[one.person]]
    for role, why in ((TeamRole.DEPUTY, Why.OWN_DEPUTY), (TeamRole.NOTE_TAKER, Why.OWN_NOTES)):
        yield from (
            (one, why) for one in idle if one.role is role and one.island_id == missing.island_id
        )
    for one in idle:
        is_elsewhere = one.island_id != missing.island_id
        if is_elsewhere and one.role is TeamRole.DEPUTY and hosts[one.island_id]:
            yield one, Why.DEPUTY
    elsewhere = [one for one in free if one.island_id != missing.island_id]
    last = {one.island_id: one for one in elsewhere if one.receives and busy[one.person] == 1}
    for one in sorted(last.values(), key=lambda one: -hosts[one.island_id]):
        if hosts[one.island_id] > 1:
            yield one, Why.SECOND_HOST


def tables(*, maximum: int, places: int) -> int:
    """At how many tables so many people sit; one where there are no tables."""
    return max(1, -(-maximum // places)) if places else 1
