"""A first plan, near the best for wishes or, where a plan is published, with fewest changes."""

from __future__ import annotations

from forum.rotation import parties, rounds, wishes
from forum.rotation.engine import Engine
from forum.rotation.problem import Problem

PASSES = 4
"""How often all rounds are solved again at most."""


def start(problem: Problem, engine: Engine) -> tuple[list[int], int]:
    """By spot an island, or nowhere; -1 where somebody is absent. And what wishes cost at least."""
    settled = parties.pinned(problem)
    groups = parties.parties_of(problem)
    bound = {p for party in groups for p in party}
    bounds = []
    if groups:
        follow = parties.leaders(problem, groups)
        visits = wishes.choose_islands(problem, engine, settled=settled, weigh=follow)
        bounds.append(_lost_by(problem, visits, settled))
        parties.seat(problem, groups, visits=visits, settled=settled)
    singles = [p for p in range(problem.people) if p not in bound]
    visits = wishes.choose_islands(problem, engine, settled=settled, weigh=dict.fromkeys(bound, 0))
    bounds.append(_lost_by(problem, visits, settled))
    seats = nowhere(problem)
    for (p, r), i in settled.items():
        seats[p * problem.rounds + r] = i
    rounds.split(problem, engine, seats=seats, visits=visits, who=singles)
    least = min(bounds)
    improve(problem, engine, seats=seats, who=singles, least=least)
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


def improve_again(problem: Problem, engine: Engine, seats: list[int], least: int) -> None:
    """The same for a plan that keeps all rules: leaves alone who is kept together or apart."""
    bound = {p for pair in (*problem.together, *problem.apart) for p in pair}
    singles = [p for p in range(problem.people) if p not in bound]
    improve(problem, engine, seats=seats, who=singles, least=least)


def improve(
    problem: Problem, engine: Engine, *, seats: list[int], who: list[int], least: int
) -> None:
    """Solves round after round again until nobody's wishes can be fulfilled better so, or as well
    as is possible at all."""

    def costs(seats: list[int], p: int, r: int) -> list[int]:
        costs = wish_costs(problem, seats, p, r)
        avoid_foes(problem, seats, p, r, costs=costs, weight=problem.dearest)
        return costs

    best = lost(problem, seats)
    for _pass in range(PASSES):
        if best <= least:
            return
        everywhere = range(problem.rounds)
        rounds.improve(problem, engine, seats=seats, who=who, rounds=everywhere, costs=costs)
        now = lost(problem, seats)
        if now >= best:
            return
        best = now


def avoid_foes(
    problem: Problem, seats: list[int], p: int, r: int, *, costs: list[int], weight: int
) -> None:
    """Adds the weight where somebody is from whom one is to be kept apart. Of two the later gives
    way, or both would go to and fro."""
    for i in {seats[q * problem.rounds + r] for q in problem.foes.get(p, ()) if q < p}:
        if 0 <= i < problem.islands:
            costs[i] += weight


def wish_costs(problem: Problem, seats: list[int], p: int, r: int) -> list[int]:
    """What it costs in wishes that somebody is on each island in a round, the others as they
    are."""
    points = problem.points[p]
    if not points:
        return [0] * problem.islands
    start = p * problem.rounds
    got = {seats[start + s] for s in problem.present[p] if s != r} & points.keys()
    lack = problem.lack[problem.ideal[p]]
    costs = [lack[len(got)] + problem.longest] * problem.islands
    for i in points.keys() - got:
        costs[i] = lack[len(got) + 1] + problem.longest - points[i]
    return costs


def lost(problem: Problem, seats: list[int]) -> int:
    """What all wishes that are not fulfilled cost, seats that are missing, and foes together."""
    cost = 0
    for p in range(problem.people):
        row = seats[p * problem.rounds : (p + 1) * problem.rounds]
        cost += _lost(problem, p, set(row))
        cost += 10 * problem.hard * row.count(problem.islands)
    for p, q in problem.apart:
        for r in range(problem.rounds):
            one, other = seats[p * problem.rounds + r], seats[q * problem.rounds + r]
            cost += problem.dearest * (0 <= one == other < problem.islands)
    return cost
