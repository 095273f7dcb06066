"""Nonsense, strangers' things and people who may only look: nobody is moved."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.base.database import db
from forum.events.models import Event
from forum.islands import planning
from forum.islands.models import Plan
from forum.registration.models import Registration
from tests import factories
from tests.support.clients import Client, submit
from tests.support.pages import Node, Page
from tests.support.populated import csrf_token, everything

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
PLAN = "/workspace/events/kim/plan"


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def person(page: Page, name: str) -> Node:
    """The row of somebody on the board."""
    rows = [li for li in page.main.all("li", class_="pf-person") if name in li.text]
    assert len(rows) == 1, name
    return rows[0]


def move(client: Client, page: Page, name: str, to: str) -> Page:
    """Chooses an island in the select of somebody's row and sends it, as by keyboard."""
    form = person(page, name).first("form")
    values = {node.attributes["name"]: node.attributes["value"] for node in form.all("input")}
    options = {o.text: o.attributes["value"] for o in form.first("select").all("option")}
    values["island"] = options[to]
    return Page(client.post(form.attributes["action"], data=values, follow_redirects=True))


def seat(event: Event, *people: Registration, **values: object) -> Plan:
    a, b, c, *_rest = event.islands
    return factories.plan(event, dict.fromkeys(people, (a, b, c)), **{"published": False, **values})


def test_without_islands_the_page_says_what_is_missing(ctx: Flask, organiser_client: Client):
    event = factories.event(slug="kim")
    for thing in [*event.islands, *event.rounds]:
        db.session.delete(thing)
    db.session.commit()
    factories.registration(event)
    page = organiser_client.page(PLAN)
    assert [form.action for form in page.forms() if "make" in form.action] == []
    assert page.links["Inseln anlegen"] == "/workspace/events/kim/islands"
    token = csrf_token(organiser_client)
    page = Page(
        organiser_client.post(f"{PLAN}/make", data={"csrf_token": token}, follow_redirects=True)
    )
    alert = page.main.first("div", role="alert").text
    assert (
        alert == "Bitte legen Sie zuerst Inseln und Runden an, dann kann ein Plan berechnet werden."
    )


def test_too_little_room_is_said_in_numbers_above_the_page(event: Event, organiser_client: Client):
    for island in event.islands:
        island.maximum = 1
    db.session.commit()
    for _person in range(7):
        factories.registration(event)
    page = submit(organiser_client, PLAN, button="Plan berechnen")
    assert page.heading == "Der Plan wird erstellt"
    planning.work()
    page = organiser_client.page(PLAN)
    problem = page.main.first("section", aria_labelledby="problem-heading").text
    assert "So ist kein Plan möglich" in problem
    assert "2 Plätze" in problem
    assert db.session.scalar(select(func.count(Plan.id))) == 0


def test_nonsense_moves_nobody(event: Event, organiser_client: Client):
    one = factories.registration(event)
    other = factories.event()
    stranger = factories.registration(other)
    seat(event, one)
    token = csrf_token(organiser_client)
    before = everything()
    right = {
        "registration": one.id,
        "round": event.rounds[0].id,
        "round_number": 1,
        "island": event.islands[4].id,
    }
    wrong: list[dict[str, object]] = [
        {"registration": stranger.id},
        {"round": other.rounds[0].id},
        {"island": other.islands[0].id},
        *({field: text} for field in right for text in ("", "abc", "-1", "0", "9" * 30, "2.5")),
    ]
    for change in wrong:
        data = {**right, **change, "csrf_token": token}
        page = Page(organiser_client.post(f"{PLAN}/1/move", data=data, follow_redirects=True))
        assert (change, page.status, page.url) == (change, 200, f"{PLAN}/1/round/1")
        assert page.main.first("div", role="alert").text != ""
    assert everything() == before


def test_there_are_no_other_plans_and_rounds(event: Event, organiser_client: Client):
    seat(event, factories.registration(event))
    seat(factories.event(), number=7)
    for path in ("/7/round/1", "/2/round/1", "/1/round/9", "/1/round/0", "/9/publish",
                 f"/{'9' * 30}/round/1", "/1/round/-1", "/abc/round/1"):  # fmt: skip
        assert (path, organiser_client.get(PLAN + path).status_code) == (path, 404)


def test_who_only_looks_sees_the_plan_and_changes_nothing(event: Event, reader_client: Client):
    one = factories.registration(event)
    seat(event, one)
    page = reader_client.page(f"{PLAN}/1/round/1")
    assert one.person.name in page.text
    before = everything()
    data = {
        "csrf_token": csrf_token(reader_client),
        "registration": one.id,
        "round": event.rounds[0].id,
        "round_number": 1,
        "island": event.islands[4].id,
    }
    answers = [
        reader_client.post(PLAN + path, data=data).status_code
        for path in ("/make", "/1/move", "/1/copy", "/1/publish")
    ]
    assert (answers, everything() == before) == ([409, 409, 409, 409], True)
