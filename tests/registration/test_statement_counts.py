"""What a registration costs: few statements in one commit, however much data there is."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event as sqlalchemy_event

from forum.base.database import db
from forum.events.models import Event
from tests import factories
from tests.support.clients import Client
from tests.support.queries import Counter

PEOPLE = (5, 150)
CONSENTS = ("contact_list", "photos_web", "photos_press", "mailing_list", "follow_up")


def typed(event: Event, client: Client, number: int, organisation: str) -> dict[str, Any]:
    """The form as somebody sends it, with all consents and three wishes."""
    form = next(
        form for form in client.page("/events/kim/register").forms() if "email" in form.values
    )
    wishes = {f"wish{rank}": str(event.islands[rank].id) for rank in (1, 2, 3)}
    person = {
        "first_name": "Mirela",
        "last_name": f"Sandkamp {number}",
        "email": f"m{number}@diakonie.example",
        "organisation": organisation,
        "sector": "welfare",
    }
    return form.filled_in({**person, **wishes, **dict.fromkeys(CONSENTS, "y")})


@pytest.mark.parametrize(("organisation", "most"), [("Diakonie", 14), ("Verein {}", 16)])
def test_sending_the_form(
    ctx: Flask, client: Client, count_queries: Counter, organisation: str, most: int
):
    event = factories.event(slug="kim", capacity=1000)
    diakonie = factories.organisation("Diakonie")
    client.post("/events/kim/register", data=typed(event, client, 0, "Diakonie"))
    commits: list[object] = []
    note = commits.append
    sqlalchemy_event.listen(db.engine, "commit", note)
    found = []
    there = 0
    for people in PEOPLE:
        for _one in range(people - there):
            factories.registration(event, where=diakonie)
        there = people
        data = typed(event, client, people, organisation.format(people))
        commits.clear()
        with count_queries() as statements:
            answer = client.post("/events/kim/register", data=data)
        assert answer.headers["Location"] == "/events/kim/registered"
        found.append((len(statements), len(commits)))
    sqlalchemy_event.remove(db.engine, "commit", note)
    assert found == [(most, 1)] * 2
