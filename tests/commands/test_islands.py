"""The island plan from the shell."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from forum.base.database import db
from forum.commands.islands import plan as command
from forum.events.models import Event
from forum.islands import publishing, queries
from tests import factories


def run(event: Event, *, seed: int = 4, least_change: bool = False, as_json: bool = True) -> None:
    """What `forum islands plan` does."""
    command.callback.__wrapped__(  # type: ignore[union-attr]
        event.slug, seed=seed, iterations=500, least_change=least_change, as_json=as_json
    )


def test_a_plan_is_made_and_printed(ctx: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    event = factories.event(slug="praxisforum")
    one = factories.registration(event, wishes=(event.islands[3],))
    run(event)
    printed = json.loads(capsys.readouterr().out)
    assert (printed["event"], printed["plan"], printed["seed"]) == ("praxisforum", 1, 4)
    assert "D" in printed["routes"][str(one.id)]
    assert queries.plans_of(event.id)[0].published_at is None


def test_with_the_least_change_the_published_routes_stay(
    ctx: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    event = factories.event()
    for _number in range(9):
        factories.registration(event)
    run(event)
    publishing.publish(queries.plans_of(event.id)[0].id)
    run(event, seed=5, least_change=True)
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert second["routes"] == first["routes"]


@pytest.mark.parametrize("as_json", [True, False])
def test_without_a_possible_plan_it_says_why(
    ctx: Flask, capsys: pytest.CaptureFixture[str], *, as_json: bool
) -> None:
    event = factories.event()
    for island in event.islands:
        island.maximum = 1
    db.session.commit()
    for _number in range(7):
        factories.registration(event)
    with pytest.raises(SystemExit) as ended:
        run(event, as_json=as_json)
    printed = capsys.readouterr().out
    assert ended.value.code == 3
    assert "2 places are missing" in printed
    assert queries.plans_of(event.id) == []
