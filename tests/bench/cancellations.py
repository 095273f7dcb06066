"""50 cancellations while ten workers give places on: each freed place is given once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from forum.registration.models import State
from tests.bench import guests, processes
from tests.bench.exactness import PLACES, TAKING, WEB_WORKERS
from tests.bench.office import Office
from tests.bench.promoting import PROCESSES
from tests.bench.results import Results
from tests.bench.visitors import Visitor, all_at_once
from tests.support.pages import Form

WAITING, CANCELLING = 120, 50


def cancellations(office: Office, post: guests.Post, results: Results) -> None:
    """People cancel on their own pages, all at once; ten processes run what is due each minute."""
    event = office.make_event("cancellations", capacity=PLACES)
    office.add_people(event, PLACES)
    office.add_people(event, WAITING, state=State.WAITING)
    everybody = office.ask(
        "SELECT id, link_id, email FROM registration WHERE event_id = :event "
        "ORDER BY created_at, id",
        event=event.id,
    )
    states = "SELECT id, state FROM registration WHERE event_id = :event ORDER BY created_at, id"
    first = {one for one, state in office.ask(states, event=event.id) if state in TAKING}
    leaving = [row for row in everybody if row[0] in first][:CANCELLING]
    queue = [row for row in everybody if row[0] not in first]
    with office.forum.served(workers=WEB_WORKERS) as served, _promoting(office):
        ready = []
        for number, (_id, link_id, _email) in enumerate(leaving):
            visitor = Visitor(served.port, number, served.statuses)
            page = visitor.get(f"{office.own_path(link_id)}/cancel")
            visitor.hang_up()
            ready.append((visitor, page.form()))
        outcomes = all_at_once([partial(_cancel, *pair) for pair in ready])
        results.require("cancellations: not taken", sum(one != 302 for one in outcomes), 0)
        results.require("cancellations: mail left", office.wait_until_sent(event.id), wanted=True)
        results.require("cancellations: answers 5xx", served.failed, 0)
    after = dict(office.ask(states, event=event.id))
    given = [one for one, _link, _email in queue if after[one] in TAKING]
    longest = [one for one, _link, _email in queue[:CANCELLING]]
    taken = sum(state in TAKING for state in after.values())
    results.require("cancellations: places given", taken, PLACES)
    results.require("cancellations: freed places given on", len(given), CANCELLING)
    results.require("cancellations: to who waited longest", given == longest, wanted=True)
    came = post.look()
    letters = [len(came.by_recipient.get(email, ())) for one, _link, email in queue if one in given]
    results.require("cancellations: told once each", letters == [1] * CANCELLING, wanted=True)
    sql = "SELECT message_id FROM message WHERE event_id = :event"
    copies = [came.by_id[one] for (one,) in office.ask(sql, event=event.id)]
    results.require("cancellations: messages doubled", sum(n > 1 for n in copies), 0)


def _cancel(visitor: Visitor, form: Form) -> int:
    return visitor.send(form).status


@contextmanager
def _promoting(office: Office) -> Iterator[None]:
    """Ten processes that do what is due, over and over."""
    environment = {**processes.plain(), **office.forum.environment(8000)}
    words = [sys.executable, "-m", "tests.bench.promoting"]
    process = subprocess.Popen(
        words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        for _one in range(PROCESSES):
            process.stdout.readline()
        yield
    finally:
        process.stdin.close()
        ended = process.wait(processes.PATIENCE_SECONDS)
    if ended:
        raise subprocess.CalledProcessError(ended, words)
