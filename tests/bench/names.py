"""How well names of organisations are matched, and how fast one is found among 10,000."""

from __future__ import annotations

import random
import statistics
import time

from forum import matching
from forum.matching import Dictionary, Entry, Index, reading
from tests.matching import generating
from tests.matching.measuring import Measured, labelled, measure

ENTRIES, ASKED, GENERATED = 10_000, 1000, 4000


def report() -> str:
    """Precision and recall on the labelled pairs; the first three suggestions; milliseconds."""
    dictionary = matching.default()
    sets = {
        "sample": labelled("sample.csv"),
        "written by hand": labelled("handwritten.csv"),
        "written by hand, a third time": labelled("third.csv"),
        "written by hand, a fourth time": labelled("fourth.csv"),
        "generated, words worked with": generating.pairs("development", number=GENERATED, seed=1),
        "generated, other words": generating.pairs("heldout", number=GENERATED, seed=77),
    }
    lines = [f"{'pairs':<32}{'number':>8}{'same: P':>17}{'R':>8}{'same + maybe: P':>20}{'R':>8}"]
    lines += [_line(name, measure(pairs, dictionary)) for name, pairs in sets.items()]
    return "\n".join([*lines, "", *_suggestions(dictionary)])


def _line(name: str, found: Measured) -> str:
    same = f"{found.same_precision:>17.4f}{found.same_recall:>8.4f}"
    return (
        f"{name:<32}{found.pairs:>8}{same}{found.shown_precision:>20.4f}{found.shown_recall:>8.4f}"
    )


def _suggestions(dictionary: Dictionary) -> list[str]:
    bodies = _register(dictionary)
    began = time.process_time()
    index = Index((Entry(i, (b[0],)) for i, b in enumerate(bodies)), dictionary=dictionary)
    built = time.process_time() - began
    rng = random.Random(3)  # noqa: S311
    times, found = [], 0
    for known in rng.sample(range(ENTRIES), ASKED):
        began = time.process_time()
        suggested = index.suggest(rng.choice(bodies[known][1:]))
        times.append((time.process_time() - began) * 1000)
        found += known in {one.id for one in suggested}
    median, slowest = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    share = f"{found / ASKED:.4f}"
    return [
        f"among {ENTRIES:,} entries, {ASKED:,} names: right one among the first three {share}",
        f"CPU a name: median {median:.1f} ms, 95th percentile {slowest:.1f} ms",
        f"CPU of building the index: {built:.2f} s",
    ]


def _register(dictionary: Dictionary) -> list[list[str]]:
    """So many bodies of different names, each with its spellings, the first as registered."""
    rng = random.Random(11)  # noqa: S311
    found: dict[str, list[str]] = {}
    while len(found) < ENTRIES:
        places = [generating.place(rng) for _number in range(8)]
        for spellings in generating.bodies(rng, places, number=20):
            found.setdefault(reading.read(spellings[0], dictionary).plain, spellings)
    return list(found.values())[:ENTRIES]
