"""What one request costs beside the floor: CPU of every server process, in interleaved rounds."""

from __future__ import annotations

import queue
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from forum.events.models import Event
from tests.bench import guests
from tests.bench.office import Office
from tests.bench.products import Floor, Served
from tests.bench.results import Results
from tests.bench.statements import Asked, Inside
from tests.bench.visitors import Answer, Visitor, in_turn
from tests.support.pages import Form

ROUNDS, POSTING_ROUNDS = 5, 3
SIZES = (80, 5000, 100_000)
SETTLE_SECONDS = 0.2
OPEN = 1_000_000
"""A number of places that never runs out."""
WEB = ("web", "database")
HANDS = 4


@dataclass
class World:
    """One kind of database: both products, filled with forums of every size."""

    office: Office
    floor: Floor
    post: guests.Post
    results: Results
    events: dict[int, Event]

    @contextmanager
    def both(self, *, mail: bool = False) -> Iterator[tuple[Served, Served]]:
        """Both products at once, with two web workers each."""
        with self.office.forum.served(mail=mail) as ours, self.floor.served() as floor:
            yield ours, floor


def fill(office: Office, floor: Floor, post: guests.Post, results: Results) -> World:
    """Makes the rows that the measurements need."""
    floor.fill()
    events = {}
    for size in SIZES:
        events[size] = office.make_event(f"with-{size}", capacity=OPEN)
        office.add_people(events[size], size)
    return World(office, floor, post, results, events)


def spent(
    served: Served, tasks: Sequence[Callable[[], object]], roles: Sequence[str] = WEB
) -> float:
    """Milliseconds of CPU a task, over the processes of these roles."""
    time.sleep(SETTLE_SECONDS)
    before = served.cpu()
    in_turn(tasks, HANDS)
    time.sleep(SETTLE_SECONDS)
    after = served.cpu()
    return sum(after[role] - before[role] for role in roles if role in after) / len(tasks) * 1000


class Readers:
    """Four people who open pages, one after the other each."""

    def __init__(self, served: Served, like: Visitor | None = None) -> None:
        self._free: queue.SimpleQueue[Visitor] = queue.SimpleQueue()
        for number in range(HANDS):
            visitor = Visitor(served.port, number, served.statuses)
            visitor.cookies.update(like.cookies if like else {})
            self._free.put(visitor)

    def open(self, path: str) -> Answer:
        visitor = self._free.get()
        try:
            answer = visitor.get(path)
        finally:
            self._free.put(visitor)
        if answer.status != 200:
            raise LookupError(f"{path}: {answer.status}")
        return answer

    def opening(self, path: str, number: int) -> list[Callable[[], Answer]]:
        """So many openings of a page."""
        return [partial(self.open, path)] * number


def page(world: World) -> None:
    """The public page of a forum."""
    paths = [f"/events/{world.events[size].slug}" for size in (80, 100_000)]
    ours, large, floor = [], [], []
    with world.both() as (forum, ground):
        here, there = Readers(forum), Readers(ground)
        sizes = [len(here.open(paths[0]).body) / 1024, len(there.open("/event/1").body) / 1024]
        for _round in range(ROUNDS):
            ours.append(spent(forum, here.opening(paths[0], 150)))
            floor.append(spent(ground, there.opening("/event/1", 200)))
            large.append(spent(forum, here.opening(paths[1], 60)))
    world.results.compare("public page", ours, floor, 1.5)
    world.results.growth("public page with 100,000 registered, beside 80", large, ours, None)
    world.results.tell("public page: KB ours, floor", "{:.0f}, {:.0f}".format(*sizes))
    inside = Inside(world.office)
    counts = [inside.asked_by(f"/events/{event.slug}") for event in world.events.values()]
    world.results.limit("public page: statements", max(counts), 4)


