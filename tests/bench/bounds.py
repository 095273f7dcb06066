"""What no plan can pass: fewest pairs of colleagues, changed seats, most encounters and wishes."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from forum.rotation.engine import Engine
from forum.rotation.model import Instance, Key, Person, Plan
from forum.rotation.network import SINK, SOURCE, Builder


def wishes(instance: Instance, engine: Engine) -> tuple[int, int]:
    """The least sum of squares of lacking wishes, and the most points, each by itself. All rounds
    are taken together, and islands need nobody: what is left is a cheapest flow."""
    rounds, longest = instance.rounds, max([1, *(len(one.wishes) for one in instance.people)])
    squares = points = 0
    for is_fair in (True, False):
        flow = _Wishes(instance, longest, is_fair=is_fair)
        chosen = flow.solve(engine)
        for one in instance.people:
            got = [one.wishes.index(i) for i in chosen[one.key] if i in one.wishes]
            if is_fair:
                squares += max(0, min(len(one.wishes), rounds - len(one.absent)) - len(got)) ** 2
            else:
                points += sum(longest - rank for rank in got)
    return squares, points


class _Wishes:
    """Each person visits as many islands as they have rounds, wished ones by way of a node behind
    which each further one is worth less."""

    def __init__(self, instance: Instance, longest: int, *, is_fair: bool) -> None:
        self.instance, self.longest, self.is_fair = instance, longest, is_fair
        self.builder = Builder()
        self.visits: dict[int, tuple[Key, Key]] = {}
        pinned = Counter(
            i for one in instance.people for r, i in one.pins.items() if r not in one.absent
        )
        self.nodes = {island.key: self.builder.node() for island in instance.islands}
        for island in instance.islands:
            places = island.most * (instance.rounds - len(island.closed)) - pinned[island.key]
            self.builder.arc(self.nodes[island.key], SINK, max(0, places))

    def solve(self, engine: Engine) -> dict[Key, set[Key]]:
        """By person the islands they visit."""
        chosen = {one.key: self._add(one) for one in self.instance.people}
        carried = self.builder.solve(engine)
        for arc, (key, island) in self.visits.items():
            if carried[arc // 2]:
                chosen[key].add(island)
        return chosen

    def _add(self, one: Person) -> set[Key]:
        builder, rounds = self.builder, self.instance.rounds
        been = {i for r, i in one.pins.items() if r not in one.absent}
        ideal = min(len(one.wishes), rounds - len(one.absent))
        free = rounds - len(one.absent) - sum(r not in one.absent for r in one.pins)
        node, wished = builder.node(), builder.node()
        builder.arc(SOURCE, node, free)
        got = len(been & set(one.wishes))
        for n in range(got, got + free):
            gain = 2 * max(0, ideal - n) - (n < ideal)
            builder.arc(node, wished, 1, 2 * rounds - gain if self.is_fair else 0)
        for i, end in self.nodes.items():
            if i in been | one.excluded | set(one.pins.values()):
                continue
            if i in one.wishes:
                dear = 0 if self.is_fair else one.wishes.index(i)
                arc = builder.arc(wished, end, 1, dear)
            else:
                arc = builder.arc(node, end, 1, 2 * rounds if self.is_fair else self.longest)
            self.visits[arc] = one.key, i
        return been


def colleagues(instance: Instance) -> int:
    """Pairs of colleagues who must meet: each organisation in each round spread over all islands,
    with those who are pinned where they have to be."""
    bound = {frozenset(pair) for pair in instance.together}
    organisation = {one.key: one.organisation for one in instance.people}
    total = 0
    for r in range(instance.rounds):
        opened = [island.key for island in instance.islands if r not in island.closed]
        loads: dict[object, Counter[object]] = {}
        for one in sorted(instance.people, key=lambda one: r not in one.pins):
            if r not in one.absent:
                load = loads.setdefault(one.organisation, Counter(dict.fromkeys(opened, 0)))
                load[_seat(one, r, load)] += 1
        total += sum(n * (n - 1) // 2 for load in loads.values() for n in load.values())
        here = {one.key for one in instance.people if r not in one.absent}
        total -= sum(
            pair <= here and len({organisation[key] for key in pair}) == 1 for pair in bound
        )
    return max(0, total)


def _seat(one: Person, r: int, load: Counter[object]) -> object:
    return one.pins[r] if r in one.pins else min(load, key=lambda island: load[island])


def encounters(instance: Instance, plan: Plan) -> int:
    """More pairs cannot meet in groups of these sizes. Between two rounds, people who change their
    island are spread over the pairs of islands, so some stay side by side; of R sets the union is
    at most the sum less 2/R of all overlaps of two (Sobel and Uppuluri 1972)."""
    sizes = Counter(
        (r, island)
        for route in plan.values()
        for r, island in enumerate(route)
        if island is not None
    )
    meetings = sum(n * (n - 1) // 2 for n in sizes.values())
    overlaps = 0
    for one, two in combinations(range(instance.rounds), 2):
        movers = sum(
            plan[person.key][one] is not None and plan[person.key][two] is not None
            for person in instance.people
            if not person.is_host
        )
        here, there = ({i for r, i in sizes if r == number} for number in (one, two))
        cells = max(1, len(here) * len(there) - len(here & there))
        each, more = divmod(movers, cells)
        overlaps += more * (each + 1) * each // 2 + (cells - more) * each * (each - 1) // 2
    return meetings - -(-2 * overlaps // max(1, instance.rounds))


def changes(instance: Instance) -> int:
    """Published seats that must change: those that break a rule, and those beyond an island's
    places."""
    total = 0
    for r in range(instance.rounds):
        load: Counter[object] = Counter()
        for one in instance.people:
            seat = (instance.published or {}).get(one.key, (None,) * instance.rounds)[r]
            if seat is not None and r not in one.absent:
                load[seat] += 1
        places = {i.key: 0 if r in i.closed else i.most for i in instance.islands}
        total += sum(max(0, number - places[key]) for key, number in load.items())
    return total
