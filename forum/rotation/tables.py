"""At which table of an island somebody sits: colleagues apart, and new faces in every round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from random import Random

from forum.rotation.model import Instance, Key, Person, Plan

LARGEST = 8
"""Beyond so many people one conversation becomes two."""
TOGETHER, COLLEAGUE, MET, SECTOR = 200, 30, 10, 1
"""What it costs to part those who are kept together, and to seat at one table two colleagues, two
who sat at one table before, two of one sector."""
SWAPS = 40
"""How many exchanges are tried for each person of a group."""


def assign(
    instance: Instance,
    plan: Plan,
    *,
    tables: Mapping[Key, int] | None = None,
    seed: int = 1,
    largest: int = LARGEST,
) -> dict[Key, tuple[int | None, ...]]:
    """For each person and round the table, counted from 1; None where they are not there.

    `tables` says how many tables an island has; where it does not, as many are laid as are needed
    for at most `largest` people at each. Sizes on one island differ by one at most. The same
    arguments give the same tables.
    """
    random = Random(seed)  # noqa: S311 - a plan, not a secret
    people = {person.key: person for person in instance.people}
    bound = {frozenset(pair) for pair in instance.together}
    met: Counter[frozenset[Key]] = Counter()
    seats: dict[Key, list[int | None]] = {key: [None] * instance.rounds for key in plan}
    for r in range(instance.rounds):
        for island in instance.islands:
            group = [key for key, route in plan.items() if route[r] == island.key]
            number = (tables or {}).get(island.key, -(-len(group) // largest))
            seating = _Seating([people[key] for key in group], max(1, number), met, bound, random)
            for key, table in seating.seat().items():
                seats[key][r] = table + 1
            met.update(seating.pairs())
    return {key: tuple(row) for key, row in seats.items()}


class _Seating:
    def __init__(
        self,
        group: list[Person],
        tables: int,
        met: Counter[frozenset[Key]],
        bound: set[frozenset[Key]],
        random: Random,
    ) -> None:
        self.group, self.met, self.bound, self.random = group, met, bound, random
        random.shuffle(group)
        group.sort(key=lambda person: str(person.organisation))
        self.table = [n % tables for n in range(len(group))]
        self.members: list[list[int]] = [[] for _table in range(tables)]
        for n, table in enumerate(self.table):
            self.members[table].append(n)

    def seat(self) -> dict[Key, int]:
        """By person the table, after exchanges that better it."""
        if len(self.members) > 1:
            for _try in range(SWAPS * len(self.group)):
                one, two = (self.random.randrange(len(self.group)) for _one in range(2))
                if self.table[one] != self.table[two]:
                    self._exchange(one, two)
        return {person.key: table for person, table in zip(self.group, self.table, strict=True)}

    def pairs(self) -> list[frozenset[Key]]:
        """Who sits with whom."""
        return [
            frozenset((self.group[one].key, self.group[two].key))
            for members in self.members
            for place, one in enumerate(members)
            for two in members[:place]
        ]

    def _exchange(self, one: int, two: int) -> None:
        here, there = self.table[one], self.table[two]
        before = self._cost(one, here, two) + self._cost(two, there, one)
        if self._cost(one, there, two) + self._cost(two, here, one) < before:
            self.members[here][self.members[here].index(one)] = two
            self.members[there][self.members[there].index(two)] = one
            self.table[one], self.table[two] = there, here

    def _cost(self, one: int, table: int, but: int) -> int:
        return sum(self._pair(one, n) for n in self.members[table] if n not in {one, but})

    def _pair(self, one: int, two: int) -> int:
        p, q = self.group[one], self.group[two]
        pair = frozenset((p.key, q.key))
        if pair in self.bound:
            return -TOGETHER
        cost = MET * self.met[pair]
        if p.organisation is not None and p.organisation == q.organisation:
            cost += COLLEAGUE
        return cost + SECTOR * (p.sector is not None and p.sector == q.sector)
