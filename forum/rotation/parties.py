"""Seats those first who are kept together, for they fit in least easily."""

from __future__ import annotations

from collections import Counter

from forum.rotation.problem import Problem

TRIES = 2000
"""How many seatings of one party are looked at before it is left to the improvement."""

Settled = dict[tuple[int, int], int]


def pinned(problem: Problem) -> Settled:
    """By person and round the island that is given, also where only a companion is pinned."""
    settled: Settled = {}
    for p, pins in enumerate(problem.pins):
        for r, i in pins.items():
            group = problem.groups.of[p * problem.rounds + r]
            for q in problem.groups.members[group]:
                settled.setdefault((q, r), i)
    return settled


def parties_of(problem: Problem) -> list[list[int]]:
    """Those who are kept together in some round or other, each in one list."""
    party: dict[int, list[int]] = {}
    for p, q in problem.together:
        one, two = party.setdefault(p, [p]), party.setdefault(q, [q])
        if one is not two:
            one += two
            for member in two:
                party[member] = one
    return list({id(members): sorted(members) for members in party.values()}.values())


def leaders(problem: Problem, parties: list[list[int]]) -> dict[int, int]:
    """For all who follow somebody 0: the one with most wishes leads, whose wishes count."""
    follow: dict[int, int] = {}
    for party in parties:
        leader = max(party, key=lambda p: (len(problem.wishes[p]), -p))
        follow.update((p, 0) for p in party if p != leader)
    return follow


def seat(
    problem: Problem, parties: list[list[int]], *, visits: list[list[int]], settled: Settled
) -> None:
    """Adds the seats of all parties to `settled`, where possible on islands that they want."""
    load = Counter((r, i) for (_p, r), i in settled.items())
    for party in parties:
        wanted = {i for p in party for i in visits[p]}
        Seating(problem, party, wanted=wanted, settled=settled, load=load).seat()


class Seating:
    """The search for the seats of one party, round by round."""

    def __init__(
        self,
        problem: Problem,
        party: list[int],
        *,
        wanted: set[int],
        settled: Settled,
        load: Counter[tuple[int, int]],
    ) -> None:
        self.problem, self.wanted, self.settled, self.load = problem, wanted, settled, load
        self.tries = TRIES
        groups = problem.groups
        numbers = {
            (r, groups.of[p * problem.rounds + r]) for p in party for r in problem.present[p]
        }
        self.steps = [
            (r, groups.members[group])
            for r, group in sorted(numbers)
            if (groups.members[group][0], r) not in settled
        ]

    def seat(self, step: int = 0) -> bool:
        """Seats the groups from a step on; False where that is not possible as things stand."""
        if step == len(self.steps):
            return True
        r, members = self.steps[step]
        for i in self._choices(r, members):
            self.tries -= 1
            if self.tries < 0:
                return False
            for p in members:
                self.settled[p, r] = i
            self.load[r, i] += len(members)
            if self.seat(step + 1):
                return True
            self.load[r, i] -= len(members)
            for p in members:
                del self.settled[p, r]
        return False

    def _choices(self, r: int, members: list[int]) -> list[int]:
        problem = self.problem
        good = set(range(problem.islands))
        for p in members:
            good &= set(problem.may(p, r))
            been = {self.settled.get((p, s)) for s in problem.present[p]}
            if problem.persons[p].is_host:
                been -= set(problem.pinned_anywhere(p))
            good -= been
        return sorted(good, key=lambda i: self._strain(r, i, members))

    def _strain(self, r: int, i: int, members: list[int]) -> tuple[bool, int, bool, float]:
        cell = r * self.problem.width + i
        room = self.problem.room[cell]
        after = self.load[r, i] + len(members)
        old = [self.problem.published[p * self.problem.rounds + r] for p in members]
        moved = sum(island not in {-1, i} for island in old)
        return after > room, moved, i not in self.wanted, after / max(1, room)
