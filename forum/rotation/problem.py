"""An instance with numbers in place of keys, as the planner works on it."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from forum.rotation.model import Instance, Key, Plan


class Problem:
    """Sizes, what is allowed where, who moves together and what wishes are worth.

    A spot is `person * rounds + round`, a cell `round * (islands + 1) + island`; the last island of
    each cell row is nowhere, for who has no seat yet.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.persons = list(instance.people)
        self.people = len(self.persons)
        self.rounds = instance.rounds
        self.islands = len(instance.islands)
        self.width = self.islands + 1
        self.number = {island.key: n for n, island in enumerate(instance.islands)}
        self.index = {person.key: n for n, person in enumerate(self.persons)}
        number = self.number
        self.wishes = [[number[wish] for wish in person.wishes] for person in self.persons]
        self.together = [(self.index[p], self.index[q]) for p, q in instance.together]
        self.apart = [(self.index[p], self.index[q]) for p, q in instance.apart]
        self.least = [0] * (self.rounds * self.width)
        self.room = [0] * (self.rounds * self.width)
        for n, island in enumerate(instance.islands):
            for r in range(self.rounds):
                if r in island.settled:
                    self.room[r * self.width + n] = sum(pins.get(r) == n for pins in self.pins)
                elif r not in island.closed:
                    self.least[r * self.width + n] = island.least
                    self.room[r * self.width + n] = island.most

    @cached_property
    def present(self) -> list[list[int]]:
        """By person the rounds in which they are there."""
        every = list(range(self.rounds))
        return [
            [r for r in every if r not in person.absent] if person.absent else every
            for person in self.persons
        ]

    @cached_property
    def pins(self) -> list[dict[int, int]]:
        """By person and round the island where they have to be, while they are there."""
        return [
            {r: self.number[i] for r, i in person.pins.items() if r not in person.absent}
            for person in self.persons
        ]

    @cached_property
    def is_open(self) -> list[bytes]:
        """By round which islands are open, 1 or 0; nowhere is."""
        islands = self.instance.islands
        return [bytes([r not in i.closed for i in islands] + [1]) for r in range(self.rounds)]

    @cached_property
    def allowed(self) -> bytearray:
        """By spot and island 1 where somebody may be, nowhere included."""
        rows = []
        for p, person in enumerate(self.persons):
            away = {self.number[i] for i in person.excluded}
            if not person.is_host:
                away |= set(self.pinned_anywhere(p))
            for r in range(self.rounds):
                rows.append(self._row(p, r, away))
        return bytearray().join(rows)

    def pinned_anywhere(self, p: int) -> list[int]:
        """The islands where somebody has to be in some round, present or not."""
        return [self.number[i] for i in self.persons[p].pins.values()]

    def _row(self, p: int, r: int, away: set[int]) -> bytes:
        if r in self.persons[p].absent:
            return bytes(self.width)
        pin = self.pins[p].get(r)
        if not away and pin is None:
            return self.is_open[r]
        row = bytearray(self.is_open[r])
        for island in away:
            row[island] = 0
        if pin is not None:
            row = bytearray(self.width)
            row[pin] = row[self.islands] = 1
        return bytes(row)

    def row(self, p: int, r: int) -> bytearray:
        """By island 1 where somebody may be in a round."""
        start = (p * self.rounds + r) * self.width
        return self.allowed[start : start + self.islands]

    def may(self, p: int, r: int) -> list[int]:
        """The islands where somebody may be in a round."""
        return [i for i, good in enumerate(self.row(p, r)) if good]

    @cached_property
    def longest(self) -> int:
        """The length of the longest list of wishes, at least 1."""
        return max([1, *(len(wishes) for wishes in self.wishes)])

    @cached_property
    def points(self) -> list[dict[int, int]]:
        """By person and wished island how dear it is: the longest list's length less the rank."""
        return [{i: self.longest - k for k, i in enumerate(wishes)} for wishes in self.wishes]

    @cached_property
    def ideal(self) -> list[int]:
        """By person how many wishes can be fulfilled at most: as many as they name, or rounds."""
        return [
            min(len(wishes), len(present))
            for wishes, present in zip(self.wishes, self.present, strict=True)
        ]

    @cached_property
    def lack(self) -> list[list[int]]:
        """By ideal and number of wishes got, what is lost: first the squares of what is missing,
        then who gets none. Each weighs more than what any exchange among all islands can change in
        what comes after it, which makes the cheapest exchange lexicographic."""
        none = 2 * (self.islands + 2) * (self.longest + 1)
        square = 2 * (self.islands + 2) * none
        return [
            [
                square * max(0, ideal - got) ** 2 + none * (got == 0 < ideal)
                for got in range(self.rounds + 1)
            ]
            for ideal in range(self.rounds + 1)
        ]

    @cached_property
    def dearest(self) -> int:
        """What outweighs all wishes that an exchange among all islands can change: what a changed
        seat costs."""
        steps = self.islands + 2
        square = self.lack[1][0] if self.rounds else 1
        return 4 * steps * square * (self.rounds + 1)

    @property
    def hard(self) -> int:
        """What outweighs all published seats that an exchange among all islands can change."""
        return 4 * (self.islands + 2) * self.dearest

    @cached_property
    def published(self) -> list[int]:
        """By spot the published island, -1 where there is none or nobody."""
        routes = self.instance.published or {}
        seats = [-1] * (self.people * self.rounds)
        for p, person in enumerate(self.persons):
            for r, island in enumerate(routes.get(person.key, ())):
                if island is not None and r not in person.absent:
                    seats[p * self.rounds + r] = self.number[island]
        return seats

    @cached_property
    def foes(self) -> dict[int, list[int]]:
        """By person from whom they are kept apart, for those of whom there are any."""
        foes: dict[int, list[int]] = {}
        for p, q in self.apart:
            foes.setdefault(p, []).append(q)
            foes.setdefault(q, []).append(p)
        return foes

    @cached_property
    def sector(self) -> list[int]:
        """By person the number of their sector."""
        numbers: dict[Key | None, int] = {}
        return [numbers.setdefault(person.sector, len(numbers)) for person in self.persons]

    @property
    def sectors(self) -> int:
        """How many sectors there are, at least 1."""
        return max([0, *self.sector]) + 1

    @cached_property
    def even_sectors(self) -> tuple[list[int], list[int]]:
        """By round, head count and sector the even share, rounded down and up."""
        low, high, sectors = [], [], self.sectors
        for r in range(self.rounds):
            here = [p for p, present in enumerate(self.present) if r in present]
            number = Counter(self.sector[p] for p in here)
            people = max(1, len(here))
            for size in range(self.people + 1):
                shares = [size * number[sector] for sector in range(sectors)]
                low += [share // people for share in shares]
                high += [-(-share // people) for share in shares]
        return low, high

    @cached_property
    def groups(self) -> Groups:
        """Who moves together."""
        return Groups(self)

    def plan(self, seats: list[int]) -> Plan:
        """The plan in keys, from islands by spot."""
        keys = [island.key for island in self.instance.islands]
        return {
            person.key: tuple(
                None if i < 0 else keys[i]
                for i in seats[p * self.rounds : p * self.rounds + self.rounds]
            )
            for p, person in enumerate(self.persons)
        }


class Groups:
    """By round who is kept together with whom among those who are there: `of` gives for each spot
    the number of its group (-1: absent), `members` the people of each group."""

    def __init__(self, problem: Problem) -> None:
        rounds = problem.rounds
        self.of = [-1] * (problem.people * rounds)
        self.members: list[list[int]] = []
        for r in range(rounds):
            leader = self._leaders(problem, r)
            numbers: dict[int, int] = {}
            for p, present in enumerate(problem.present):
                if r not in present:
                    continue
                lead = p if p not in leader else self._find(leader, p)
                if lead not in numbers:
                    numbers[lead] = len(self.members)
                    self.members.append([])
                self.of[p * rounds + r] = numbers[lead]
                self.members[numbers[lead]].append(p)

    def _leaders(self, problem: Problem, r: int) -> dict[int, int]:
        leader: dict[int, int] = {}
        for p, q in problem.together:
            if r in problem.present[p] and r in problem.present[q]:
                leader.setdefault(p, p)
                leader.setdefault(q, q)
                one, two = self._find(leader, p), self._find(leader, q)
                leader[max(one, two)] = min(one, two)
        return leader

    def _find(self, leader: dict[int, int], p: int) -> int:
        while leader[p] != p:
            p = leader[p]
        return p
