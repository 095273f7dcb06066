"""Counts again, from the plan alone: broken rules, wishes, meetings. Shares nothing with the
planner but the values it takes and gives."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from forum.rotation.model import Instance, Key, Person, Plan, Route


def broken(instance: Instance, plan: Plan) -> list[str]:
    """Every broken rule in words; empty for a good plan."""
    found = [] if list(plan) == [one.key for one in instance.people] else ["not everybody once"]
    islands = {one.key: one for one in instance.islands}
    for one in instance.people:
        found += _of_person(one, plan[one.key], instance.rounds, set(islands))
    for island in instance.islands:
        for r in range(instance.rounds):
            number = sum(route[r] == island.key for route in plan.values())
            least, most = (0, 0) if r in island.closed else (island.least, island.most)
            if not least <= number <= most:
                found.append(f"{number} on {island.key} in {r}")
    for pairs, wanted in ((instance.together, True), (instance.apart, False)):
        for p, q in pairs:
            for a, b in zip(plan[p], plan[q], strict=True):
                if a is not None and b is not None and (a == b) is not wanted:
                    found.append(f"{p} and {q}")
    return found


def _of_person(one: Person, route: Route, rounds: int, islands: set[Key]) -> list[str]:
    found = [] if len(route) == rounds else [f"{one.key}: {len(route)} rounds"]
    for r, island in enumerate(route):
        if (island is None) is not (r in one.absent):
            found.append(f"{one.key}: there or not in {r}")
        if island is not None and (island in one.excluded or island not in islands):
            found.append(f"{one.key}: on {island}")
        if island is not None and one.pins.get(r, island) != island:
            found.append(f"{one.key}: not where pinned in {r}")
    again = set(one.pins.values()) if one.is_host else set()
    for island, number in Counter(i for i in route if i is not None).items():
        if number > 1 and island not in again:
            found.append(f"{one.key}: {number} times on {island}")
    return found


def lacks(instance: Instance, plan: Plan) -> dict[Key, int]:
    """By person with wishes how many wishes they lack of those they could have."""
    found = {}
    for one in instance.people:
        ideal = min(len(one.wishes), instance.rounds - len(one.absent))
        if ideal > 0:
            found[one.key] = max(0, ideal - len(set(one.wishes) & set(plan[one.key])))
    return found


def wishes(instance: Instance, plan: Plan) -> tuple[int, int, int]:
    """How bad a plan is for wishes, the first counting most: squares of what is lacking, people
    who got none, and points (the longest list less the rank) with a minus."""
    longest = max([1, *(len(one.wishes) for one in instance.people)])
    lacking = lacks(instance, plan)
    none = [
        one
        for one in instance.people
        if one.key in lacking and not set(one.wishes) & set(plan[one.key])
    ]
    points = sum(
        longest - one.wishes.index(island)
        for one in instance.people
        for island in set(plan[one.key])
        if island in one.wishes
    )
    return sum(lack**2 for lack in lacking.values()), len(none), -points


def changed(instance: Instance, plan: Plan) -> int:
    """How many published seats of people who are there differ."""
    published = instance.published or {}
    return sum(
        old is not None and new is not None and old != new
        for key, route in published.items()
        for old, new in zip(route, plan[key], strict=True)
    )


def meetings(instance: Instance, plan: Plan) -> tuple[Counter[frozenset[Key]], int]:
    """How often each pair of two organisations meets, and how many pairs of colleagues do."""
    organisation = {one.key: one.organisation for one in instance.people}
    bound = {frozenset(pair) for pair in instance.together}
    met: Counter[frozenset[Key]] = Counter()
    colleagues = 0
    for r in range(instance.rounds):
        groups: dict[Key, list[Key]] = {}
        for key, route in plan.items():
            if route[r] is not None:
                groups.setdefault(route[r], []).append(key)
        for members in groups.values():
            for pair in map(frozenset, combinations(members, 2)):
                if len({organisation[key] for key in pair}) == 2:
                    met[pair] += 1
                else:
                    colleagues += pair not in bound
    return met, colleagues
