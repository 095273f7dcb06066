"""Ten processes that do what is due each minute over and over, until standard input ends."""

from __future__ import annotations

import multiprocessing
import multiprocessing.synchronize
import sys

from forum.app import create_app
from forum.commands import work

PROCESSES = 10


def _promote(ended: multiprocessing.synchronize.Event) -> None:
    app = create_app()
    with app.app_context():
        print("ready", flush=True)
        while not ended.is_set():
            work.maintain()


if __name__ == "__main__":
    forking = multiprocessing.get_context("fork")
    over = forking.Event()
    workers = [forking.Process(target=_promote, args=(over,)) for _one in range(PROCESSES)]
    for worker in workers:
        worker.start()
    sys.stdin.read()
    over.set()
    for worker in workers:
        worker.join()
    sys.exit(max(worker.exitcode or 0 for worker in workers))
