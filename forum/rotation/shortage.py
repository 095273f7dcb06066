"""Why there is no plan: which islands lack places in which rounds, and for whom.

People who may go to the same islands are counted as one, which makes the flows small. A flow over
one round, and one over several rounds together (where nobody counts twice on an island), give how
many places are missing at least; the flow's minimum cut names the islands (Hall's theorem).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from forum.rotation.engine import Engine
from forum.rotation.network import SOURCE, Builder, least_and_most
from forum.rotation.problem import Problem

FEW_ROUNDS = 5
"""Up to so many rounds every selection of them is looked at; beyond, single ones and all."""


@dataclass(frozen=True)
class Gap:
    """Places that are missing (or people, where not `is_places`) on some islands in some rounds.

    `people` are those who can go nowhere else, `seats` how many seats they need on these islands in
    these rounds, `places` how many there are.
    """

    rounds: tuple[int, ...]
    islands: tuple[int, ...]
    people: tuple[int, ...]
    seats: int
    places: int
    missing: int
    is_places: bool


Kind = tuple[bytes, int]


def gaps(problem: Problem, engine: Engine) -> list[Gap]:
    """The gaps that together explain the least shortage; none where the flows find a way."""
    every = range(problem.rounds)
    single = {(r,): find(problem, engine, (r,)) for r in every}
    found = [gap for gap in single.values() if gap]
    best, total = found, sum(gap.missing for gap in found)
    for rounds in _selections(problem.rounds):
        gap = find(problem, engine, rounds)
        if gap is None:
            continue
        rest = [one for (r,), one in single.items() if one and r not in rounds]
        missing = gap.missing + sum(one.missing for one in rest)
        if missing > total:
            best, total = [gap, *rest], missing
    return best


def _selections(rounds: int) -> list[tuple[int, ...]]:
    if rounds > FEW_ROUNDS:
        return [tuple(range(rounds))]
    return [chosen for size in range(2, rounds + 1) for chosen in combinations(range(rounds), size)]


def find(problem: Problem, engine: Engine, rounds: tuple[int, ...]) -> Gap | None:
    """What is missing in these rounds taken together."""
    kinds = _kinds(problem, rounds)
    builder = Builder()
    nodes = [builder.node() for _i in range(problem.islands)]
    least, most = _places(problem, rounds)
    ends = [
        least_and_most(builder, node, least=least[i], most=most[i], beyond=_ALL, weight=1)
        for i, node in enumerate(nodes)
    ]
    arcs: dict[tuple[Kind, int], int] = {}
    for kind, members in kinds.items():
        node = builder.node()
        builder.arc(SOURCE, node, kind[1] * len(members))
        for i, good in enumerate(kind[0]):
            if good:
                arcs[kind, i] = builder.arc(node, nodes[i], len(members))
    carried = builder.solve(engine)
    over = [carried[arcs[2] // 2] for arcs in ends]
    under = [least[i] - carried[arcs[0] // 2] for i, arcs in enumerate(ends)]
    flows = {key: carried[arc // 2] for key, arc in arcs.items()}
    if sum(over):
        return _crowd(rounds, kinds, flows, over, (least, most))
    return _void(rounds, kinds, flows, under, least) if sum(under) else None


_ALL = 1 << 40


def _kinds(problem: Problem, rounds: tuple[int, ...]) -> dict[Kind, list[int]]:
    """Who may go to the same islands in as many of the rounds."""
    kinds: dict[Kind, list[int]] = {}
    for p, present in enumerate(problem.present):
        here = [r for r in rounds if r in present]
        if here:
            rows = [problem.row(p, r) for r in here]
            first = rows[0]
            same = all(row == first for row in rows)
            islands = first if same else bytes(map(max, *rows))
            kinds.setdefault((bytes(islands), len(here)), []).append(p)
    return kinds


def _places(problem: Problem, rounds: tuple[int, ...]) -> tuple[list[int], list[int]]:
    cells = [[r * problem.width + i for r in rounds] for i in range(problem.islands)]
    least = [sum(problem.least[cell] for cell in row) for row in cells]
    return least, [sum(problem.room[cell] for cell in row) for row in cells]


Flows = dict[tuple[Kind, int], int]


def _crowd(
    rounds: tuple[int, ...],
    kinds: dict[Kind, list[int]],
    flows: Flows,
    over: list[int],
    places: tuple[list[int], list[int]],
) -> Gap:
    """Too many people: the islands that are too full, and those to which people could be moved from
    there, which are full as well."""
    islands = {i for i, number in enumerate(over) if number}
    confined: set[Kind] = set()
    grown = True
    while grown:
        grown = False
        for (kind, i), flow in flows.items():
            if i in islands and flow and kind not in confined:
                confined.add(kind)
                reach = {
                    j
                    for j, good in enumerate(kind[0])
                    if good and flows[kind, j] < len(kinds[kind])
                }
                grown = grown or not reach <= islands
                islands |= reach
    people = [p for kind in confined for p in kinds[kind]]
    seats = sum(flow for (kind, i), flow in flows.items() if i in islands)
    room = sum(places[1][i] for i in islands)
    return Gap(rounds, tuple(sorted(islands)), tuple(sorted(people)), seats, room, sum(over), True)


def _void(
    rounds: tuple[int, ...],
    kinds: dict[Kind, list[int]],
    flows: Flows,
    under: list[int],
    least: list[int],
) -> Gap:
    """Too few people for what islands need at least."""
    islands = tuple(i for i, number in enumerate(under) if number)
    seats = sum(flow for (_kind, i), flow in flows.items() if i in islands)
    people = {
        p for kind, members in kinds.items() if any(kind[0][i] for i in islands) for p in members
    }
    needed = sum(least[i] for i in islands)
    return Gap(rounds, islands, tuple(sorted(people)), seats, needed, sum(under), False)
