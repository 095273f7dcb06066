"""Starting, and what a web worker holds in memory once it has worked."""

from __future__ import annotations

import statistics
import time

from tests.bench import processes
from tests.bench.products import Product
from tests.bench.ratios import Readers, World
from tests.bench.visitors import in_turn

ROUNDS, OPENINGS = 3, 60
BOOT_SECONDS = 1.0
"""After this long after the first answer the other worker is up as well."""


def start(world: World) -> None:
    """Two web workers, from the command to the first answer."""
    slug = world.events[80].slug
    pages = {
        "ours": [f"/events/{slug}", f"/events/{slug}/register"],
        "floor": ["/event/1", "/list/2"],
    }
    products: dict[str, Product] = {"ours": world.office.forum, "floor": world.floor}
    walls: dict[str, list[float]] = {name: [] for name in products}
    cpus: dict[str, list[float]] = {name: [] for name in products}
    sizes: dict[str, list[float]] = {name: [] for name in products}
    for _round in range(ROUNDS):
        for name, product in products.items():
            with product.served() as served:
                time.sleep(BOOT_SECONDS)
                walls[name].append(served.seconds_to_start * 1000)
                cpus[name].append(served.cpu()["web"] * 1000)
                readers = Readers(served)
                for path in pages[name]:
                    in_turn(readers.opening(path, OPENINGS))
                used = [processes.memory(pid) for pid in served.workers()]
                sizes[name].append(statistics.mean(used))
    results = world.results
    results.compare("start to the first answer", walls["ours"], walls["floor"], 3)
    results.compare("start: CPU of the web server", cpus["ours"], cpus["floor"], 3)
    results.compare("memory of a web worker (PSS)", sizes["ours"], sizes["floor"], 2.5, "MB")
