"""First stage: which islands each person visits, wishes weighed against places.

A minimum-cost flow from persons to islands (each person `rounds` different islands, each island its
places times `rounds`), solved by successive shortest paths. Paths run over the few islands only:
going from one island to another costs what the cheapest person loses who can change between them.
"""

from __future__ import annotations

from random import Random

from forum.rotation.model import Instance, Key

VALUE = (1000, 420, 300)
"""What a fulfilled first, second and third wish is worth. A first wish is worth more than any two
others, so that nobody gets three while somebody gets none where that can be helped."""
FEWER = 60
"""How much more each wish of somebody counts for every wish they did not use: who named one island
has no other chance, so they come before those who can still be pleased elsewhere."""
CROWD = 2
"""What each person more on an island costs: it spreads those without a wish evenly."""
FAR = 10**9


def choose_islands(instance: Instance, *, seed: int) -> list[set[int]]:
    """For each guest (by index) the islands (by index) they visit.

    The instance must have room: at least as many islands as rounds, and places for all.
    """
    return _Flow(instance, Random(seed)).solve()  # noqa: S311 - a plan, not a secret


class _Flow:
    def __init__(self, instance: Instance, random: Random) -> None:
        self.rounds = instance.rounds
        keys: list[Key] = list(instance.islands)
        self.islands = range(len(keys))
        self.room = [instance.islands[key] * instance.rounds for key in keys]
        self.load = [0] * len(keys)
        index = {key: number for number, key in enumerate(keys)}
        self.value = [[0] * len(keys) for _guest in instance.guests]
        for row, guest in zip(self.value, instance.guests, strict=True):
            for worth, wish in zip(VALUE, guest.wishes, strict=False):
                row[index[wish]] = worth + FEWER * (len(VALUE) - len(guest.wishes))
        self.visits: list[set[int]] = [set() for _guest in instance.guests]
        self.order = list(range(len(instance.guests)))
        random.shuffle(self.order)
        size = len(keys)
        self.exchange = [[(FAR, -1)] * size for _from in range(size)]

    def solve(self) -> list[set[int]]:
        for _round in range(self.rounds):
            for guest in self.order:
                self._give_one_more(guest)
        return self.visits

    def _give_one_more(self, guest: int) -> None:
        """Lets the guest visit one island more, along the cheapest chain of exchanges."""
        cost = [FAR] * len(self.load)
        before = [-1] * len(self.load)
        for island in self.islands:
            if island not in self.visits[guest]:
                cost[island] = -self.value[guest][island]
        self._relax(cost, before)
        end = min(
            (island for island in self.islands if self.load[island] < self.room[island]),
            key=lambda island: cost[island] + CROWD * self.load[island],
        )
        self.load[end] += 1
        while before[end] >= 0:
            start = before[end]
            mover = self.exchange[start][end][1]
            self.visits[mover].remove(start)
            self.visits[mover].add(end)
            self._refresh(mover)
            end = start
        self.visits[guest].add(end)
        self._refresh(guest)

    def _relax(self, cost: list[int], before: list[int]) -> None:
        """Bellman-Ford over the islands; there is no negative cycle to fall into."""
        for _step in self.islands:
            changed = False
            for start in self.islands:
                if cost[start] >= FAR:
                    continue
                for end in self.islands:
                    reached = cost[start] + self.exchange[start][end][0]
                    if reached < cost[end]:
                        cost[end], before[end], changed = reached, start, True
            if not changed:
                return

    def _refresh(self, guest: int) -> None:
        """Brings the cheapest exchanges up to date after this guest's islands changed."""
        value, visits = self.value[guest], self.visits[guest]
        for start in self.islands:
            for end in self.islands:
                loss, mover = self.exchange[start][end]
                if start in visits and end not in visits:
                    if value[start] - value[end] < loss:
                        self.exchange[start][end] = (value[start] - value[end], guest)
                elif mover == guest:
                    self.exchange[start][end] = self._cheapest(start, end)

    def _cheapest(self, start: int, end: int) -> tuple[int, int]:
        return min(
            (
                (self.value[guest][start] - self.value[guest][end], guest)
                for guest, visits in enumerate(self.visits)
                if start in visits and end not in visits
            ),
            default=(FAR, -1),
        )
