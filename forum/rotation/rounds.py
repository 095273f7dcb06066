"""Second stage: in which round each person visits which of their islands.

Round by round a cheapest flow gives each person one of the islands they are to visit, evenly over
the rounds that are left. Then each round is solved again with the others as they stand, which never
makes the plan worse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from forum.rotation.engine import Engine
from forum.rotation.network import SOURCE, Builder
from forum.rotation.problem import Problem

ELSEWHERE = 1000
"""What it costs at first to send somebody where they are not to go."""
UNEVEN = 20
"""What it costs at first that an island takes more or fewer than its even share of a round."""


def split(
    problem: Problem, engine: Engine, *, seats: list[int], visits: list[list[int]], who: list[int]
) -> None:
    """Seats the people in `who`, in the rounds in which they have no seat, mostly on the islands
    of `visits`; nowhere where no island is left for them. Changes `seats`, islands by spot."""
    left = {p: set(visits[p]) for p in who}
    for r in range(problem.rounds):
        movers = [p for p in who if _is_free(problem, seats, p, r)]
        even = _even_shares(problem, left, r)
        costs = partial(_patience, problem, left, r)
        _seat_round(problem, engine, r, seats=seats, movers=movers, costs=costs, even=even)
        for p in movers:
            left[p].discard(seats[p * problem.rounds + r])


def _patience(problem: Problem, left: dict[int, set[int]], r: int, p: int) -> list[int]:
    """The more later rounds there are for a visit, the longer it can wait."""
    costs = [ELSEWHERE] * problem.islands
    later = range(p * problem.rounds + r + 1, (p + 1) * problem.rounds)
    for i in left[p]:
        costs[i] = sum(problem.allowed[spot * problem.width + i] for spot in later)
    return costs


def _is_free(problem: Problem, seats: list[int], p: int, r: int) -> bool:
    return r in problem.present[p] and seats[p * problem.rounds + r] in {-1, problem.islands}


def _even_shares(problem: Problem, left: dict[int, set[int]], r: int) -> list[tuple[int, int]]:
    visitors = [0] * problem.islands
    for islands in left.values():
        for i in islands:
            visitors[i] += 1
    shares = []
    for i, number in enumerate(visitors):
        rounds = sum(problem.is_open[s][i] for s in range(r, problem.rounds))
        shares.append((number // max(1, rounds), -(-number // max(1, rounds))))
    return shares


def improve(
    problem: Problem,
    engine: Engine,
    *,
    seats: list[int],
    who: list[int],
    rounds: Iterable[int],
    costs: Callable[[list[int], int, int], list[int]],
) -> None:
    """Solves each of the rounds again for the people in `who`, the others staying as they are.

    `costs(seats, p, r)` says by island what it costs that somebody is there in a round.
    """
    for r in rounds:
        movers = [p for p in who if r in problem.present[p]]

        def here(p: int, r: int = r) -> list[int]:
            return costs(seats, p, r)

        _seat_round(problem, engine, r, seats=seats, movers=movers, costs=here)


def _seat_round(
    problem: Problem,
    engine: Engine,
    r: int,
    *,
    seats: list[int],
    movers: list[int],
    costs: Callable[[int], list[int]],
    even: list[tuple[int, int]] | None = None,
) -> None:
    builder = Builder()
    moving = set(movers)
    taken = [0] * problem.width
    for p in range(problem.people):
        if p not in moving and seats[p * problem.rounds + r] >= 0:
            taken[seats[p * problem.rounds + r]] += 1
    nodes = [_island(problem, builder, r, i, taken[i], even) for i in range(problem.islands)]
    nowhere = builder.node()
    builder.arc(nowhere, 1, len(movers), 10 * problem.hard)
    nodes.append(nowhere)
    choices: list[tuple[int, int, list[int]]] = []
    for p in movers:
        node = builder.node()
        builder.arc(SOURCE, node, 1)
        islands = [*_open_to(problem, seats, p, r), problem.islands]
        dear = [*costs(p), 0]
        arc = builder.fan(node, [nodes[i] for i in islands], [dear[i] for i in islands])
        choices.append((arc // 2, p, islands))
    carried = builder.solve(engine)
    for arc, p, islands in choices:
        taken_arcs = carried[arc : arc + len(islands)]
        if 1 in taken_arcs:
            seats[p * problem.rounds + r] = islands[taken_arcs.index(1)]


def _open_to(problem: Problem, seats: list[int], p: int, r: int) -> list[int]:
    start = p * problem.rounds
    been = {seats[start + s] for s in problem.present[p] if s != r}
    if problem.persons[p].is_host:
        been -= set(problem.pinned_anywhere(p))
    return [i for i in problem.may(p, r) if i not in been]


def _island(
    problem: Problem,
    builder: Builder,
    r: int,
    i: int,
    taken: int,
    even: list[tuple[int, int]] | None,
) -> int:
    """The node of an island in a round: places up to the least, the even share, the most."""
    node = builder.node()
    cell = r * problem.width + i
    least, most = problem.least[cell] - taken, problem.room[cell] - taken
    low, high = even[i] if even else (least, most)
    low, high = min(max(low, least), most), min(max(high, least), most)
    weight, before = problem.hard, 0
    for end, dear in (
        (least, 0),
        (low, weight),
        (high, weight + UNEVEN),
        (most, weight + 2 * UNEVEN),
        (problem.people, 2 * weight + 2 * UNEVEN),
    ):
        if end > before:
            builder.arc(node, 1, end - before, dear)
            before = end
    return node
