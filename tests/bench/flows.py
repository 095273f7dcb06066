"""The whole way of a participant, mail included, beside the floor's way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from tests.bench import guests
from tests.bench.office import until
from tests.bench.products import Served
from tests.bench.ratios import World, spent
from tests.bench.visitors import Visitor, in_turn

ROUNDS, PEOPLE = 3, 40
ALL = ("web", "worker", "database")
MAIL_SECONDS = 60


class Way:
    """So many participants on their way, each at a browser of their own."""

    def __init__(self, world: World, served: Served, label: str) -> None:
        self.world, self.served = world, served
        self.slug = world.events[80].slug
        self.people = [f"{label}.{number}@post.example" for number in range(PEOPLE)]
        self.visitors = [Visitor(served.port, n, served.statuses) for n in range(PEOPLE)]

    def short(self) -> None:
        """Form, sending it, the page that says so, the mail, the calendar file."""
        self._each(self._register)
        self._wait_for_mail(1)
        self._each(self._take_calendar)

    def whole(self) -> None:
        """The same, and before the calendar file the own page, confirming there, a second mail."""
        self._each(self._register)
        self._wait_for_mail(1)
        self._each(self._confirm)
        self._wait_for_mail(2)

    def _each(self, step: Callable[[Visitor, str], None]) -> None:
        in_turn([partial(step, v, a) for v, a in zip(self.visitors, self.people, strict=True)])

    def _register(self, visitor: Visitor, address: str) -> None:
        form = guests.open_form(visitor, self.slug)
        page = visitor.followed(guests.send(visitor, form, address))
        visitor.hang_up()
        if not page.path.endswith("/registered"):
            raise LookupError(f"registering led to {page.path}, {page.status}")

    def _confirm(self, visitor: Visitor, address: str) -> None:
        page = visitor.get(self.world.post.pages[address])
        visitor.followed(visitor.send(page.form(holding="/confirm")))
        self._take_calendar(visitor, address)

    def _take_calendar(self, visitor: Visitor, address: str) -> None:
        answer = visitor.get(f"{self.world.post.pages[address]}/calendar.ics")
        visitor.hang_up()
        if not answer.body.startswith(b"BEGIN:VCALENDAR"):
            raise LookupError(f"no calendar file: {answer.status}")

    def _wait_for_mail(self, number: int) -> None:
        def came() -> bool:
            post = self.world.post.look()
            return all(len(post.by_recipient.get(one, ())) >= number for one in self.people)

        if not until(came, MAIL_SECONDS):
            raise LookupError(f"mail {number} did not come")


def flow(world: World) -> None:
    """Both ways beside the floor's: page, registering, its confirmation, calendar file, no mail."""
    short, whole, floor = [], [], []
    parts: Sequence[dict[str, float]] = []
    with world.both(mail=True) as (forum, ground):
        for number in range(ROUNDS):
            short.append(_a_person(forum, Way(world, forum, f"short{number}").short))
            before = forum.cpu()
            whole.append(_a_person(forum, Way(world, forum, f"whole{number}").whole))
            parts = [before, forum.cpu()]
            floor.append(spent(ground, [partial(_on_the_floor, ground, n) for n in range(PEOPLE)]))
        world.results.require("flow: answers 5xx", forum.failed, 0)
    world.results.compare("flow: form, sent, page, mail, .ics", short, floor, 2)
    world.results.compare("flow: with own page, confirming, second mail", whole, floor, 2)
    shares = [
        f"{role} {(parts[1][role] - parts[0].get(role, 0.0)) / PEOPLE * 1000:.1f}"
        for role in ALL
        if role in parts[1]
    ]
    world.results.tell("flow with second mail: ms by role", ", ".join(shares))


def _a_person(served: Served, walk: Callable[[], None]) -> float:
    return spent(served, [walk], ALL) / PEOPLE


def _on_the_floor(served: Served, number: int) -> None:
    visitor = Visitor(served.port, number, served.statuses)
    visitor.get("/event/4")
    typed = {"name": "Mirela Sandkamp", "email": f"p{number}@post.example"}
    token = visitor.post("/register/4", typed).body.decode()
    visitor.get(f"/registered/{token}")
    if not visitor.get(f"/calendar/{token}").body.startswith(b"BEGIN:VCALENDAR"):
        raise LookupError("the floor gives no calendar file")
    visitor.hang_up()
