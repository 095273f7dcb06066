"""Another language in the middle of a form: what is typed stays, and nothing is saved."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.base.database import db
from forum.registration.models import Registration
from tests import factories
from tests.support.clients import Client

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

COMPLETE = {
    "first_name": "Mirela",
    "last_name": "Sandkamp",
    "sector": "migrant",
    "email": "mirela@verein.example",
}
DESK = "/workspace/events/kim/registrations"


@pytest.mark.parametrize(
    ("url", "more"),
    [
        ("/events/kim/register", {}),
        (f"{DESK}/new", {"channel": "phone", "is_informed": "y"}),
        (f"{DESK}/door", {}),
    ],
)
def test_a_complete_form_comes_back_in_the_other_language(
    ctx: Flask, organiser_client: Client, url: str, more: dict[str, str]
):
    factories.event(slug="kim")
    page = organiser_client.page(url)
    assert page.root.first("html").attributes["lang"] == "de"
    switch = page.root.first("button", name="speak")
    typed = page.root.first("form", id=switch.attributes["form"])
    sent = {
        n.attributes["name"]: n.attributes.get("value", "")
        for n in typed.all("input", name="csrf_token")
    }
    answer = organiser_client.post(
        url, data={**sent, **COMPLETE, **more, "speak": switch.attributes["value"]}
    )
    assert answer.status_code == 200
    page = type(page)(answer)
    assert page.root.first("html").attributes["lang"] == "en"
    assert page.errors == {}
    kept = {
        name: page.root.first("input", name=name).attributes["value"]
        for name in ("first_name", "last_name", "email")
    }
    assert kept == {name: COMPLETE[name] for name in kept}
    assert db.session.scalar(select(func.count(Registration.id))) == 0
