"""First stage: which islands each person visits, with wishes fulfilled as fairly as possible.

A cheapest flow from people to islands. Each person sends one unit for each of their rounds, to
different islands; wished islands lie behind a node of the person whose arcs become dearer one by
one, because the first wish fulfilled counts more than the second. Where everybody is there in all
rounds and free to go anywhere, what comes out can always be split into rounds, so it is the best
there is; else it is a bound.
"""

from __future__ import annotations

from collections.abc import Mapping

from forum.rotation.engine import Engine
from forum.rotation.network import SOURCE, Builder, least_and_most
from forum.rotation.problem import Problem

Load = Mapping[tuple[int, int], int]
"""By person and round the island that is settled already."""


def choose_islands(
    problem: Problem, engine: Engine, *, settled: Load, weigh: Mapping[int, int]
) -> list[list[int]]:
    """By person the islands they visit in the rounds that are not settled.

    `settled` gives by person and round the island of who has a seat; `weigh` by person how many
    they stand for, 1 where they are not in it, 0 for who is not to be placed now.
    """
    flow = _Flow(problem)
    flow.add_islands(settled)
    for p in range(problem.people):
        if weigh.get(p, 1):
            flow.add_person(p, settled)
    carried = flow.builder.solve(engine)
    visits: list[list[int]] = [[] for _p in range(problem.people)]
    for arc, (p, island) in flow.visits.items():
        if carried[arc // 2]:
            visits[p].append(island)
    return visits


class _Flow:
    def __init__(self, problem: Problem, *, is_fair: bool = True) -> None:
        self.problem, self.is_fair = problem, is_fair
        self.builder = Builder()
        self.visits: dict[int, tuple[int, int]] = {}
        self.base = 2 * problem.lack[1][0] * (problem.rounds + 1) + problem.longest

    def add_islands(self, settled: Load) -> None:
        problem, builder = self.problem, self.builder
        least = [0] * problem.islands
        most = [0] * problem.islands
        for r in range(problem.rounds):
            for i in range(problem.islands):
                least[i] += problem.least[r * problem.width + i]
                most[i] += problem.room[r * problem.width + i]
        for i in settled.values():
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

    def add_person(self, p: int, settled: Load) -> None:
        problem, builder = self.problem, self.builder
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
        for i in self._reachable(p, free, been):
            if i in points:
                arc = builder.arc(wished, self.nodes[i], 1, problem.longest - points[i])
            else:
                arc = builder.arc(node, self.nodes[i], 1, self.base + problem.longest)
            self.visits[arc] = (p, i)

    def _reachable(self, p: int, free: list[int], been: set[int]) -> list[int]:
        problem = self.problem
        start = p * problem.rounds
        rows = [
            problem.allowed[(start + r) * problem.width : (start + r + 1) * problem.width - 1]
            for r in free
        ]
        return [i for i, good in enumerate(zip(*rows, strict=True)) if 1 in good and i not in been]


def points_of(problem: Problem, seats: list[int]) -> int:
    """What all fulfilled wishes are worth: for each the longest list's length less its rank."""
    return sum(
        sum(
            points[i]
            for i in points.keys() & set(seats[p * problem.rounds : (p + 1) * problem.rounds])
        )
        for p, points in enumerate(problem.points)
    )


def most_points(problem: Problem, engine: Engine) -> int:
    """An upper bound for the points of any plan, however unfair."""
    flow = _Flow(problem, is_fair=False)
    flow.add_islands({})
    for p in range(problem.people):
        flow.add_person(p, {})
    carried = flow.builder.solve(engine)
    return sum(
        problem.points[p].get(i, 0) for arc, (p, i) in flow.visits.items() if carried[arc // 2]
    )
