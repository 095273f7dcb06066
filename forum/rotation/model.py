"""What the planner takes and gives: plain values."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

Key = Hashable


@dataclass(frozen=True)
class Guest:
    """Somebody to be placed; `wishes` are islands, dearest first."""

    key: Key
    wishes: Sequence[Key] = ()
    organisation: Key | None = None


@dataclass(frozen=True)
class Instance:
    """Who is to be placed on which islands: `islands` gives the places per round of each."""

    guests: Sequence[Guest]
    islands: Mapping[Key, int]
    rounds: int


@dataclass(frozen=True)
class Shortage:
    """Why no plan is possible: places that a round lacks, or rounds that exceed the islands."""

    guests: int
    places: int
    islands: int
    rounds: int

    @property
    def missing(self) -> int:
        """Places short in every round; 0 where the islands are too few for the rounds."""
        return max(0, self.guests - self.places)


class NoPlan(Exception):
    """No plan keeps every rule; `shortage` says what is missing."""

    def __init__(self, shortage: Shortage) -> None:
        super().__init__(shortage)
        self.shortage = shortage
