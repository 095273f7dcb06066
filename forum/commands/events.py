"""Commands that make and list forums."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

import click

from forum.commands.context import with_app

SLUG = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
LINE = "{:16}  {:9}  {:>8}  {:>9}  {:>4}  {:>7}  {}"
DEADLINE_BEFORE = timedelta(days=7)


@click.group(help="Makes and lists forums.")
def events() -> None:
    pass


def _moment(_context: click.Context, option: click.Parameter, text: str) -> datetime:
    """An ISO time; without an offset it is read from a wall in Germany."""
    from forum.base import clock

    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else clock.from_berlin(moment)
    except (ValueError, OverflowError):
        raise click.BadParameter("write it as 2027-03-11T09:00", param=option) from None


def _slug(_context: click.Context, option: click.Parameter, text: str) -> str:
    if not (SLUG.fullmatch(text) and len(text) <= 60):
        raise click.BadParameter(
            "use small letters, digits and hyphens, at most 60, for example kim-2027", param=option
        )
    return text


def _title(_context: click.Context, option: click.Parameter, text: str) -> str:
    from forum.base import forms, typed

    title = typed.clean_line(text)
    if not 0 < len(title) <= forms.LINE:
        raise click.BadParameter("give the forum a title of at most 200 characters", param=option)
    return title


@events.command(help="Makes a forum. SLUG is the word for its address.")
@click.argument("slug", callback=_slug)
@click.option("--title", required=True, callback=_title)
@click.option("--start", required=True, callback=_moment, help="For example 2027-03-11T09:00")
@click.option("--end", required=True, callback=_moment)
@click.option("--capacity", type=click.IntRange(1, 100_000), required=True, help="Number of places")
@click.option("--publish", is_flag=True, help="Open registration at once.")
@with_app
def create(
    slug: str, *, title: str, start: datetime, end: datetime, capacity: int, publish: bool
) -> None:
    from forum.base import addresses, clock
    from forum.events import service

    service.create(
        slug,
        title=title,
        starts_at=start,
        ends_at=end,
        registration_deadline=deadline(start, clock.now()),
        capacity=capacity,
        publish=publish,
    )
    print(addresses.absolute("public.event", slug=slug))


def deadline(start: datetime, now: datetime) -> datetime:
    """A week before the start, but not before now; the start itself where that has passed."""
    return min(start, max(start - DEADLINE_BEFORE, now))


@events.command("list", help="Lists all forums with their places.")
@click.option("--json", "as_json", is_flag=True, help="List for machines.")
@with_app
def show(*, as_json: bool) -> None:
    listed = _listed()
    if as_json:
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    print(LINE.format("start", "state", "capacity", "confirmed", "held", "waiting", "forum"))
    for one in listed:
        start = one["start"][:16].replace("T", " ")
        places = [one[name] for name in ("capacity", "confirmed", "held", "waiting")]
        print(LINE.format(start, one["state"], *places, f"{one['slug']}: {one['title']}"))


def _listed() -> list[dict[str, Any]]:
    from forum.base import clock
    from forum.events import queries, rules
    from forum.registration import counts

    found = queries.all_events()
    places = counts.places_left([event.id for event in found])
    return [
        {
            "slug": event.slug,
            "title": event.title,
            "start": clock.in_berlin(event.starts_at).isoformat(),
            "end": clock.in_berlin(event.ends_at).isoformat(),
            "state": rules.phase(event, clock.now()).value,
            "capacity": event.capacity,
            "confirmed": places[event.id].confirmed,
            "held": places[event.id].held,
            "waiting": places[event.id].waiting,
        }
        for event in found
    ]


def add_to(group: click.Group) -> None:
    """Adds the commands to the script."""
    group.add_command(events)
