"""A first plan that changes as few published seats as possible."""

from __future__ import annotations

from forum.rotation import parties, rounds, starting
from forum.rotation.engine import Engine
from forum.rotation.problem import Problem


def start(problem: Problem, engine: Engine) -> tuple[list[int], int]:
    """By spot an island, or nowhere; -1 where somebody is absent. And how many published seats
    change at least, whichever plan is made."""
    settled = parties.pinned(problem)
    groups = parties.parties_of(problem)
    none: list[list[int]] = [[] for _p in range(problem.people)]
    parties.seat(problem, groups, visits=none, settled=settled)
    bound = {p for party in groups for p in party}
    singles = [p for p in range(problem.people) if p not in bound]
    seats = starting.nowhere(problem)
    for (p, r), i in settled.items():
        seats[p * problem.rounds + r] = i
    for p in singles:
        _keep(problem, seats, p)
    best = -1
    for _pass in range(starting.PASSES):
        _solve_rounds(problem, engine, seats, singles)
        now = count(problem, seats)
        if now == best:
            break
        best = now
    return seats, fewest(problem, engine)


def _keep(problem: Problem, seats: list[int], p: int) -> None:
    """Seats somebody where the published plan has them, as far as they may still be there."""
    start = p * problem.rounds
    again = set(problem.pinned_anywhere(p)) if problem.persons[p].is_host else set()
    been = {seats[start + r] for r in problem.pins[p]} - again
    for r in problem.present[p]:
        island = problem.published[start + r]
        if r in problem.pins[p] or island < 0 or island in been:
            continue
        if problem.allowed[(start + r) * problem.width + island]:
            seats[start + r] = island
            if island not in again:
                been.add(island)


def _solve_rounds(problem: Problem, engine: Engine, seats: list[int], who: list[int]) -> None:
    def costs(seats: list[int], p: int, r: int) -> list[int]:
        costs = starting.wish_costs(problem, seats, p, r)
        _stay(problem, p, r, costs)
        starting.avoid_foes(problem, seats, p, r, costs=costs, weight=2 * problem.dearest)
        return costs

    everywhere = range(problem.rounds)
    rounds.improve(problem, engine, seats=seats, who=who, rounds=everywhere, costs=costs)


def _stay(problem: Problem, p: int, r: int, costs: list[int]) -> None:
    """Adds what it costs to leave the published island to all others."""
    old = problem.published[p * problem.rounds + r]
    for i in range(problem.islands if old >= 0 else 0):
        costs[i] += problem.dearest * (i != old)


def fewest(problem: Problem, engine: Engine) -> int:
    """A lower bound for the changes: each round by itself, as if nobody had been anywhere."""
    seats = starting.nowhere(problem)

    def costs(_seats: list[int], p: int, r: int) -> list[int]:
        costs = [0] * problem.islands
        _stay(problem, p, r, costs)
        return costs

    for r in range(problem.rounds):
        alone = starting.nowhere(problem)
        who = list(range(problem.people))
        rounds.improve(problem, engine, seats=alone, who=who, rounds=[r], costs=costs)
        for p in who:
            seats[p * problem.rounds + r] = alone[p * problem.rounds + r]
    return count(problem, seats)


def count(problem: Problem, seats: list[int]) -> int:
    """How many seats differ from the published ones, of people who are there."""
    return sum(old >= 0 and old != new for old, new in zip(problem.published, seats, strict=True))
