"""What the island planner reaches on fresh instances, beside what no plan can pass."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import SystemRandom

from forum.rotation import planner
from forum.rotation.engine import engine_for
from forum.rotation.model import Instance, Plan
from tests.bench import bounds
from tests.rotation import counting, instances

SEEDS = 3
SIZES = (
    ("full", 84, 5, 3),
    ("tight", 84, 5, 3),
    ("full", 84, 5, 5),
    ("full", 300, 10, 4),
    ("plain", 300, 10, 4),
    ("full", 1000, 20, 4),
    ("plain", 1000, 20, 4),
)
LARGE = (("plain", 5000, 50, 4), ("full", 5000, 50, 4))
"""How cost grows; once each, because the bounds take minutes."""
HEAD = (
    "instance",
    "seed",
    "CPU s",
    "broken",
    "lacking² (least)",
    "none",
    "points of most",
    "colleagues (least)",
    "encounters",
    "bound",
    "ratio",
    "met 3 times",
    "loneliest",
    "re-plan: CPU s",
    "changed (least)",
)


def measure(*, is_large: bool = False) -> tuple[str, list[str]]:
    """The table, and what is wrong: a broken rule. Seeds are new each time and are printed."""
    sizes, seeds = (LARGE, 1) if is_large else (SIZES, SEEDS)
    lines = ["| " + " | ".join(HEAD) + " |", "|" + " --- |" * len(HEAD)]
    wrong: list[str] = []
    means: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        warm = instances.full(0, people=20, islands=4, rounds=2)[0]
        planner.solve(warm, folder=Path(folder))
        for kind, people, islands, rounds in sizes:
            name = f"{people}x{islands}x{rounds} {kind}"
            rows = []
            for _time in range(seeds):
                seed = SystemRandom().randrange(10**6)
                instance = _instance(kind, seed, people=people, islands=islands, rounds=rounds)
                row, broken = _row(instance, seed, Path(folder))
                lines.append(f"| {name} | " + " | ".join(row.cells) + " |")
                wrong += [f"{name}, seed {seed}: {one}" for one in broken]
                rows.append(row)
            means.append(_mean(name, rows))
    return "\n".join([*lines, "", *means]), wrong


class _Row:
    """One instance: its cells, and the figures that are averaged."""

    def __init__(self, cells: list[str], *, spent: float, above: int, ratio: float) -> None:
        self.cells, self.spent, self.above, self.ratio = cells, spent, above, ratio


def _mean(name: str, rows: list[_Row]) -> str:
    above = [row.above for row in rows]
    return (
        f"{name}: {statistics.mean(row.spent for row in rows):.1f} CPU s; "
        f"{statistics.mean(above):.1f} pairs of colleagues above the least, at most {max(above)}; "
        f"{statistics.mean(row.ratio for row in rows):.3f} of the bound of encounters, "
        f"at least {min(row.ratio for row in rows):.3f}"
    )


def _instance(kind: str, seed: int, *, people: int, islands: int, rounds: int) -> Instance:
    if kind == "plain":
        return instances.plain(seed, people=people, islands=islands, rounds=rounds)
    instance, plan = instances.full(seed, people=people, islands=islands, rounds=rounds)
    return _tight(instance, plan) if kind == "tight" else instance


def _tight(instance: Instance, plan: Plan) -> Instance:
    """No more places than a plan needs that is known."""
    load = Counter((i, r) for route in plan.values() for r, i in enumerate(route))
    islands = [
        replace(one, most=max(load[one.key, r] for r in range(instance.rounds)))
        for one in instance.islands
    ]
    return replace(instance, islands=islands)


def _row(instance: Instance, seed: int, folder: Path) -> tuple[_Row, list[str]]:
    plan, spent = _timed(instance, seed, folder)
    morning = instances.disturbed(seed, instance, plan)
    again, respent = _timed(morning, seed, folder)
    squares, none, points = counting.wishes(instance, plan)
    fewest, most = bounds.wishes(instance, engine_for(folder))
    met, colleagues = counting.meetings(instance, plan)
    apart, bound = bounds.colleagues(instance), bounds.encounters(instance, plan)
    acquainted = Counter(key for pair in met for key in pair)
    ratio = len(met) / max(1, bound)
    cells = [
        str(seed),
        f"{spent:.2f}",
        str(len(counting.broken(instance, plan))),
        f"{squares} ({fewest})",
        str(none),
        f"{-points / max(1, most):.2%}",
        f"{colleagues} ({apart})",
        str(len(met)),
        str(bound),
        f"{ratio:.3f}",
        f"{sum(times >= 3 for times in met.values()) / max(1, len(met)):.2%}",
        str(min(acquainted[one.key] for one in instance.people if not one.absent)),
        f"{respent:.2f}",
        f"{counting.changed(morning, again)} ({bounds.changes(morning)})",
    ]
    broken = counting.broken(instance, plan) + counting.broken(morning, again)
    return _Row(cells, spent=spent, above=colleagues - apart, ratio=ratio), broken


def _timed(instance: Instance, seed: int, folder: Path) -> tuple[Plan, float]:
    began = time.process_time()
    plan = planner.solve(instance, seed=seed, folder=folder).plan
    return plan, time.process_time() - began
