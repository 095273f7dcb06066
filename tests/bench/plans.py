"""What the island planner reaches on fresh instances, beside what no plan can pass."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections import Counter
from itertools import combinations
from pathlib import Path
from random import SystemRandom

from forum.rotation import planner
from forum.rotation.model import Instance, Person, Plan
from tests.rotation import counting, instances

SEEDS = 3
SIZES = (
    ("full", 84, 5, 3),
    ("full", 84, 5, 5),
    ("plain", 84, 5, 3),
    ("full", 300, 10, 4),
    ("plain", 300, 10, 4),
    ("full", 1000, 20, 4),
    ("plain", 1000, 20, 4),
)
HEAD = (
    "instance",
    "seed",
    "CPU s",
    "broken",
    "lacking²",
    "none",
    "colleagues (least)",
    "encounters",
    "bound",
    "ratio",
    "met 3 times",
    "loneliest",
    "re-plan: CPU s",
    "changed (least)",
)


def measure() -> tuple[str, list[str]]:
    """The table, and what is wrong: a broken rule. Seeds are new each time and are printed."""
    lines = ["| " + " | ".join(HEAD) + " |", "|" + " --- |" * len(HEAD)]
    wrong: list[str] = []
    ratios: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        planner.solve(instances.plain(0, people=20, islands=4, rounds=2), folder=Path(folder))
        for kind, people, islands, rounds in SIZES:
            for _time in range(SEEDS):
                seed = SystemRandom().randrange(10**6)
                instance = _instance(kind, seed, people=people, islands=islands, rounds=rounds)
                name = f"{people}x{islands}x{rounds} {kind}"
                cells, broken, ratio = _line(instance, seed, Path(folder))
                lines.append(f"| {name} | " + " | ".join(cells) + " |")
                wrong += [f"{name}, seed {seed}: {one}" for one in broken]
                ratios.append(ratio)
    lines.append(f"\nencounters of their bound, mean: {statistics.mean(ratios):.3f}")
    return "\n".join(lines), wrong


def _instance(kind: str, seed: int, *, people: int, islands: int, rounds: int) -> Instance:
    if kind == "plain":
        return instances.plain(seed, people=people, islands=islands, rounds=rounds)
    return instances.full(seed, people=people, islands=islands, rounds=rounds)[0]


def _line(instance: Instance, seed: int, folder: Path) -> tuple[list[str], list[str], float]:
    began = time.process_time()
    plan = planner.solve(instance, seed=seed, folder=folder).plan
    spent = time.process_time() - began
    morning = instances.disturbed(seed, instance, plan)
    began = time.process_time()
    again = planner.solve(morning, seed=seed, folder=folder).plan
    respent = time.process_time() - began
    squares, none, _points = counting.wishes(instance, plan)
    met, colleagues = counting.meetings(instance, plan)
    bound = encounters_bound(instance, plan)
    acquainted = Counter(key for pair in met for key in pair)
    always = [one.key for one in instance.people if not one.absent]
    cells = [
        str(seed),
        f"{spent:.2f}",
        str(len(counting.broken(instance, plan))),
        str(squares),
        str(none),
        f"{colleagues} ({colleagues_bound(instance)})",
        str(len(met)),
        str(bound),
        f"{len(met) / max(1, bound):.3f}",
        f"{sum(times >= 3 for times in met.values()) / max(1, len(met)):.2%}",
        str(min(acquainted[key] for key in always)),
        f"{respent:.2f}",
        f"{counting.changed(morning, again)} ({changes_bound(morning)})",
    ]
    broken = counting.broken(instance, plan) + counting.broken(morning, again)
    return cells, broken, len(met) / max(1, bound)


def colleagues_bound(instance: Instance) -> int:
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


def encounters_bound(instance: Instance, plan: Plan) -> int:
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


def changes_bound(instance: Instance) -> int:
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
