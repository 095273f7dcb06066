"""The planner alone, on an instance in a file."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from forum.base.text import Text
    from forum.rotation.obstacles import NoPlan, Obstacle

READABLE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
WRITABLE = click.Path(dir_okay=False, writable=True, path_type=Path)
NO_PLAN = 3


@click.group(help="The planner alone, without a forum.")
def rotation() -> None:
    pass


@rotation.command(help="Plans the instance in a JSON file; exit 3 where no plan is possible.")
@click.argument("instance", type=READABLE)
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="Same seed, same plan."
)
@click.option(
    "--iterations",
    type=click.IntRange(0, 2_000_000_000),
    help="How many moves are tried for mixing; by default as many as the size deserves.",
)
@click.option("--output", type=WRITABLE, help="Where the plan is written; else it is printed.")
def solve(instance: Path, seed: int, iterations: int | None, output: Path | None) -> None:
    from forum.rotation import planner, reading
    from forum.rotation.obstacles import NoPlan

    read = reading.instance_of(_content(instance, reading.LARGEST))
    folder = Path(os.environ.get("FORUM_INSTANCE_PATH", "instance")).resolve()
    try:
        made = planner.solve(read, seed=seed, iterations=iterations, folder=folder, report=tell)
    except NoPlan as failure:
        _say(json.dumps(explanation(failure), ensure_ascii=False), output)
        sys.exit(NO_PLAN)
    finally:
        tell_no_more()
    rows = [list(route) for route in made.plan.values()]
    _say(json.dumps({"seed": seed, "iterations": made.iterations, "rows": rows}), output)


def _content(path: Path, most: int) -> bytes:
    with path.open("rb") as opened:
        return opened.read(most + 1)


def _say(text: str, output: Path | None) -> None:
    if output is None:
        print(text)
        return
    try:
        output.write_text(text + "\n", encoding="utf-8")
    except OSError as trouble:
        raise click.ClickException(f"{output} cannot be written: {trouble.strerror}") from None


def tell(doing: Text, share: float) -> None:
    """Shows in one line what is being done and how far it is, where somebody looks on."""
    if sys.stderr.isatty():
        print(f"\r{share:4.0%} {doing!s:30}", end="", file=sys.stderr, flush=True)


def tell_no_more() -> None:
    """Empties the line in which progress stood."""
    if sys.stderr.isatty():
        print("\r" + " " * 40 + "\r", end="", file=sys.stderr)


def explanation(failure: NoPlan) -> dict[str, Any]:
    """Why there is no plan, for machines and in sentences. Rounds are numbered as in the file, from
    0, in sentences from 1."""
    return {
        "plan": None,
        "missing": failure.missing,
        "shortage": failure.missing,
        "proved": failure.is_proved,
        "obstacles": [_obstacle(one) for one in failure.obstacles],
        "explanation": " ".join(str(one.sentence) for one in failure.obstacles[:10]),
    }


def _obstacle(one: Obstacle) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "rounds": list(one.rounds),
        "islands": list(one.islands),
        "participants": list(one.people),
        "missing": one.missing,
        "sentence": str(one.sentence),
        "cures": [str(cure) for cure in one.cures],
    }


def add_to(group: click.Group) -> None:
    """Adds the commands to the script."""
    group.add_command(rotation)
