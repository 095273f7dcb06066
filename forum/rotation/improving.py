"""Improves a plan by annealing, and keeps the best one found."""

from __future__ import annotations

from itertools import pairwise
from math import log
from typing import Any, NamedTuple

from forum.rotation import state
from forum.rotation.engine import Engine
from forum.rotation.problem import Problem


class Weights(NamedTuple):
    """What it costs that two colleagues sit together, that somebody is more than an even share of a
    sector, a group's size, squared, and a point of wishes; and by how often two strangers meet what
    that costs."""

    colleagues: int
    sector: int
    size: int
    point: int
    repeated: tuple[int, ...]


MOSTLY = Weights(400, 4, 1, 100, (0, 0, 4, 10, 20))
"""The third meeting costs more than the second, so that nobody travels in a clump."""
EVERYWHERE = Weights(80, 6, 1, 100, (0, 0, 6, 10, 14))
"""Where everybody visits all islands there is no way past each other but through worse plans: what
is dear there holds people in clumps."""
STEEPER = 12
"""How much more each meeting costs beyond those listed."""


class Improvement:
    """The arrays of a plan, and moves that make it better."""

    def __init__(self, problem: Problem, engine: Engine, *, seats: list[int], seed: int) -> None:
        self.problem, self.engine = problem, engine
        sizes = problem.people, problem.rounds, problem.islands, problem.sectors
        self.rules = self._rules(sizes)
        self.seats = self._seats()
        self.worth = self._worth(seats)
        self.mixing = self._mixing()
        self.move = self._move(seed)
        self.move.total[state.NONE] = problem.islands * (problem.longest + 1)
        self.move.total[state.HARD] = problem.hard
        self.move.total[state.CHANGE] = problem.dearest
        engine.seat(self.seats, self.rules, self.mixing, engine.array(seats))
        self.move.total[state.BROKEN] = engine.breaches(self.seats, self.rules)

    def run(self, aim: int, *, steps: int, hot: float, cold: float) -> int:
        """Tries so many moves while it cools; how much less the plan costs than before."""
        if not len(self.rules.free) or steps <= 0:
            return 0
        cool = (cold / hot) ** (1 / steps)
        gain: int = self.engine.anneal(
            self.seats,
            self.rules,
            self.worth,
            self.mixing,
            self.move,
            (aim, steps),
            (float(hot), float(cool)),
        )
        return gain

    @property
    def broken(self) -> int:
        """What broken rules cost: places too few or too many, people without seats or together
        who are to be kept apart; 0 where none is broken."""
        return int(self.move.total[state.BROKEN])

    @property
    def spare(self) -> int:
        """How many points of wishes may be lost for mixing."""
        return int(self.move.total[state.SPARE])

    @spare.setter
    def spare(self, points: int) -> None:
        self.move.total[state.SPARE] = points

    def put(self, seats: list[int]) -> None:
        """Takes another plan than the one at hand; nothing can be run after that."""
        self.seats.island[:] = self.engine.array(seats, 4)

    def islands(self) -> list[int]:
        """The plan as it stands: islands by spot."""
        return self.engine.listed(self.seats.island)

    def _zeros(self, length: int, size: int = 8) -> Any:
        return self.engine.zeros(length, size)

    def _seats(self) -> state.Seats:
        problem = self.problem
        cells = problem.rounds * problem.width
        spots = problem.people * problem.rounds
        return state.Seats(
            island=self.engine.array([-1] * spots, 4),
            place=self._zeros(spots, 4),
            people=self._zeros(cells * problem.people, 4),
            listed=self._zeros(cells),
            count=self._zeros(cells),
            visits=self._zeros(problem.people * problem.width, 4),
        )

    def _rules(self, sizes: tuple[int, ...]) -> state.Rules:
        problem, array = self.problem, self.engine.array
        most = [1] * (problem.people * problem.width)
        for p, person in enumerate(problem.persons):
            most[p * problem.width + problem.islands] = problem.rounds
            if person.is_host:
                for i in problem.pinned_anywhere(p):
                    most[p * problem.width + i] = problem.rounds
        foe_start, foe = _rows([problem.foes.get(p, []) for p in range(problem.people)])
        group_start, member = _rows(problem.groups.members)
        return state.Rules(
            sizes=array(sizes),
            allowed=array(problem.allowed, 1),
            most=array(most, 4),
            least=array(problem.least),
            room=array(problem.room),
            foe_start=array(foe_start),
            foe=array(foe),
            group=array(problem.groups.of, 4),
            group_start=array(group_start, 4),
            member=array(member, 4),
            free=array(self._free(), 4),
        )

    def _free(self) -> list[int]:
        problem = self.problem
        return [
            p * problem.rounds + r
            for p, present in enumerate(problem.present)
            for r in present
            if r not in problem.pins[p]
        ]

    def _worth(self, seats: list[int]) -> state.Worth:
        problem, array = self.problem, self.engine.array
        points = [0] * (problem.people * problem.width)
        got = []
        for p, dear in enumerate(problem.points):
            for i, number in dear.items():
                points[p * problem.width + i] = number
            row = seats[p * problem.rounds : (p + 1) * problem.rounds]
            got.append(len(dear.keys() & set(row)))
        return state.Worth(
            points=array(points, 4),
            got=array(got),
            ideal=array(problem.ideal),
            lack=array([lack for row in problem.lack for lack in row]),
            published=array(problem.published, 4),
        )

    def _mixing(self) -> state.Mixing:
        problem, array = self.problem, self.engine.array
        low, high = problem.even_sectors
        weights = EVERYWHERE if problem.rounds >= problem.islands else MOSTLY
        cost = meeting_costs(weights)
        return state.Mixing(
            met=self._pairs(),
            cost=array(cost),
            rise=array([b - a for a, b in pairwise(cost)]),
            sector=array(problem.sector),
            inside=self._zeros(problem.rounds * problem.width * problem.sectors),
            low=array(low, 4),
            high=array(high, 4),
            weight=array([weights.sector, weights.size, weights.point]),
        )

    def _pairs(self) -> Any:
        problem = self.problem
        met = self._zeros(problem.people * problem.people, 1)
        colleagues: dict[Any, list[int]] = {}
        for p, person in enumerate(problem.persons):
            if person.organisation is not None:
                colleagues.setdefault(person.organisation, []).append(p)
        for members in colleagues.values():
            for p in members:
                for q in members:
                    met[p * problem.people + q] = state.COLLEAGUES * state.KIND
        for p, q in problem.together:
            met[p * problem.people + q] = met[q * problem.people + p] = state.BOUND * state.KIND
        return met

    def _move(self, seed: int) -> state.Move:
        array, problem = self.engine.array, self.problem
        steps = state.STEPS
        ease = [-log((k + 0.5) / steps) for k in range(steps)]
        return state.Move(
            who=array([0] * state.LONGEST),
            when=array([0] * state.LONGEST),
            origin=array([0] * state.LONGEST),
            target=array([0] * state.LONGEST),
            total=array([0] * 8),
            mark=self._zeros(problem.people, 1),
            turn=self._zeros(problem.people, 1),
            cells=array([0] * (2 * state.LONGEST)),
            luck=array([(seed * 2654435761 + 88172645463325252) % (2**32 - 1) + 1]),
            ease=self.engine.fractions(ease),
        )


def meeting_costs(weights: Weights) -> list[int]:
    """By kind of pair and how often they meet what that costs."""
    repeated, last = weights.repeated, len(weights.repeated) - 1
    strangers = [
        repeated[min(times, last)] + STEEPER * max(0, times - last) for times in range(state.KIND)
    ]
    colleagues = [weights.colleagues * times for times in range(state.KIND)]
    return strangers + colleagues + [0] * state.KIND


def _rows(rows: list[list[int]]) -> tuple[list[int], list[int]]:
    starts, flat = [0], []
    for row in rows:
        flat += row
        starts.append(len(flat))
    return starts, flat
