"""How islands and rounds fit so many people, with wishes spread as they are known so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from forum.base import clock
from forum.events.models import Event, Island
from forum.islands import inputs
from forum.registration import counts


@dataclass(frozen=True)
class IslandForecast:
    """An island with its places over all rounds and how many are likely to wish for it."""

    island: Island
    places: int
    wished: int

    @property
    def missing(self) -> int:
        """So many wishes could not be fulfilled."""
        return max(0, self.wished - self.places)


@dataclass(frozen=True)
class RoundForecast:
    """The places of a round, and how many are left or, below 0, missing."""

    number: int
    places: int
    free: int


@dataclass(frozen=True)
class Forecast:
    """What to expect for so many people."""

    people: int
    known: int
    islands: Sequence[IslandForecast]
    rounds: Sequence[RoundForecast]

    @property
    def has_too_many_rounds(self) -> bool:
        """Whether somebody would have to visit an island twice."""
        return len(self.rounds) > len(self.islands)


def of_event(event: Event, people: int | None = None) -> Forecast:
    """The forecast for so many people, else for the places of the forum; a constant number of
    queries."""
    made_of = inputs.of_event(event.id, clock.now())
    expected = people or counts.places_left([event.id])[event.id].capacity
    wished: Counter[int] = Counter()
    known = [one for one in made_of.people if one.wishes]
    for one in known:
        wished.update(wish.island_id for wish in one.wishes)
    share = expected / len(known) if known else 0
    closed = {island.id: {one.round_id for one in island.closures} for island in made_of.islands}
    return Forecast(
        people=expected,
        known=len(known),
        islands=[
            IslandForecast(
                island,
                places=island.maximum * (len(made_of.rounds) - len(closed[island.id])),
                wished=round(wished[island.id] * share),
            )
            for island in made_of.islands
        ],
        rounds=[
            RoundForecast(
                one.number,
                places := sum(
                    island.maximum for island in made_of.islands if one.id not in closed[island.id]
                ),
                places - expected,
            )
            for one in made_of.rounds
        ],
    )
