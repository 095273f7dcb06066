"""The pages of who names colleagues and of who was named."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.base.database import db
from forum.events.models import Event
from forum.mail.models import Message
from forum.teams import queries
from forum.teams.models import TeamProposal
from tests import factories, team_factories
from tests.support.clients import Client, submit
from tests.support.pages import Page

FORM = "/events/kim/register-team"
TYPED = {
    "name": "Pia Wald",
    "email": team_factories.LEAD,
    "organisation": "Diakonie Mark",
    "sector": "welfare",
    "first_name_1": "Ada",
    "last_name_1": "Muster",
    "email_1": "ada@diakonie.example",
}
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def send(client: Client, **changes: str) -> Page:
    return submit(client, FORM, {**TYPED, **changes})


def number() -> int:
    return db.session.scalar(select(func.count(TeamProposal.id))) or 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"first_name_1": "", "last_name_1": "", "email_1": ""}, "mindestens eine Person"),
        ({"email_1": ""}, "die eigene E-Mail-Adresse dieser Person"),
        ({"last_name_1": ""}, "den Nachnamen"),
        ({"email_1": "ada@"}, "vollständig"),
        (
            {"first_name_6": "Bo", "last_name_6": "M", "email_6": "ADA@diakonie.example"},
            "eine eigene Adresse",
        ),
        ({"name": "Gewinn www.gewinn.example"}, "nur den Namen"),
        ({"organisation": "https://gewinn.example"}, "nur den Namen"),
        ({"sector": ""}, "in welchem Feld"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    event: Event, client: Client, changes: dict[str, str], said: str
) -> None:
    page = send(client, **changes)
    assert (page.status, number()) == (200, 0)
    assert said in page.text
    for typed in filter(None, {**TYPED, **changes}.values()):
        assert f'"{typed}"' in page.html


def test_it_is_found_from_the_form_and_says_what_comes_next(event: Event, client: Client) -> None:
    assert client.page("/events/kim/register").links["Team vorschlagen"] == FORM
    page = send(client)
    assert (page.url, number()) == (f"{FORM}/sent", 1)
    assert "dann fragen wir Ihr Team" in page.text
    (message,) = db.session.scalars(select(Message)).all()
    assert message.kind == "team-confirm"


def test_looking_confirms_nothing_and_one_button_does(event: Event, client: Client) -> None:
    made = team_factories.proposal(event, "Ada", "Ben", asked=False)
    path = f"/team/{queries.token_of_team(made)}"
    for _look in range(2):
        assert "Sollen wir Ihr Team fragen?" in client.page(path).text
    page = submit(client, path)
    assert "Ada Muster noch offen" in page.text
    assert [form for form in page.forms() if form.target.endswith(path)] == []


def test_the_two_links_open_nothing_of_each_other(event: Event, client: Client) -> None:
    made = team_factories.proposal(event, "Ada")
    lead, member = queries.token_of_team(made), queries.token_of_member(made.members[0])
    assert client.get(f"/team/{member}").status_code == 404
    assert client.get(f"/proposed/{lead}").status_code == 404
    assert client.get(f"/my/{member}").status_code == 404
