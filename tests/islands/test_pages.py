"""The pages around the plan: rules for single people, two plans side by side, what if."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.base.database import db
from forum.events.models import Event
from forum.islands import queries
from tests import factories
from tests.support.clients import Client, submit

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
PLAN = "/workspace/events/kim/plan"


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def test_a_rule_is_added_and_removed(event: Event, organiser_client: Client) -> None:
    one = factories.registration(event, who=factories.person("Ana", "Lopez"))
    page = organiser_client.page(f"{PLAN}/rules")
    assert "Es gibt noch keine Regeln." in page.text
    typed = {"person": str(one.id), "kind": "never", "island": str(event.islands[1].id)}
    page = submit(organiser_client, f"{PLAN}/rules", typed)
    assert "darf nicht auf diese Insel: B – Arbeit" in page.text
    page = submit(organiser_client, f"{PLAN}/rules", button="Entfernen")
    assert queries.rules_of(event.id) == []


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("must", ["Bitte wählen Sie eine Insel.", "Bitte wählen Sie eine Runde."]),
        ("serves", ["Bitte wählen Sie eine Insel.", "Bitte wählen Sie eine Runde."]),
        ("never", ["Bitte wählen Sie eine Insel."]),
        ("together", ["Bitte wählen Sie eine andere Person."]),
        ("apart", ["Bitte wählen Sie eine andere Person."]),
    ],
)
def test_what_is_missing_is_said(
    event: Event, organiser_client: Client, kind: str, said: list[str]
) -> None:
    one = factories.registration(event)
    page = submit(organiser_client, f"{PLAN}/rules", {"person": str(one.id), "kind": kind})
    assert sorted(page.errors.values()) == sorted(said)
    assert queries.rules_of(event.id) == []


def test_two_plans_are_seen_side_by_side(event: Event, organiser_client: Client) -> None:
    a, b, c, d, _e = event.islands
    one = factories.registration(event, who=factories.person("Ana", "Lopez"), wishes=(d,))
    factories.plan(event, {one: (a, b, c)}, published=False)
    factories.plan(event, {one: (a, b, d)}, number=2, published=False)
    page = organiser_client.page(f"{PLAN}/1/round/1")
    page = organiser_client.page(page.links["mit Plan 2 vergleichen"])
    assert page.heading == "Plan 1 und Plan 2"
    assert "1 Platz ist anders" in page.text
    assert "fehlt ein Wunsch, der möglich gewesen wäre 1 0" in page.text
    assert "haben ihren Erstwunsch 0 % 100 %" in page.text
    assert "Ana Lopez 3 Deutscherwerb Wohnen" in page.text


def test_what_if_counts_places_and_wishes(event: Event, organiser_client: Client) -> None:
    for island in event.islands:
        island.maximum = 10
    db.session.commit()
    factories.registration(event, wishes=(event.islands[0],))
    page = organiser_client.page(f"{PLAN}/what-if?people=60")
    assert page.text.count("10 Plätze fehlen") == 3
    assert "30 Wünsche nicht erfüllbar" in page.text
    page = organiser_client.page(f"{PLAN}/what-if?people=50")
    assert page.text.count("0 Plätze frei") == 3
    for wrong in ("0", "abc", "501", "-3"):
        page = organiser_client.page(f"{PLAN}/what-if?people={wrong}")
        assert (page.status, "ganze Zahl von 1 bis 500" in page.text) == (200, True)


def test_reasons_stand_beside_each_person(event: Event, organiser_client: Client) -> None:
    a, b, c, d, _e = event.islands
    one = factories.registration(event, wishes=(a, d))
    factories.plan(event, {one: (a, b, c)})
    page = organiser_client.page(f"{PLAN}/1/round/1")
    row = page.root.first("li", id=f"person-{one.id}")
    why = [node.text for node in row.first("ul").all("li")]
    assert len(why) == 2
    assert "A – Aufenthalt" in why[0]
    assert "D – Wohnen" in why[1]
