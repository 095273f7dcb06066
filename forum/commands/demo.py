"""The demo: an invented city with a forum ahead and a finished one."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import click

from forum.commands import demo_results

DATA = Path(__file__).parent / "demo_data"
LOST = {"Y?ld?z": "Yıldız", "Ayd?n": "Aydın", "Markovi?": "Marković", "K?l?ç": "Kılıç"}
THURSDAY = 3
AHEAD, TOO_NEAR = timedelta(days=24), timedelta(days=14)
HALF_A_YEAR = timedelta(days=182)
ORGANISER = "organisation@volmetal.example"
SEED = 7


@click.command(help="Loads the demo forums, prints their links and serves them.")
@click.option("--no-serve", is_flag=True, help="Only load the data and print the links.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def demo(*, no_serve: bool, host: str, port: int) -> None:
    from forum import config
    from forum.app import create_app
    from forum.base import logs
    from forum.commands import serving

    settings = serving.at_address(config.from_environment(), host, port)
    logs.set_up()
    serving.make_ready(settings)
    app = create_app(settings)
    with app.app_context():
        load()
        links = printed_links()
    serving.put_away(app)
    if no_serve:
        print(links)
        return
    serving.serve_site(
        settings, host=host, port=port, workers=2, on_ready=lambda: print(links, flush=True)
    )


def load() -> None:
    """Makes the demo forums where they are missing; moves the one ahead where its day comes near.

    Raises:
        click.ClickException: the instance holds data that is not a demo's.
    """
    from forum.accounts import queries as accounts
    from forum.base import clock
    from forum.commands import work
    from forum.events import queries as events
    from forum.organisations import pairing
    from forum.site import queries as sites
    from forum.site import service as site

    if not sites.is_demo() and (events.all_events() or accounts.count()):
        raise click.ClickException(
            "this instance holds data that is not a demo's; choose another FORUM_INSTANCE_PATH"
        )
    if not sites.is_demo():
        with (DATA / "site.toml").open("rb") as file:
            texts = {name: text.strip() for name, text in tomllib.load(file).items()}
        site.update(texts, is_demo=True)
    today = clock.in_berlin(clock.now()).date()
    finished = _read("finished.toml")
    if events.find_event(finished["slug"]) is None:
        day = _thursday(today - HALF_A_YEAR)
        with clock.fixed_at(clock.from_berlin(datetime.combine(day, time(8)) - timedelta(days=9))):
            _make(finished, day, seed=SEED)
            work.deliver()
        demo_results.add(events.get_event(finished["slug"]).id, day)
    upcoming = _read("upcoming.toml")
    _make_or_move(upcoming, _thursday(today + AHEAD), not_before=today + TOO_NEAR)
    pairing.find()


def _read(name: str) -> dict[str, Any]:
    with (DATA / name).open("rb") as file:
        return tomllib.load(file)


def _thursday(day: date) -> date:
    """The next Thursday from this day on."""
    return day + timedelta(days=(THURSDAY - day.weekday()) % 7)


def _at(day: date, wall: str) -> datetime:
    from forum.base import clock

    hour, minute = (int(part) for part in wall.split(":"))
    return clock.from_berlin(datetime.combine(day, time(hour, minute)))


def _dates(data: dict[str, Any], day: date) -> dict[str, datetime]:
    return {
        "starts_at": _at(day, data["starts"]),
        "ends_at": _at(day, data["ends"]),
        "registration_deadline": _at(day - timedelta(days=7), "23:59"),
    }


def _make_or_move(data: dict[str, Any], day: date, *, not_before: date) -> None:
    from forum.base import clock
    from forum.events import queries as events
    from forum.events import service

    event = events.find_event(data["slug"])
    if event is None:
        _make(data, day)
    elif clock.in_berlin(event.starts_at).date() < not_before:
        service.update(event.id, version=event.version, **_dates(data, day))


def _make(data: dict[str, Any], day: date, *, seed: int | None = None) -> None:
    """Makes a forum through its organisers' services; with a seed also its plan."""
    from forum.events import service
    from forum.islands import drafting, publishing
    from forum.lists import service as lists

    nested = {"slug", "list", "starts", "ends", "rooms", "items", "rounds", "islands", "capacity"}
    values: dict[str, Any] = {
        name: text.strip() for name, text in data.items() if name not in nested
    }
    values.update(_dates(data, day))
    event = service.create(data["slug"], capacity=data["capacity"], publish=True, **values)
    _fill(event.id, data, day)
    content = _put_right((DATA / data["list"]).read_bytes())
    consent = (DATA / "consent.txt").read_text(encoding="utf-8")
    lists.take_in(event.id, content, consent_text=consent)
    if seed is not None:
        plan = drafting.make_plan(event.id, seed=seed, made_by="Demo")
        publishing.publish(plan.id, by="Demo")


