"""A forum opens with what became of the one before it."""

from __future__ import annotations

from flask import Flask

from forum.commands import demo
from forum.events import queries as events
from forum.results import queries
from tests.support.clients import Client


def test_the_next_forum_of_the_demo_opens_with_the_last_one(ctx: Flask, client: Client) -> None:
    demo.load()
    ahead = client.page("/events/kim-case-management/before")
    assert ahead.heading == "Was aus dem letzten Forum wurde"
    for state in ("erledigt", "ruht", "offen – noch niemand zuständig", "angenommen"):
        assert state in ahead.text
    assert "weitergeleitet, noch keine Antwort" in ahead.text
    last = events.get_event("ankommen-ohne-umwege")
    assert queries.find_before(last) is None
    assert client.get(f"/events/{last.slug}/before").status_code == 404
