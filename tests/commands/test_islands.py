"""The island plan from the shell."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from forum.commands.islands import plan as command
from forum.islands import queries
from tests import factories


def test_a_plan_is_made_and_printed(ctx: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    event = factories.event(slug="praxisforum")
    one = factories.registration(event, wishes=(event.islands[3],))
    command.callback.__wrapped__("praxisforum", seed=4, as_json=True)  # type: ignore[union-attr]
    printed = json.loads(capsys.readouterr().out)
    assert (printed["event"], printed["plan"], printed["seed"]) == ("praxisforum", 1, 4)
    assert "D" in printed["routes"][str(one.id)]
    assert queries.plans_of(event.id)[0].published_at is None
