"""A first plan, near the best for wishes or, where a plan is published, with fewest changes."""

from __future__ import annotations

from collections import Counter

from forum.rotation import parties, rounds, wishes
from forum.rotation.engine import Engine
from forum.rotation.problem import Problem

PASSES = 4
"""How often all rounds are solved again at most."""


def start(problem: Problem, engine: Engine) -> tuple[list[int], int]:
    """By spot an island, or nowhere; -1 where somebody is absent. And what wishes cost at least."""
    settled = parties.pinned(problem)
    groups = parties.parties_of(problem)
    if groups:
        follow = parties.leaders(problem, groups)
        visits = wishes.choose_islands(problem, engine, settled=settled, weigh=follow)
        parties.seat(problem, groups, visits=visits, settled=settled)
    bound = {p for party in groups for p in party}
    singles = [p for p in range(problem.people) if p not in bound]
    visits = wishes.choose_islands(problem, engine, settled=settled, weigh=dict.fromkeys(bound, 0))
    least = _lost_by(problem, visits, settled)
    seats = nowhere(problem)
    for (p, r), i in settled.items():
        seats[p * problem.rounds + r] = i
    rounds.split(problem, engine, seats=seats, visits=visits, who=singles)
    improve(problem, engine, seats=seats, who=_movable(problem, singles, settled))
    return seats, least


def _lost_by(problem: Problem, visits: list[list[int]], settled: parties.Settled) -> int:
    islands = [set(chosen) for chosen in visits]
    for (p, _r), i in settled.items():
        islands[p].add(i)
    return sum(_lost(problem, p, visited) for p, visited in enumerate(islands))


def _lost(problem: Problem, p: int, visited: set[int]) -> int:
    points = problem.points[p]
    got = points.keys() & visited
    return problem.lack[problem.ideal[p]][len(got)] - sum(points[i] for i in got)


def nowhere(problem: Problem) -> list[int]:
    """By spot nowhere for all who are there."""
    seats = [-1] * (problem.people * problem.rounds)
    for p, present in enumerate(problem.present):
        for r in present:
            seats[p * problem.rounds + r] = problem.islands
    return seats


def _movable(problem: Problem, singles: list[int], settled: parties.Settled) -> list[int]:
    return [p for p in singles if any((p, r) not in settled for r in problem.present[p])]


def improve(problem: Problem, engine: Engine, *, seats: list[int], who: list[int]) -> None:
    """Solves round after round again until nobody's wishes can be fulfilled better so."""
    best = lost(problem, seats)
    for _pass in range(PASSES):
        rounds.improve(
            problem,
            engine,
            seats=seats,
            who=who,
            rounds=range(problem.rounds),
            cost=lambda seats, p, r, i: (
                wish_cost(problem, seats, p, r, i) + foe_cost(problem, seats, p, r, i)
            ),
        )
        now = lost(problem, seats)
        if now >= best:
            return
        best = now


def foe_cost(problem: Problem, seats: list[int], p: int, r: int, i: int) -> int:
    """What it costs to sit where somebody is from whom one is to be kept apart. Of two the later
    gives way, or both would go to and fro."""
    for q in problem.foes.get(p, ()):
        if q < p and seats[q * problem.rounds + r] == i:
            return problem.dearest
    return 0


def wish_cost(problem: Problem, seats: list[int], p: int, r: int, i: int) -> int:
    """What it costs in wishes that somebody is on an island in a round, the others as they are."""
    points = problem.points[p]
    if not points:
        return 0
    start = p * problem.rounds
    got = {seats[start + s] for s in problem.present[p] if s != r} & points.keys()
    lack = problem.lack[problem.ideal[p]]
    if i in points and i not in got:
        return lack[len(got) + 1] + problem.longest - points[i]
    return lack[len(got)] + problem.longest


def lost(problem: Problem, seats: list[int]) -> int:
    """What all wishes that are not fulfilled cost, and seats that are missing."""
    cost = 0
    for p in range(problem.people):
        row = seats[p * problem.rounds : (p + 1) * problem.rounds]
        cost += _lost(problem, p, set(row))
        cost += 10 * problem.hard * row.count(problem.islands)
        for r, i in enumerate(row if p in problem.foes else ()):
            cost += foe_cost(problem, seats, p, r, i)
    return cost


def missing(problem: Problem, visits: list[list[int]]) -> dict[int, int]:
    """How many people lack how many of the wishes they could have."""
    lacking = Counter(
        problem.ideal[p] - len(problem.points[p].keys() & set(islands))
        for p, islands in enumerate(visits)
        if problem.ideal[p]
    )
    return dict(sorted(lacking.items()))
