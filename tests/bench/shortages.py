"""What the island planner says where no plan is possible, beside the least that can be short."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from random import SystemRandom

from forum.rotation import planner
from forum.rotation.model import Instance
from forum.rotation.obstacles import NoPlan
from tests.rotation import instances

SIZES = ((84, 5, 3), (84, 5, 5), (300, 10, 4), (1000, 20, 4))
SHORT = 4
NARROW = 3
HEAD = ("instance", "seed", "CPU s", "places short (least)", "rounds", "islands")


def measure() -> tuple[str, list[str]]:
    """The table, and where more is said to be short than the least, or nothing is. Seeds are new
    each time and are printed."""
    lines = ["| " + " | ".join(HEAD) + " |", "|" + " --- |" * len(HEAD)]
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        warm = instances.plain(0, people=20, islands=4, rounds=2)
        planner.solve(warm, folder=Path(folder))
        for people, islands, rounds in SIZES:
            for kind, make in (("short", _short), ("hall", _hall)):
                seed = SystemRandom().randrange(10**6)
                base = instances.plain(seed, people=people, islands=islands, rounds=rounds)
                instance, least = make(base)
                name = f"{people}x{islands}x{rounds} {kind}"
                began = time.process_time()
                failure = _failure(instance, Path(folder))
                spent = time.process_time() - began
                if failure is None or failure.missing != least:
                    wrong.append(f"{name}, seed {seed}: the shortage is not the least")
                    continue
                where = sorted({r + 1 for one in failure.obstacles for r in one.rounds})
                named = {str(key) for one in failure.obstacles for key in one.islands}
                cells = (name, str(seed), f"{spent:.2f}", f"{failure.missing} ({least})")
                said = (", ".join(map(str, where)), str(len(named)))
                lines.append("| " + " | ".join((*cells, *said)) + " |")
    return "\n".join(lines), wrong


def _failure(instance: Instance, folder: Path) -> NoPlan | None:
    try:
        planner.solve(instance, folder=folder)
    except NoPlan as failure:
        return failure
    return None


def _short(base: Instance) -> tuple[Instance, int]:
    """In the middle round islands are closed until `SHORT` places are lacking there: so many."""
    middle, left = base.rounds // 2, len(base.people) - SHORT
    islands = []
    for one in base.islands:
        is_closed = left < one.most
        left -= 0 if is_closed else one.most
        islands.append(replace(one, closed=frozenset({middle}) if is_closed else frozenset()))
    open_places = sum(one.most for one in islands if middle not in one.closed)
    return replace(base, islands=islands), len(base.people) - open_places


def _hall(base: Instance) -> tuple[Instance, int]:
    """More people than two islands hold are there in two rounds only and may go nowhere else: in
    each of the two rounds `NARROW` places are short."""
    last = base.islands[-2:]
    room = sum(one.most for one in last)
    others = frozenset(one.key for one in base.islands if one not in last)
    later = frozenset(range(2, base.rounds))
    people = [
        replace(one, wishes=(), excluded=others, absent=later) if n < room + NARROW else one
        for n, one in enumerate(base.people)
    ]
    return replace(base, people=people), 2 * NARROW