def post(world: World) -> None:
    """Sending the registration form."""
    ours: list[float] = []
    large: list[float] = []
    floor: list[float] = []
    with world.both() as (forum, ground):
        for number in range(POSTING_ROUNDS):
            for size, into in ((80, ours), (100_000, large)):
                slug = world.events[size].slug
                into.append(spent(forum, _sending(forum, slug, f"post{number}", 40)))
            floor.append(spent(ground, _sending_to_floor(ground, 150)))
        world.results.require("registration POST: answers 5xx", forum.failed, 0)
    world.results.compare("registration POST", ours, floor, 2.5)
    world.results.growth("registration POST with 100,000 registered, beside 80", large, ours, None)
    inside = Inside(world.office)
    asked: list[Asked] = []
    for size, event in world.events.items():
        inside.asked_by_registering(event.slug, f"first{size}@post.example")
        for name in ("Beratungsstelle 7 Auenstadt e. V.", f"Verein {size} Neu e. V."):
            address = f"counted{len(asked)}@post.example"
            typed = {"organisation": name}
            asked.append(inside.asked_by_registering(event.slug, address, **typed))
    counts = [len(one.statements) for one in asked]
    world.results.limit("registration POST: statements", max(counts), 16)
    same = counts[0::2] == counts[:1] * 3 and counts[1::2] == counts[1:2] * 3
    world.results.limit("registration POST: commits", max(one.commits for one in asked), 1)
    world.results.tell("registration POST: as many with 80, 5,000, 100,000", str(same))


def _sending(served: Served, slug: str, label: str, number: int) -> list[Callable[[], object]]:
    """Opens so many forms; the tasks send them."""
    tasks: list[Callable[[], object]] = []
    for one in range(number):
        visitor = Visitor(served.port, one, served.statuses)
        form = guests.open_form(visitor, slug)
        visitor.hang_up()
        tasks.append(partial(_sent, visitor, form, f"{label}.{one}.{slug}@post.example"))
    return tasks


def _sent(visitor: Visitor, form: Form, address: str) -> None:
    answer = guests.send(visitor, form, address)
    if answer.status != 302:
        raise LookupError(f"{form.target}: {answer.status}")
    visitor.hang_up()


def _sending_to_floor(served: Served, number: int) -> list[Callable[[], object]]:
    def send(one: int) -> None:
        visitor = Visitor(served.port, one)
        visitor.post("/register/4", {"name": "Mirela Sandkamp", "email": f"p{one}@post.example"})
        visitor.hang_up()

    return [partial(send, one) for one in range(number)]


def listing(world: World) -> None:
    """The organisers' list, its first page and its last."""
    times: dict[str, list[float]] = {name: [] for name in ("80", "5000", "100000", "last", "floor")}
    base = "/workspace/events/{}/registrations"
    paths = {str(size): base.format(event.slug) for size, event in world.events.items()}
    earliest = "SELECT id FROM registration WHERE event_id = :event ORDER BY created_at, id"
    rows = world.office.ask(f"{earliest} LIMIT 1 OFFSET 50", event=world.events[100_000].id)
    paths["last"] = f"{paths['100000']}?after={rows[0][0]}"
    with world.both() as (forum, ground):
        here, there = Readers(forum, like=signed_in(world, forum)), Readers(ground)
        for _round in range(ROUNDS):
            for name, path in paths.items():
                times[name].append(spent(forum, here.opening(path, 30)))
            times["floor"].append(spent(ground, there.opening("/list/2", 100)))
    world.results.compare("organisers' list, 5,000", times["5000"], times["floor"], 2)
    sizes = [times[name] for name in ("80", "5000", "100000")]
    by_cost = sorted(sizes, key=statistics.median)
    world.results.growth(
        "… dearest of 80, 5,000, 100,000 beside cheapest", by_cost[2], by_cost[0], 1.5
    )
    world.results.growth(
        "… last page of 100,000 beside the first", times["last"], times["100000"], 1.2
    )
    inside = Inside(world.office)
    inside.sign_in(world.office)
    counts = sorted({inside.asked_by(path) for path in paths.values()})
    world.results.tell("organisers' list: statements (sign-in included)", str(counts))


def signed_in(world: World, served: Served) -> Visitor:
    """An organiser at a browser."""
    visitor = Visitor(served.port, 9, served.statuses)
    address = world.office.sign_in_address()
    answer = visitor.send(visitor.get(address).form())
    if answer.location != "/workspace/":
        raise LookupError(f"sign-in: {answer.status}")
    visitor.hang_up()
    return visitor
