"""400 people at once for 80 places: exact, also while processes die; and a control that is not."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from forum.events.models import Event
from tests.bench import guests, processes
from tests.bench.office import Office
from tests.bench.products import Forum, Served
from tests.bench.results import Results
from tests.bench.visitors import BROKEN, Visitor, all_at_once
from tests.support.pages import Form

PEOPLE, PLACES, WEB_WORKERS = 400, 80, 4
FEW_AND_MANY = (2, WEB_WORKERS, 8)
"""With so many web processes it must stay exact."""
TAKING = ("held", "confirmed", "offered")
MAIL_KILLS, PAUSE_SECONDS = 4, (0.6, 1.6)
TRIES = 30
LOCK_MINUTES = 6
"""After this long a message that a dead worker held is taken up again."""


class Crowd:
    """Everybody who wants to come, each at a browser of their own."""

    def __init__(self, served: Served, slug: str) -> None:
        self.served, self.slug = served, slug
        self.retried: set[str] = set()
        self._ready: list[tuple[Visitor, Form]] = []

    def open_forms(self) -> Crowd:
        """Everybody opens the form."""
        for number in range(PEOPLE):
            visitor = Visitor(self.served.port, number, self.served.statuses)
            self._ready.append((visitor, guests.open_form(visitor, self.slug)))
            visitor.hang_up()
        return self

    def send(self) -> list[object]:
        """Everybody sends the form at the same moment; returns the status each was answered."""
        people = [f"gast{number}.{self.slug}@post.example" for number in range(PEOPLE)]
        ready = zip(self._ready, people, strict=True)
        return [*all_at_once([partial(self._send, *pair, address) for pair, address in ready])]

    def _send(self, visitor: Visitor, form: Form, address: str) -> int:
        """Sends the form; where the connection breaks, opens it once more and sends it again."""
        for _attempt in range(TRIES):
            with contextlib.suppress(*BROKEN):
                status = guests.send(visitor, form, address).status
                visitor.hang_up()
                return status
            self.retried.add(address)
            time.sleep(random.uniform(0.1, 0.5))  # noqa: S311 - people are not alike
            with contextlib.suppress(*BROKEN):
                form = guests.open_form(visitor, self.slug)
        raise ConnectionError(f"{address} gave up")


def burst(office: Office, post: guests.Post, results: Results) -> None:
    """Everybody at once, and nothing goes wrong meanwhile."""
    for workers in FEW_AND_MANY:
        _burst(office, post, results, workers)


def _burst(office: Office, post: guests.Post, results: Results, workers: int) -> None:
    event = office.make_event(f"burst-{workers}", capacity=PLACES)
    with office.forum.served(workers=workers, mail=True) as served:
        before = sum(served.cpu().values())
        crowd = Crowd(served, event.slug).open_forms()
        began = time.perf_counter()
        outcomes = crowd.send()
        took = time.perf_counter() - began
        _require_end(office, event, results, served, outcomes)
        results.require(f"{event.slug}: mail left", office.wait_until_sent(event.id), wanted=True)
        spent = (sum(served.cpu().values()) - before) / PEOPLE * 1000
        _require_mail(office, event, post, results, retried=set(), killed=0)
    results.tell(f"{event.slug}: seconds until all had an answer", f"{took:.1f}")
    results.tell(f"{event.slug}: CPU a person, form and mail included", f"{spent:.1f} ms")


def kills(office: Office, post: guests.Post, results: Results) -> None:
    """Everybody at once, while web and mail workers are killed at random."""
    event = office.make_event("kills", capacity=PLACES)
    with office.forum.served(workers=WEB_WORKERS, mail=True) as served:
        crowd = Crowd(served, event.slug).open_forms()
        with _killing(served) as killed:
            outcomes = crowd.send()
            office.wait_until_sent(event.id, seconds=8)
        _require_end(office, event, results, served, outcomes)
    office.put_right(LOCK_MINUTES)
    results.tell("kills: web workers, mail workers killed", f"{killed['web']}, {killed['mail']}")
    results.tell("kills: people whose connection broke", str(len(crowd.retried)))
    _require_mail(office, event, post, results, retried=crowd.retried, killed=killed["mail"])


@contextmanager
def _killing(served: Served) -> Iterator[dict[str, int]]:
    """Kills a worker every second or so; a service manager starts the mail worker again."""
    killed = {"web": 0, "mail": 0}
    ended = threading.Event()

    def work() -> None:
        while not ended.wait(random.uniform(*PAUSE_SECONDS)):  # noqa: S311
            mail = served.mail_workers()
            if mail and killed["mail"] < MAIL_KILLS:
                processes.kill(random.choice(mail))  # noqa: S311
                killed["mail"] += 1
            if web := served.workers():
                processes.kill(random.choice(web))  # noqa: S311
                killed["web"] += 1
            if served.keeper is not None:
                served.keeper.tend()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield killed
    finally:
        ended.set()
        thread.join()
        if served.keeper is not None:
            served.keeper.tend()


def control(office: Office, results: Results) -> None:
    """The same without what keeps it exact: this must overbook, or the bench sees nothing."""
    event = office.make_event("control", capacity=PLACES)
    without = "lock" if office.forum.kind == "postgresql" else "count"
    forum = office.forum
    forum.module, forum.switches = "tests.bench.unlocked", {"BENCH_WITHOUT": without}
    try:
        with forum.served(workers=WEB_WORKERS) as served:
            Crowd(served, event.slug).open_forms().send()
    finally:
        forum.module, forum.switches = Forum.module, {}
    taken = sum(state in TAKING for state in _states(office, event))
    left = {"lock": "the lock left out", "count": "counted before the transaction"}[without]
    results.require(f"control, {left}: places given", taken, f"> {PLACES}", holds=taken > PLACES)


def _states(office: Office, event: Event) -> list[str]:
    sql = "SELECT state FROM registration WHERE event_id = :event ORDER BY created_at, id"
    return [state for (state,) in office.ask(sql, event=event.id)]


def _require_end(
    office: Office, event: Event, results: Results, served: Served, outcomes: list[object]
) -> None:
    slug, states = event.slug, _states(office, event)
    first, rest = states[:PLACES], states[PLACES:]
    orders = "SELECT id FROM registration WHERE event_id = :event ORDER BY {}"
    by_time, by_id = (
        office.ask(orders.format(order), event=event.id) for order in ("created_at, id", "id")
    )
    taken = sum(state in TAKING for state in states)
    results.require(f"{slug}: places given", taken, PLACES)
    results.require(f"{slug}: waiting", states.count("waiting"), PEOPLE - PLACES)
    in_order = all(state in TAKING for state in first) and set(rest) == {"waiting"}
    results.require(f"{slug}: in the order of commits", in_order and by_time == by_id, wanted=True)
    results.require(f"{slug}: people not told that it worked", _not_302(outcomes), 0)
    results.require(f"{slug}: answers 5xx", served.failed, 0)


def _not_302(outcomes: list[object]) -> int:
    return sum(outcome != 302 for outcome in outcomes)


def _require_mail(
    office: Office,
    event: Event,
    post: guests.Post,
    results: Results,
    *,
    retried: set[str],
    killed: int,
) -> None:
    """Every message of the outbox left, once; who had to send the form again may have two."""
    slug = event.slug
    sql = "SELECT message_id FROM message WHERE event_id = :event AND given_up_at IS NULL"
    queued = [message_id for (message_id,) in office.ask(sql, event=event.id)]
    came = post.look()
    people = [f"gast{n}.{slug}@post.example" for n in range(PEOPLE)]
    told = {address: came.by_recipient.get(address, set()) for address in people}
    again = sum(len(ids) > 1 for address, ids in told.items() if address not in retried)
    copies = sum(came.by_id[message_id] - 1 for message_id in queued if came.by_id[message_id])
    results.require(f"{slug}: messages lost", sum(not came.by_id[one] for one in queued), 0)
    results.require(f"{slug}: people without mail", sum(not ids for ids in told.values()), 0)
    results.require(f"{slug}: people told twice without having asked twice", again, 0)
    results.require(
        f"{slug}: extra copies, with identical Message-ID",
        copies,
        f"≤ {killed}",
        holds=copies <= killed,
    )
