"""Commands for the island plan."""

from __future__ import annotations

import json

import click

from forum.commands.context import with_app


@click.group(help="The island plan of a forum.")
def islands() -> None:
    pass


@islands.command(help="Makes a new plan version for a forum.")
@click.argument("event")
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="Same seed, same plan."
)
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
@with_app
def plan(event: str, seed: int, *, as_json: bool) -> None:
    from forum.events import queries as events
    from forum.islands import drafting, queries

    found = events.get_event(event)
    made = drafting.make_plan(found.id, seed=seed, made_by="forum islands plan")
    rounds = {one.id: one.number for one in events.rounds_of(found.id)}
    letters = {one.id: one.letter for one in events.islands_of(found.id)}
    routes = queries.routes_of(made.id)
    if as_json:
        listed = {
            str(person): [
                letters[island] for _n, island in sorted((rounds[r], i) for r, i in route)
            ]
            for person, route in sorted(routes.items())
        }
        print(json.dumps({"event": event, "plan": made.number, "seed": seed, "routes": listed}))
    else:
        print(f"Plan {made.number} places {len(routes)} people. It is a draft; nobody is told.")


def add_to(group: click.Group) -> None:
    """Adds the commands to the script."""
    group.add_command(islands)
