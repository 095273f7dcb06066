"""What the planner takes and gives: plain values.

People and islands are known by keys of any kind; rounds are numbered from 0.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

Key = Hashable
Route = tuple[Key | None, ...]
Plan = dict[Key, Route]
"""For each person the island of each round; None where somebody is not there."""


@dataclass(frozen=True, slots=True)
class Island:
    """Where people meet: from `least` to `most` of them in every round that is not `closed`. In
    `settled` rounds groups are as they are, whatever their size. `name` is what sentences call
    it."""

    key: Key
    most: int
    least: int = 0
    closed: frozenset[int] = frozenset()
    settled: frozenset[int] = frozenset()
    name: str = ""

    def __str__(self) -> str:
        return self.name or str(self.key)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be placed. `wishes` are islands, dearest first; `absent` are rounds; `excluded`
    are islands where they cannot be; `pins` says by round where they have to be. A host may be on
    a pinned island more than once. Who has no organisation has no colleagues. `name` is what
    sentences call them."""

    key: Key
    wishes: Sequence[Key] = ()
    organisation: Key | None = None
    sector: Key | None = None
    absent: frozenset[int] = frozenset()
    excluded: frozenset[Key] = frozenset()
    pins: Mapping[int, Key] = field(default_factory=dict)
    is_host: bool = False
    name: str = ""

    def __str__(self) -> str:
        return self.name or str(self.key)


@dataclass(frozen=True, slots=True)
class Instance:
    """Who is to be placed where. `together` and `apart` are pairs of people; `published` is a plan
    of which as few seats as possible are to change."""

    people: Sequence[Person]
    islands: Sequence[Island]
    rounds: int
    together: Sequence[tuple[Key, Key]] = ()
    apart: Sequence[tuple[Key, Key]] = ()
    published: Mapping[Key, Sequence[Key | None]] | None = None
