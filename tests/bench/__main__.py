"""`make bench`: what the registration part costs beside a floor, and that it stays exact.

Prints one table a database. Time decides nothing; a check of exactness that fails ends it with 1.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench import (
    cancellations,
    directory,
    exactness,
    exports,
    feeds,
    flows,
    names,
    plans,
    products,
    ratios,
    shortages,
    starting,
)
from tests.bench.guests import Post
from tests.bench.office import Office
from tests.bench.results import Results
from tests.support.smtp import MailServer, mail_server

KINDS = ("sqlite", "postgresql")
EXACT: dict[str, Callable[[Office, Post, Results], None]] = {
    "burst": exactness.burst,
    "kills": exactness.kills,
    "control": lambda office, _post, results: exactness.control(office, results),
    "cancellations": cancellations.cancellations,
}
ROTATION = "rotation"
LARGE = "rotation-5000"
MATCHING = "matching"
DIRECTORY = "directory"
RATIOS: dict[str, Callable[[ratios.World], None]] = {
    "page": ratios.page,
    "post": ratios.post,
    "flow": flows.flow,
    "list": ratios.listing,
    "export": exports.export,
    "memory": exports.memory,
    "start": starting.start,
}
AFTER: dict[str, Callable[[Office, Post, Results], None]] = {"feeds": feeds.feeds}
"""What fills the calendar of all forums, which nothing else should notice."""


def main() -> int:
    """Measures what was asked for and says how it went."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    words = [*KINDS, *EXACT, *RATIOS, *AFTER]
    allowed = [*words, ROTATION, LARGE, MATCHING, DIRECTORY]
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(allowed))
    asked = parser.parse_args().parts
    if unknown := [word for word in asked if word not in allowed]:
        parser.error(f"{unknown[0]} is none of: {', '.join(allowed)}")
    kinds = [kind for kind in KINDS if kind in asked] or KINDS
    parts = [part for part in asked if part not in KINDS] or words
    if MATCHING in asked or not asked:
        print(names.report())
    if DIRECTORY in asked or not asked:
        print(directory.report())
    parts = [part for part in parts if part not in (ROTATION, LARGE, MATCHING, DIRECTORY)]
    if asked and not parts:
        planned = plan() if ROTATION in asked else 0
        return (plan_large() if LARGE in asked else 0) or planned
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # everything started ends with it
    began = time.monotonic()
    found = [measure(kind, parts) for kind in kinds]
    failures = [failure for results in found for failure in results.failures]
    print(*(results.table() for results in found), sep="\n")
    print(f"\n{time.monotonic() - began:.0f} seconds; {len(failures)} checks failed")
    print(*failures, sep="\n")
    planned = plan() if ROTATION in asked or not asked else 0
    return 1 if failures or planned else 0


def plan() -> int:
    """Measures the island planner, which needs no database."""
    table, wrong = plans.measure()
    print(table, *wrong, "", sep="\n")
    table, unexplained = shortages.measure()
    print(table, *unexplained, sep="\n")
    return 1 if wrong or unexplained else 0


def plan_large() -> int:
    """Measures the island planner with 5,000 people, only where that is asked for."""
    table, wrong = plans.measure(is_large=True)
    print(table, *wrong, sep="\n")
    return 1 if wrong else 0


def measure(kind: str, parts: list[str]) -> Results:
    """Measures the parts on one database."""
    results = Results({"sqlite": "SQLite", "postgresql": "PostgreSQL"}[kind])
    folder = products.folder()
    with mail_server() as server:
        _measure(kind, parts, results, folder, server)
    return results


def _measure(
    kind: str, parts: list[str], results: Results, folder: Path, server: MailServer
) -> None:
    forum = products.Forum(kind, folder, server.url)
    office, post = Office(forum), Post(server)
    for name, part in EXACT.items():
        if name in parts:
            part(office, post, results)
    asked = [part for name, part in RATIOS.items() if name in parts]
    if asked:
        world = ratios.fill(office, products.Floor("floor", kind, folder), post, results)
        for measured in asked:
            measured(world)
    for name, part in AFTER.items():
        if name in parts:
            part(office, post, results)


if __name__ == "__main__":
    sys.exit(main())
