"""Every plan of a tiny instance, one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product

from forum.rotation.model import Instance, Person, Plan, Route


def routes(instance: Instance, one: Person) -> list[Route]:
    """All routes that keep the rules about a single person."""
    choices = [
        [None]
        if r in one.absent
        else [
            island.key
            for island in instance.islands
            if r not in island.closed
            and island.key not in one.excluded
            and one.pins.get(r, island.key) == island.key
        ]
        for r in range(instance.rounds)
    ]
    again = set(one.pins.values()) if one.is_host else set()
    pinned = {} if one.is_host else {island: r for r, island in one.pins.items()}
    return [
        route
        for route in product(*choices)
        if all(n == 1 or i in again for i, n in Counter(i for i in route if i is not None).items())
        and all(pinned.get(island, r) == r for r, island in enumerate(route))
    ]


def plans(instance: Instance) -> Iterator[Plan]:
    """All plans that keep every rule but those about numbers of people on islands."""
    keys = [one.key for one in instance.people]
    for chosen in product(*(routes(instance, one) for one in instance.people)):
        plan = dict(zip(keys, chosen, strict=True))
        if all(
            a is None or b is None or (a == b) is wanted
            for pairs, wanted in ((instance.together, True), (instance.apart, False))
            for p, q in pairs
            for a, b in zip(plan[p], plan[q], strict=True)
        ):
            yield plan


def shortage(instance: Instance, plan: Plan) -> int:
    """How many are too many or too few on islands, over all rounds."""
    total = 0
    for island in instance.islands:
        for r in range(instance.rounds):
            if r not in island.closed:
                number = sum(route[r] == island.key for route in plan.values())
                total += max(0, number - island.most, island.least - number)
    return total
