"""Decisions about moving people between islands, on plain values."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.base.text import Text, _, _n
from forum.rotation.engine import engine_for
from forum.rotation.network import SINK, SOURCE, Builder


class Obstacle(enum.StrEnum):
    """Why somebody cannot be moved to an island."""

    VISITED = "visited"
    CLOSED = "closed"


@dataclass(frozen=True)
class MoveOption:
    """An island somebody could be moved to in a round, and what that would cost: `over` is by how
    many the group would be too large, `colleagues` how many of their organisation are there,
    `loses` the wish they would leave; `is_against` a rule for them."""

    wish: int | None
    obstacle: Obstacle | None
    visited_in: int | None = None
    over: int = 0
    colleagues: int = 0
    loses: int | None = None
    is_against: bool = False

    @property
    def sentences(self) -> list[Text]:
        """What the move means, in words."""
        if self.obstacle is Obstacle.VISITED:
            return [_("already visited in round %(number)s", number=self.visited_in)]
        if self.obstacle is Obstacle.CLOSED:
            return [_("closed in this round")]
        said = [WISHES[self.wish] if self.wish else _("not a wish")]
        if self.loses:
            said.append(LOSES[self.loses])
        if self.colleagues:
            number = self.colleagues
            said.append(_n("with %(num)s colleague", "with %(num)s colleagues", number))
        if self.over:
            said.append(_n("%(num)s too many", "%(num)s too many", self.over))
        if self.is_against:
            said.append(_("against a rule for this person"))
        return said

    @property
    def is_good(self) -> bool:
        """Whether it is a wish, and nothing speaks against it."""
        return bool(self.wish) and not (self.obstacle or self.over or self.is_against)

    @property
    def cost(self) -> tuple[bool, bool, int, int, int]:
        """By which the cheapest move comes first."""
        gains, loses = 4 - (self.wish or 4), 4 - (self.loses or 4)
        worse = loses - gains
        return (self.obstacle is not None, self.is_against, self.over, worse, self.colleagues)


WISHES: dict[int, Text] = {1: _("first wish"), 2: _("second wish"), 3: _("third wish")}
LOSES: dict[int, Text] = {
    1: _("loses the first wish"),
    2: _("loses the second wish"),
    3: _("loses the third wish"),
}


def lacking(missing: Mapping[int, int]) -> int:
    """How many people lack at least one wish they could have had; `missing` says how many lack how
    many, 0 among them."""
    return sum(people for wishes, people in missing.items() if wishes)


def wish_rank(wishes: Sequence[int], island_id: int | None) -> int | None:
    """Which wish of somebody an island is, counted from 1; None for none."""
    return wishes.index(island_id) + 1 if island_id in wishes else None


@dataclass(frozen=True)
class Place:
    """An island in one round, as it stands: how many it holds and has, and how many of somebody's
    organisation are there."""

    island_id: int
    maximum: int
    size: int
    colleagues: int
    is_closed: bool = False
    is_against: bool = False


def move_option(
    place: Place, *, wishes: Sequence[int], here: int | None, visited: dict[int, int]
) -> MoveOption:
    """What moving to this place would mean for who is `here` now. `visited` maps islands to the
    round's number."""
    closed = Obstacle.CLOSED if place.is_closed else None
    return MoveOption(
        wish_rank(wishes, place.island_id),
        Obstacle.VISITED if place.island_id in visited else closed,
        visited.get(place.island_id),
        over=max(0, place.size + 1 - place.maximum),
        colleagues=place.colleagues,
        loses=wish_rank(wishes, here),
        is_against=place.is_against,
    )


@dataclass(frozen=True)
class Group:
    """People on an island in one round, for whom still comes: how many there are, how many of the
    same organisation, how many it holds, and whether they know it from an earlier card."""

    island_id: int
    size: int
    colleagues: int
    maximum: int
    is_known: bool = False


def smallest_groups(rounds: Sequence[Sequence[Group]]) -> list[int | None]:
    """Into which group of each round somebody goes who comes without a plan: to the smallest ones,
    away from colleagues, no island twice and none past its maximum; None where no island is left.

    As many rounds as possible are filled first, with islands that they know as far as possible;
    among those ways the sum of sizes decides, then that of colleagues.
    """
    builder = Builder()
    visits = {group.island_id: builder.node() for groups in rounds for group in groups}
    for island in visits.values():
        builder.arc(island, SINK, 1)
    larger = 1 + sum(group.colleagues for groups in rounds for group in groups)
    unknown = larger * (1 + sum(group.size for groups in rounds for group in groups))
    fans: list[tuple[int, list[Group]]] = []
    for groups in rounds:
        free = [group for group in groups if group.size < group.maximum]
        node = builder.node()
        builder.arc(SOURCE, node, 1)
        costs = [
            (0 if group.is_known else unknown) + larger * group.size + group.colleagues
            for group in free
        ]
        fans.append((builder.fan(node, [visits[group.island_id] for group in free], costs), free))
    carried = builder.solve(engine_for(compiled=False))
    return [
        next((group.island_id for n, group in enumerate(free) if carried[first // 2 + n]), None)
        for first, free in fans
    ]
