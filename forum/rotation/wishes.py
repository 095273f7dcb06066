"""First stage: which islands each person visits, with wishes fulfilled as fairly as possible.

A cheapest flow from people to islands. Each person sends one unit for each of their rounds, to
different islands; wished islands lie behind a node of the person whose arcs become dearer one by
one, because the first wish fulfilled counts more than the second. Where everybody is there in all
rounds and free to go anywhere, what comes out can always be split into rounds, so it is the best
there is; else it is a bound.

Of an organisation's people as many as there are rounds can be on an island without meeting there;
each further one makes one pair more, then two. So they come by a door behind which places become
dearer, which spreads them where wishes leave the choice. As these prices never fall, the cheapest
flow still is the best there is: no other visits have fewer such pairs at the same exchange of pairs
for points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from forum.rotation.doors import Door, Doors
from forum.rotation.engine import Engine
from forum.rotation.network import SOURCE, Builder, least_and_most
from forum.rotation.parties import pinned
from forum.rotation.problem import Problem

Load = Mapping[tuple[int, int], int]
"""By person and round the island that is settled already."""
PAIR, PAIR_OF_MANY = 2, 6
"""How many points of wishes one pair of colleagues less may cost, up to LARGE people and beyond."""
GIVES = (995, 990, 985)
"""How far the ranks of wishes give way to mixing, in thousandths of what is possible at most: what
is above 99.5 % stays above it, what is above 99 % stays above that. How many wishes somebody gets
is never touched."""
MIDDLE, LARGE = 150, 500
"""With more people than this the first of these does not hold, and only the last: what a point is
worth while mixing keeps ranks high, and there are more organisations to spread."""


def choose_islands(
    problem: Problem, engine: Engine, *, settled: Load, weigh: Mapping[int, int]
) -> list[list[int]]:
    """By person the islands they visit in the rounds that are not settled.

    `settled` gives by person and round the island of who has a seat; `weigh` by person how many
    they stand for, 1 where they are not in it, 0 for who is not to be placed now.
    """
    flow = _Flow(problem, settled)
    for p in range(problem.people):
        if weigh.get(p, 1):
            flow.add_person(p)
    carried = flow.builder.solve(engine)
    visits: list[list[int]] = [[] for _p in range(problem.people)]
    for arc, (p, island) in flow.visits.items():
        if carried[arc // 2]:
            visits[p].append(island)
    return visits


class _Flow:
    def __init__(self, problem: Problem, settled: Load, *, is_fair: bool = True) -> None:
        self.problem, self.settled, self.is_fair = problem, settled, is_fair
        self.builder = Builder()
        self.visits: dict[int, tuple[int, int]] = {}
        self.base = 2 * problem.lack[1][0] * (problem.rounds + 1) + problem.longest
        self.pair = PAIR_OF_MANY if problem.people > LARGE else PAIR
        self.rounds: list[int] = [sum(opened) for opened in zip(*problem.is_open, strict=True)]
        self.staff = Counter(person.organisation for person in problem.persons)
        self.here: Counter[Door] = Counter(
            (problem.persons[p].organisation, i) for (p, _), i in settled.items()
        )
        self._add_islands()
        self.doors = Doors(self.builder, self.nodes, self.staff, self._price if is_fair else None)

    def _add_islands(self) -> None:
        problem, builder = self.problem, self.builder
        least = [0] * problem.islands
        most = [0] * problem.islands
        for r in range(problem.rounds):
            for i in range(problem.islands):
                least[i] += problem.least[r * problem.width + i]
                most[i] += problem.room[r * problem.width + i]
        for i in self.settled.values():
            least[i] -= 1
            most[i] -= 1
        self.nodes = [builder.node() for _i in range(problem.islands)]
        for i, node in enumerate(self.nodes):
            least_and_most(
                builder,
                node,
                least=max(0, least[i]),
                most=max(0, most[i]),
                beyond=problem.people,
                weight=problem.hard,
            )

    def add_person(self, p: int) -> None:
        problem, builder, settled = self.problem, self.builder, self.settled
        free = [r for r in problem.present[p] if (p, r) not in settled]
        if not free:
            return
        been = {settled[p, r] for r in problem.present[p] if (p, r) in settled}
        points = problem.points[p]
        node = builder.node()
        builder.arc(SOURCE, node, len(free))
        wished = builder.node()
        lack = problem.lack[problem.ideal[p] if self.is_fair else 0]
        got = sum(i in points for i in been)
        for n in range(got, min(got + len(free), problem.rounds)):
            builder.arc(node, wished, 1, self.base + lack[n + 1] - lack[n])
        islands = self._reachable(p, free, been)
        ways = self.doors.ways(problem.persons[p].organisation, islands)
        for i, (entrance, toll) in zip(islands, ways, strict=True):
            dear = problem.longest - points.get(i, 0) + toll
            if i in points:
                arc = builder.arc(wished, entrance, 1, dear)
            else:
                arc = builder.arc(node, entrance, 1, self.base + dear)
            self.visits[arc] = (p, i)

    def _price(self, door: Door, n: int) -> int:
        """What it costs in pairs of colleagues if one more of an organisation visits an island."""
        rounds = self.rounds[door[1]]
        if door[0] is None or not rounds:
            return 0
        return min(self.pair * ((self.here[door] + n) // rounds), self.problem.longest)

    def _reachable(self, p: int, free: list[int], been: set[int]) -> list[int]:
        problem = self.problem
        start = p * problem.rounds
        rows = [
            problem.allowed[(start + r) * problem.width : (start + r + 1) * problem.width - 1]
            for r in free
        ]
        return [i for i, good in enumerate(zip(*rows, strict=True)) if 1 in good and i not in been]


def spare(problem: Problem, engine: Engine, seats: list[int]) -> int:
    """How many points of wishes mixing may cost a plan, islands by spot."""
    now, most = _points(problem, seats), _most_points(problem, engine)
    for floor in GIVES[(problem.people > MIDDLE) + (problem.people > LARGE) :]:
        if 1000 * now >= floor * most:
            return now - -(-floor * most // 1000)
    return 0


def _points(problem: Problem, seats: list[int]) -> int:
    """What all fulfilled wishes are worth: for each the longest list's length less its rank."""
    return sum(
        sum(
            points[i]
            for i in points.keys() & set(seats[p * problem.rounds : (p + 1) * problem.rounds])
        )
        for p, points in enumerate(problem.points)
    )


def _most_points(problem: Problem, engine: Engine) -> int:
    """An upper bound for the points of any plan, however unfair."""
    settled = pinned(problem)
    flow = _Flow(problem, settled, is_fair=False)
    for p in range(problem.people):
        flow.add_person(p)
    carried = flow.builder.solve(engine)
    chosen = {visit for arc, visit in flow.visits.items() if carried[arc // 2]}
    chosen |= {(p, i) for (p, _round), i in settled.items()}
    return sum(problem.points[p].get(i, 0) for p, i in chosen)
