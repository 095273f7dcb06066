"""At which table of an island somebody sits: colleagues apart, and new faces in every round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random

from forum.rotation.model import Instance, Key, Person, Plan

LARGEST = 8
"""Beyond so many people one conversation becomes two."""
TOGETHER, COLLEAGUE, MET, SECTOR = 200, 30, 10, 1
"""What it costs to part those who are kept together, and to seat at one table two colleagues, two
who sat at one table before, two of one sector."""
SWAPS = 40
"""How many exchanges are tried for each person of a group."""
UNEVEN = 3
"""If tables would differ by more people than this, everybody is seated anew."""


Kept = Mapping[Key, Sequence[int | None]]
"""By person the table of each round as it was, counted from 1; None where it is not known."""


def assign(
    instance: Instance,
    plan: Plan,
    *,
    places: Mapping[Key, int] | None = None,
    seed: int = 1,
    kept: Kept | None = None,
) -> dict[Key, tuple[int | None, ...]]:
    """For each person and round the table, counted from 1; None where they are not there.

    `places` says how many people a table of an island has room for, 0 where all sit together. As
    many tables are laid as are needed, of one size or one less. Who has a table by `kept` stays
    there and others join the smallest tables, at one more chair each if need be, unless sizes
    would differ too much. The same arguments give the same tables, and a group's do not depend on
    others in the same round.
    """
    people = {person.key: person for person in instance.people}
    bound = {frozenset(pair) for pair in instance.together}
    met: Counter[frozenset[Key]] = Counter()
    seats: dict[Key, list[int | None]] = {key: [None] * instance.rounds for key in plan}
    for r in range(instance.rounds):
        for island in instance.islands:
            group = [key for key, route in plan.items() if route[r] == island.key]
            was = {key: kept[key][r] for key in group if key in kept} if kept else {}
            number = _number(len(group), (places or {}).get(island.key, LARGEST), was)
            random = Random(f"{seed}:{r}:{island.key}")  # noqa: S311 - a plan, not a secret
            seating = _Seating([people[key] for key in group], number, met, bound, random)
            for key, table in seating.seat(was).items():
                seats[key][r] = table + 1
            met.update(seating.pairs())
    return {key: tuple(row) for key, row in seats.items()}


def _number(people: int, room: int, was: Mapping[Key, int | None]) -> int:
    """How many tables: as many as before while one more chair at each is enough."""
    if not room:
        return 1
    before = max((table or 0 for table in was.values()), default=0)
    return before if before * (room + 1) >= people > 0 else max(1, -(-people // room))


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
        self.table = [-1] * len(group)
        self.members: list[list[int]] = [[] for _table in range(tables)]

    def seat(self, was: Mapping[Key, int | None]) -> dict[Key, int]:
        """By person the table, where most sat before if that still fits, else as good as can be."""
        if not self._join(was):
            self._deal()
        return {person.key: table for person, table in zip(self.group, self.table, strict=True)}

    def _deal(self) -> None:
        """Everybody anew: dealt out in turn, then bettered by exchanges."""
        self.members = [[] for _table in self.members]
        for n in range(len(self.group)):
            self._put(n, n % len(self.members))
        if len(self.members) > 1:
            for _try in range(SWAPS * len(self.group)):
                one, two = (self.random.randrange(len(self.group)) for _one in range(2))
                if self.table[one] != self.table[two]:
                    self._exchange(one, two)

    def _join(self, was: Mapping[Key, int | None]) -> bool:
        """Who is new joins those who stay; whether that gives tables that are even enough."""
        new = []
        for n, person in enumerate(self.group):
            table = was.get(person.key) or 0
            if 0 < table <= len(self.members):
                self._put(n, table - 1)
            else:
                new.append(n)
        for n in new:
            self._put(n, min(range(len(self.members)), key=lambda table: self._price(n, table)))
        sizes = [len(members) for members in self.members]
        return len(new) < len(self.group) and max(sizes) - min(sizes) <= UNEVEN

    def _put(self, n: int, table: int) -> None:
        self.table[n] = table
        self.members[table].append(n)

    def _price(self, n: int, table: int) -> tuple[bool, int, int]:
        """With whom one is kept together first, then the smallest table."""
        cost = self._cost(n, table, n)
        return cost > -TOGETHER // 2, len(self.members[table]), cost

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
