"""Makes a plan: who sits on which island in which round.

What is kept, in this order: the rules; with a published plan, its seats; wishes, fairest first;
then mixing: colleagues apart, sectors even, strangers meeting rarely twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from forum.base.text import Text, _
from forum.rotation import annealing, changes, checking, starting, wishes
from forum.rotation.engine import Engine, engine_for
from forum.rotation.improving import Improvement
from forum.rotation.model import Instance, Plan
from forum.rotation.obstacles import NoPlan, explain
from forum.rotation.problem import Problem

CHUNKS = 25
"""How often an improvement asks whether to go on."""
MOST_MEETINGS = 170_000_000
"""So many people are looked at while mixing at most, a group at each move: some eight seconds."""
PLAIN_STEPS = 120_000
"""How many moves plain Python tries unless told otherwise: a few seconds for 100 people."""
MOST_TRIES = 500_000
PLEAS = 5
"""How often wishes are bettered at most."""
PATIENCE = 1.5
"""At which heat wishes are bettered, in points of one wish."""
SMALL = 40
"""Up to so many people all is tried from scratch: little room means odd corners."""
CLOSE = 2000
"""Up to so many seats a shortage is also looked at by seating people as well as possible."""
Report = Callable[[Text, float], None]


@dataclass(frozen=True)
class Solution:
    """A plan, the number of moves tried for it, and whether it was stopped before its end."""

    plan: Plan
    iterations: int
    is_stopped: bool = False


class _Stopped(Exception):
    """Somebody does not want to wait any longer."""


def solve(
    instance: Instance,
    *,
    seed: int = 1,
    iterations: int | None = None,
    folder: Path | None = None,
    compiled: bool = True,
    report: Report = lambda _doing, _share: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Solution:
    """The best plan found with so many iterations (moves tried for mixing).

    The same instance, seed and number of iterations give the same plan on every machine, compiled
    or not. `folder` is where compiled code is kept. `report` is told what is being done and how
    much of all is done, from 0 to 1. Once `is_cancelled` says so, the best plan so far is returned.

    Raises:
        Refused: the instance contradicts its own form, or is too large.
        NoPlan: no plan keeps the rules; its explanation says what is missing.
    """
    checking.check(instance)
    report(_("Getting ready"), 0.0)
    engine = engine_for(folder, compiled=compiled)
    problem = Problem(instance)
    solver = _Solver(problem, engine, seed, iterations, report, is_cancelled)
    try:
        explain(problem, engine)
    except NoPlan as failure:
        raise solver.look_closer(failure) from None
    return solver.solve()


def default_iterations(problem: Problem, engine: Engine) -> int:
    """How many moves are worth trying."""
    if not engine.is_compiled:
        return PLAIN_STEPS
    group = max(1, problem.people // max(1, problem.islands))
    steps = min(MOST_MEETINGS // group, 1_500_000 + 600 * problem.people * problem.rounds)
    if problem.rounds >= problem.islands:
        steps *= 2
    return steps


class _Solver:
    def __init__(
        self,
        problem: Problem,
        engine: Engine,
        seed: int,
        iterations: int | None,
        report: Report,
        is_cancelled: Callable[[], bool],
    ) -> None:
        self.problem, self.engine, self.seed = problem, engine, seed
        self.report, self.is_cancelled = report, is_cancelled
        self.steps = default_iterations(problem, engine) if iterations is None else iterations

    def solve(self) -> Solution:
        problem = self.problem
        self.report(_("Fulfilling wishes"), 0.05)
        if problem.instance.published:
            seats, fewest = changes.start(problem, self.engine)
            least = -1
        else:
            seats, least = starting.start(problem, self.engine)
            fewest = 0
        self.improvement = Improvement(problem, self.engine, seats=seats, seed=self.seed)
        stopped = False
        try:
            self._mend()
            self._keep_published(fewest)
            self._please(least)
            stopped = not self._mix()
        except _Stopped:
            stopped = True
        if self.improvement.broken:
            raise NoPlan.not_found(problem, self.improvement.islands())
        return Solution(problem.plan(self.improvement.islands()), self.steps, stopped)

    def look_closer(self, failure: NoPlan) -> NoPlan:
        """In small forums the best overfull plan, where it lacks more places than is proved."""
        problem = self.problem
        if not failure.missing or problem.people * problem.rounds > CLOSE:
            return failure
        seats, _least = starting.start(problem, self.engine)
        self.improvement = Improvement(problem, self.engine, seats=seats, seed=self.seed)
        self._mend(failure.missing)
        if self.improvement.broken <= failure.missing:
            return failure
        return NoPlan.not_found(problem, self.improvement.islands())

    def _mend(self, least: int = 0) -> None:
        """Brings order where the first plan breaks a rule, at first without spoiling wishes."""
        problem = self.problem
        if problem.people <= SMALL:
            self._run_or_return(annealing.ALL, self._tries(), problem.hard)
        improvement = self.improvement
        for aim, heat in (
            (annealing.WISHES, 1.0),
            (annealing.WISHES, problem.lack[1][0] / 4),
            (annealing.PLACES, 1.0),
            (annealing.PLACES, 3.0),
            (annealing.PLACES, 1.0),
        ):
            if improvement.broken <= least:
                return
            self.report(_("Keeping every rule"), 0.1)
            improvement.run(aim, steps=self._tries(), hot=heat, cold=0.2)

    def _keep_published(self, fewest: int) -> None:
        if not self.problem.instance.published:
            return
        for _try in range(3):
            if changes.count(self.problem, self.improvement.islands()) <= fewest:
                return
            self._check()
            if self.problem.people <= SMALL:
                self._run_or_return(annealing.ALL, self._tries(), self.problem.hard)
            else:
                self.improvement.run(annealing.CHANGES, steps=self._tries(), hot=0.7, cold=0.1)

    def _tries(self) -> int:
        return 12_000 + 50 * self.problem.people

    def _please(self, least: int) -> None:
        """Betters wishes where the first plan did not reach what is possible at most."""
        problem, tries = self.problem, min(500 * self.problem.people, MOST_TRIES)
        if problem.instance.published:
            self._run_or_return(annealing.WISHES, tries, PATIENCE)
            return
        best = self.improvement.islands()
        for turn in range(PLEAS):
            if starting.lost(problem, best) <= least:
                break
            self._check()
            self.report(_("Fulfilling wishes"), 0.15)
            best = self._find_better(best, tries, turn, least)
        self.improvement = Improvement(problem, self.engine, seats=best, seed=self.seed)

    def _find_better(self, best: list[int], tries: int, turn: int, least: int) -> list[int]:
        """Goes sideways by small moves, then up by solving round after round again."""
        problem, engine = self.problem, self.engine
        self.improvement.run(annealing.WISHES, steps=tries, hot=PATIENCE, cold=0.1)
        seats = self.improvement.islands()
        starting.improve_again(problem, engine, seats, least)
        self.improvement = Improvement(problem, engine, seats=seats, seed=self.seed + turn)
        return min(best, seats, key=partial(starting.lost, problem))

    def _run_or_return(self, aim: int, tries: int, heat: float) -> None:
        before = self.improvement.islands()
        if self.improvement.run(aim, steps=tries, hot=heat, cold=0.1) < 0:
            self.improvement = Improvement(self.problem, self.engine, seats=before, seed=self.seed)

    def _mix(self) -> bool:
        """Mixes; False where it was stopped before the end, with the best plan so far in place."""
        problem, improvement = self.problem, self.improvement
        if problem.rounds < problem.islands:
            improvement.spare = wishes.spare(problem, self.engine, improvement.islands())
        hot, cold = (20.0, 5.0) if problem.rounds >= problem.islands else (20.0, 1.2)
        cool = (cold / hot) ** (1 / CHUNKS)
        best, gain, kept = 0, 0, improvement.islands()
        for chunk in range(CHUNKS):
            if self.is_cancelled():
                improvement.put(kept)
                return False
            self.report(_("Mixing people"), 0.2 + 0.8 * chunk / CHUNKS)
            steps = self.steps * (chunk + 1) // CHUNKS - self.steps * chunk // CHUNKS
            heat = hot * cool**chunk
            gain += improvement.run(annealing.MEETINGS, steps=steps, hot=heat, cold=heat * cool)
            if gain >= best:
                best, kept = gain, improvement.islands()
        improvement.put(kept)
        self.report(_("Done"), 1.0)
        return True

    def _check(self) -> None:
        if self.is_cancelled():
            raise _Stopped