def _put_right(content: bytes) -> bytes:
    """A list as Excel saved it, with the letters that it could not save, as organisers would put
    them right before taking it in."""
    text = content.decode("cp1252")
    for lost, name in LOST.items():
        text = text.replace(lost, name)
    return text.encode("utf-8-sig")


def _fill(event_id: int, data: dict[str, Any], day: date) -> None:
    from forum.events import islands, programme, queries, rules
    from forum.events.models import ItemKind

    for room in data["rooms"]:
        islands.save_room(event_id, **{"is_step_free": True, **room})
    rooms = {room.name: room.id for room in queries.rooms_of(event_id)}
    for item in data["items"]:
        values = {
            name: item[name] for name in item if name not in {"kind", "starts", "ends", "room"}
        }
        programme.add_item(
            event_id,
            kind=ItemKind(item["kind"]),
            starts_at=_at(day, item["starts"]),
            ends_at=_at(day, item["ends"]),
            room_id=rooms[item["room"]],
            **values,
        )
    plan = data["rounds"]
    spans = rules.row_of_rounds(
        _at(day, plan["first"]),
        number=plan["number"],
        minutes=plan["minutes"],
        changeover=plan["changeover"],
    )
    programme.add_rounds(event_id, spans)
    for island in data["islands"]:
        made = islands.add_island(
            event_id,
            room_id=rooms[island["room"]],
            theme=island["theme"],
            theme_en=island["theme_en"],
            questions="\n".join(island["questions"]),
            questions_en="\n".join(island["questions_en"]),
            minimum=island["minimum"],
            maximum=island["maximum"],
        )
        for name, organisation in island["hosts"]:
            islands.add_host(made.id, name=name, organisation=organisation)


def printed_links() -> str:
    """The addresses to open first, with fresh sign-in links."""
    from forum.accounts import queries as accounts
    from forum.accounts import service
    from forum.base import addresses
    from forum.events import queries as events
    from forum.registration import queries as registrations

    link = service.make_link(ORGANISER, name="Demo-Organisation")
    ahead = events.get_event(_read("upcoming.toml")["slug"])
    over = events.get_event(_read("finished.toml")["slug"])
    known = sorted(registrations.taking_part(ahead.id), key=lambda one: one.id)
    participant = next(one for one in known if one.wishes and one.email)
    alumna = next(
        one for one in registrations.taking_part(over.id) if registrations.on_contact_list(one)
    )
    lines = [
        ("The site", addresses.absolute("public.index")),
        ("An organiser (works once, 15 minutes)", accounts.address_of(link)),
        ("A participant", registrations.address_of(participant)),
        ("An island host", events.host_link(events.islands_of(ahead.id)[0].hosts[0])),
        ("A participant of the finished forum", registrations.address_of(alumna)),
        (
            "An island host of the finished forum",
            events.host_link(events.islands_of(over.id)[0].hosts[0]),
        ),
        ("What would have been sent", addresses.absolute("mailbox.index")),
    ]
    width = max(len(label) for label, _address in lines)
    listed = "\n".join(f"  {label.ljust(width)}  {address}" for label, address in lines)
    return f"Praxisforum is ready. Open one of these:\n\n{listed}\n"


def add_to(group: click.Group) -> None:
    """Adds the command to the script."""
    group.add_command(demo)
