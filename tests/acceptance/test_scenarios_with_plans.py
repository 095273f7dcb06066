"""Scenario 5 of the field: more people wish for an island than it has places."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.base.database import db
from forum.events.models import Event
from forum.islands import board, drafting, publishing, queries
from forum.registration import queries as registrations
from forum.registration.models import Registration
from tests import factories
from tests.support.clients import Client

PEOPLE, PLACES = 84, 17


def overbooked(first_wishes: int) -> tuple[Event, list[Registration], dict[int, set[int]]]:
    """A published plan for 84 people, of whom so many wish for island D before all others; and
    everybody's islands."""
    event = factories.event(slug="kim", capacity=PEOPLE)
    for island in event.islands:
        island.minimum, island.maximum = 0, PLACES
    db.session.commit()
    a, b, c, housing, e = event.islands
    others = [(a, b, c), (b, c, e), (c, e, a), (e, a, b)]
    people = []
    for number in range(PEOPLE):
        second, third, fourth = others[number % 4]
        is_for_housing = number < first_wishes
        wishes = (housing, second, third) if is_for_housing else (second, third, fourth)
        people.append(factories.registration(event, wishes=wishes))
    plan = drafting.make_plan(event.id, seed=5, made_by="Oda")
    publishing.publish(plan.id, by="Oda")
    islands = {
        person: {island for _round, island in route}
        for person, route in queries.routes_of(plan.id).items()
    }
    return event, people, islands


def fulfilled(one: Registration, islands: dict[int, set[int]]) -> int:
    return sum(wish.island_id in islands[one.id] for wish in one.wishes)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_scenario_5_forty_one_for_fifty_one_places(ctx: Flask) -> None:
    event, people, islands = overbooked(41)
    housing = event.islands[3].id
    assert [one.id for one in people[:41] if housing not in islands[one.id]] == []
    assert min(fulfilled(one, islands) for one in people) >= 1


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_scenario_5_sixty_for_fifty_one_places(ctx: Flask, client: Client) -> None:
    event, people, islands = overbooked(60)
    housing = event.islands[3].id
    without = [one for one in people[:60] if housing not in islands[one.id]]
    assert len(without) == 60 - 3 * PLACES
    assert {fulfilled(one, islands) for one in without} == {2}
    assert min(fulfilled(one, islands) for one in people) >= 2
    shown = board.board_of(event, queries.plans_of(event.id)[0], 1)
    assert shown is not None
    rows = [row for column in shown.columns for row in column.rows]
    sentence = "Wunsch 1 nicht: D – Wohnen war in Runde 1, 2 und 3 voll."
    for one in without:
        (row,) = (row for row in rows if row.registration.id == one.id)
        assert str(row.reasons[0].sentence) == sentence
        page = client.page(f"/my/{registrations.token_of(one)}")
        assert sentence in page.text
        assert (
            page.text.count("Wunsch 2 erfüllt in Runde")
            == page.text.count("Wunsch 3 erfüllt in Runde")
            == 1
        )
