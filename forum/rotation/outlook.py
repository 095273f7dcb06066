"""What would be, before anybody has registered: islands and rounds against expected people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from forum.rotation import checking, starting, wishes
from forum.rotation.engine import engine_for
from forum.rotation.model import Instance, Island, Key, Person
from forum.rotation.obstacles import NoPlan, Obstacle, explain
from forum.rotation.problem import Problem


@dataclass(frozen=True)
class Expected:
    """So many people who wish for these islands, dearest first."""

    people: int
    wishes: Sequence[Key] = ()


@dataclass(frozen=True)
class Demand:
    """How many wish for an island, at whichever rank, and how many it can take in all rounds."""

    island: Key
    wished: int
    places: int


@dataclass(frozen=True)
class Outlook:
    """What to expect. `obstacles` say why there could be no plan; else `missing` says how many
    people would lack how many of the wishes they could have, at best; `free` is how many places are
    left in the fullest round."""

    obstacles: tuple[Obstacle, ...]
    demand: tuple[Demand, ...]
    missing: dict[int, int]
    free: int


def look(
    islands: Sequence[Island],
    *,
    rounds: int,
    expected: Sequence[Expected],
    folder: Path | None = None,
    compiled: bool = True,
) -> Outlook:
    """What these islands and rounds would mean for these people.

    Raises:
        Refused: a wish names an island that does not exist, or it is too large.
    """
    wished = [group.wishes for group in expected for _one in range(group.people)]
    people = [Person(n, wishes=wish) for n, wish in enumerate(wished)]
    instance = Instance(people, islands, rounds)
    checking.check(instance)
    demand = tuple(
        Demand(
            island.key,
            sum(group.people for group in expected if island.key in group.wishes),
            island.most * (rounds - len(island.closed)),
        )
        for island in islands
    )
    places = [sum(one.most for one in islands if r not in one.closed) for r in range(rounds)]
    free = min(places, default=0) - len(people)
    engine = engine_for(folder, compiled=compiled)
    problem = Problem(instance)
    try:
        explain(problem, engine)
    except NoPlan as failure:
        return Outlook(failure.obstacles, demand, {}, free)
    visits = wishes.choose_islands(problem, engine, settled={}, weigh={})
    return Outlook((), demand, starting.missing(problem, visits), free)
