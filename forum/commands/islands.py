"""Commands for the island plan."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click
from flask import current_app

from forum.commands.context import with_app
from forum.commands.rotation import NO_PLAN, explanation, tell, tell_no_more

if TYPE_CHECKING:
    from forum.events.models import Event
    from forum.islands.models import Plan
    from forum.rotation.obstacles import NoPlan


@click.group(help="The island plan of a forum.")
def islands() -> None:
    pass


@islands.command(help="Makes a new plan version for a forum; exit 3 where no plan is possible.")
@click.argument("event")
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="Same seed, same plan."
)
@click.option(
    "--iterations",
    type=click.IntRange(0, 2_000_000_000),
    help="How many moves are tried for mixing; by default as many as the size deserves.",
)
@click.option("--least-change", is_flag=True, help="Change as little as possible of what is out.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
@with_app
def plan(
    event: str, seed: int, iterations: int | None, *, least_change: bool, as_json: bool
) -> None:
    from forum.events import queries as events
    from forum.islands import drafting, planning
    from forum.rotation import planner
    from forum.rotation.obstacles import NoPlan

    found = events.get_event(event)
    folder = planning.folder_of(current_app)
    try:
        made = drafting.make_plan(
            found.id,
            seed=seed,
            made_by="forum islands plan",
            keeps_published=least_change,
            solve=lambda instance, seed: planner.solve(
                instance, seed=seed, iterations=iterations, folder=folder, report=tell
            ),
        )
    except NoPlan as failure:
        _explain(failure, as_json=as_json)
        sys.exit(NO_PLAN)
    finally:
        tell_no_more()
    _print(found, made, as_json=as_json)


def _explain(failure: NoPlan, *, as_json: bool) -> None:
    from forum.base import languages

    with languages.in_language("en"):
        if as_json:
            print(json.dumps(explanation(failure), ensure_ascii=False))
            return
        print("No plan is possible.")
        for one in failure.obstacles:
            print(one.sentence, *one.cures, sep="\n  ")


def _print(event: Event, made: Plan, *, as_json: bool) -> None:
    from forum.events import queries as events
    from forum.islands import queries

    routes = queries.routes_of(made.id)
    if not as_json:
        print(f"Plan {made.number} places {len(routes)} people. It is a draft; nobody is told.")
        return
    rounds = {one.id: one.number for one in events.rounds_of(event.id)}
    letters = {one.id: one.letter for one in events.islands_of(event.id)}
    listed = {
        str(person): [letters[island] for _n, island in sorted((rounds[r], i) for r, i in route)]
        for person, route in sorted(routes.items())
    }
    told = {"event": event.slug, "plan": made.number, "seed": made.seed, "routes": listed}
    print(json.dumps(told))


def add_to(group: click.Group) -> None:
    """Adds the commands to the script."""
    group.add_command(islands)
