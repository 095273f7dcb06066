"""Second stage: in which round each person visits which of their islands.

Round by round a cheapest flow gives each person one of the islands they are to visit, evenly over
the rounds that are left: all people of an island, and of each organisation. Where everybody is
there in all rounds both can be even at once, for the one set lies within the other (de Werra,
Equitable colorations of graphs, 1971). So no pair of colleagues meets that could be spared with
these visits. Then each round is solved again with the others as they stand, which never makes the
plan worse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial

from forum.rotation.doors import Door, Doors
from forum.rotation.engine import Engine
from forum.rotation.network import SOURCE, Builder
from forum.rotation.problem import Problem

ELSEWHERE = 1000
"""What it costs at first to send somebody where they are not to go."""
UNEVEN = 20
"""What it costs at first that an island takes more or fewer than its even share of a round."""
CLUMSY = 60
"""What it costs at first that of one organisation more or fewer come to an island than their even
share of a round."""


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
        price = _even_colleagues(problem, left, seats, r)
        _seat_round(
            problem, engine, r, seats=seats, movers=movers, costs=costs, price=price, even=even
        )
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
    for number, rounds in zip(visitors, _open_rounds(problem, r), strict=True):
        shares.append((number // rounds, -(-number // rounds)))
    return shares


def _open_rounds(problem: Problem, r: int) -> list[int]:
    """By island in how many rounds from this one on it is open, at least 1."""
    later = range(r, problem.rounds)
    return [max(1, sum(problem.is_open[s][i] for s in later)) for i in range(problem.islands)]


def _even_colleagues(
    problem: Problem, left: dict[int, set[int]], seats: list[int], r: int
) -> Callable[[Door, int], int]:
    """What it costs that one more of an organisation comes to an island in a round."""
    here: Counter[Door] = Counter()
    coming: Counter[Door] = Counter()
    for p, person in enumerate(problem.persons):
        later = seats[p * problem.rounds + r : (p + 1) * problem.rounds]
        here[person.organisation, later[0]] += 1
        coming.update((person.organisation, i) for i in later)
        coming.update((person.organisation, i) for i in left.get(p, ()))

    rounds = _open_rounds(problem, r)

    def price(door: Door, n: int) -> int:
        if door[0] is None:
            return CLUMSY
        low, more = divmod(coming[door], rounds[door[1]])
        after = here[door] + n
        return CLUMSY * ((after >= low) + (after >= low + (more > 0)))

    return price


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
    price: Callable[[Door, int], int] | None = None,
    even: list[tuple[int, int]] | None = None,
) -> None:
    builder = Builder()
    moving = set(movers)
    others = (p for p in range(problem.people) if p not in moving)
    taken = Counter(seats[p * problem.rounds + r] for p in others)
    nodes = [_island(problem, builder, r, i, taken[i], even) for i in range(problem.islands)]
    nowhere = builder.node()
    builder.arc(nowhere, 1, len(movers), 10 * problem.hard)
    staff = Counter(problem.persons[p].organisation for p in movers)
    doors = Doors(builder, nodes, staff, price)
    choices: list[tuple[int, int, list[int]]] = []
    for p in movers:
        node = builder.node()
        builder.arc(SOURCE, node, 1)
        islands = _open_to(problem, seats, p, r)
        ways = doors.ways(problem.persons[p].organisation, islands)
        by_island = costs(p)
        dear = [by_island[i] + toll for i, (_end, toll) in zip(islands, ways, strict=True)]
        arc = builder.fan(node, [*(end for end, _toll in ways), nowhere], [*dear, 0])
        choices.append((arc // 2, p, [*islands, problem.islands]))
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
