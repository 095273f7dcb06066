"""Decisions about moving people between islands, on plain values."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forum.base.text import Text, _


class Obstacle(enum.StrEnum):
    """Why somebody cannot be moved to an island."""

    FULL = "full"
    VISITED = "visited"


@dataclass(frozen=True)
class MoveOption:
    """An island somebody could be moved to in a round, and what that would cost."""

    island_id: int
    wish: int | None
    obstacle: Obstacle | None
    visited_in: int | None = None

    @property
    def sentence(self) -> Text:
        """What the move means, in words."""
        if self.obstacle is Obstacle.VISITED:
            return _("already visited in round %(number)s", number=self.visited_in)
        if self.obstacle is Obstacle.FULL:
            return _("full in this round")
        return WISHES[self.wish] if self.wish else _("not a wish")


WISHES: dict[int, Text] = {1: _("first wish"), 2: _("second wish"), 3: _("third wish")}


def wish_rank(wishes: Sequence[int], island_id: int) -> int | None:
    """Which wish of somebody an island is, counted from 1; None for none."""
    return wishes.index(island_id) + 1 if island_id in wishes else None


def move_option(
    island_id: int,
    *,
    wishes: Sequence[int],
    free: int,
    visited: dict[int, int],
) -> MoveOption:
    """What moving to this island would mean. `visited` maps islands to the round's number."""
    obstacle = Obstacle.VISITED if island_id in visited else Obstacle.FULL if free <= 0 else None
    return MoveOption(island_id, wish_rank(wishes, island_id), obstacle, visited.get(island_id))


@dataclass(frozen=True)
class Group:
    """People on an island in one round, for whom still comes: how many there are, how many of the
    same organisation, and how many it holds."""

    island_id: int
    size: int
    colleagues: int
    maximum: int


def smallest_groups(rounds: Sequence[Sequence[Group]]) -> list[int | None]:
    """Into which group of each round somebody goes who comes without a plan: to the smallest ones,
    away from colleagues, no island twice and none past its maximum; None where no island is left.

    As many rounds as possible are filled first; among those ways the sum of sizes decides.
    """
    best: tuple[tuple[int, int, int], list[int | None]] | None = None
    for route in _routes(rounds, []):
        chosen = [group for group in route if group is not None]
        cost = (
            len(route) - len(chosen),
            sum(group.size for group in chosen),
            sum(group.colleagues for group in chosen),
        )
        if best is None or cost < best[0]:
            best = (cost, [group.island_id if group else None for group in route])
    return best[1] if best else []


FEW = 5
"""So many of the smallest groups of a round are tried; more cannot be better by much."""


def _routes(
    rounds: Sequence[Sequence[Group]], before: list[Group | None]
) -> Iterator[list[Group | None]]:
    if len(before) == len(rounds):
        yield before
        return
    visited = {group.island_id for group in before if group}
    free = [
        group
        for group in rounds[len(before)]
        if group.size < group.maximum and group.island_id not in visited
    ]
    smallest = sorted(free, key=lambda one: (one.size, one.colleagues, one.island_id))[:FEW]
    for group in (*smallest, None):
        yield from _routes(rounds, [*before, group])


@dataclass(frozen=True)
class Quality:
    """How good a plan is, in a few numbers."""

    people: int
    with_wishes: int
    first_wishes: int
    without_any: int
    colleague_pairs: int
    smallest: int
    largest: int

    @property
    def first_wish_share(self) -> int | None:
        """Percent of those with wishes who visit their first; None where nobody wished."""
        return round(100 * self.first_wishes / self.with_wishes) if self.with_wishes else None


@dataclass(frozen=True)
class Placed:
    """Somebody's route as far as quality is concerned."""

    route: Sequence[tuple[int, int]]
    wishes: Sequence[int]
    organisation: int | None


def quality(placed: Sequence[Placed]) -> Quality:
    """Counts wishes, colleagues who sit together, and group sizes of a plan.

    `route` holds pairs of round and island.
    """
    groups: dict[tuple[int, int], list[int | None]] = {}
    for person in placed:
        for place in person.route:
            groups.setdefault(place, []).append(person.organisation)
    pairs = 0
    for members in groups.values():
        for organisation in set(members) - {None}:
            number = members.count(organisation)
            pairs += number * (number - 1) // 2
    visited = [{island for _round, island in person.route} for person in placed]
    wished = [(p, v) for p, v in zip(placed, visited, strict=True) if p.wishes]
    sizes = [len(members) for members in groups.values()]
    return Quality(
        people=len(placed),
        with_wishes=len(wished),
        first_wishes=sum(person.wishes[0] in islands for person, islands in wished),
        without_any=sum(not set(person.wishes) & islands for person, islands in wished),
        colleague_pairs=pairs,
        smallest=min(sizes, default=0),
        largest=max(sizes, default=0),
    )
