"""After another room old papers are told from new ones, by the time that stands on them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.base import clock
from forum.events import islands, programme
from forum.events.models import Event
from forum.islands import room_queries
from forum.islands.models import Plan
from forum.registration import queries as registrations
from forum.registration.models import Registration
from tests import factories
from tests.support.clients import Client
from tests.support.printing import opened

PAPERS = "/workspace/events/kim/papers"
OUT_OF_DATE = "Ausdrucke mit früherem Stand sind überholt"


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


@pytest.fixture
def one(event: Event) -> Registration:
    """Somebody who visits A, B and C."""
    return factories.registration(event)


@pytest.fixture
def plan(event: Event, one: Registration) -> Plan:
    """A plan of an hour ago."""
    hour_ago = clock.now() - timedelta(hours=1)
    return factories.plan(event, {one: tuple(event.islands[:3])}, published_at=hour_ago)


def test_papers_are_as_of_the_last_move(event: Event, plan: Plan) -> None:
    assert room_queries.as_of(plan) == plan.published_at
    assert room_queries.moved_since(plan) is None
    now = clock.now()
    with clock.fixed_at(now):
        islands.change_island(event.islands[1].id, room_id=None, new_room="Aula")
    assert room_queries.as_of(plan) == now
    assert room_queries.latest(plan, [*event.islands, *event.rounds]) == now
    moved = room_queries.moved_since(plan)
    assert moved is not None
    assert ([island.letter for island in moved.islands], moved.at) == (["B"], now)


def test_sheets_and_their_page_say_so(event: Event, plan: Plan, organiser_client: Client) -> None:
    before = opened(organiser_client, "route-cards-a5").text
    assert OUT_OF_DATE not in organiser_client.page(PAPERS).text
    span = (event.rounds[2].starts_at, event.rounds[2].ends_at + timedelta(minutes=5))
    programme.change_round(event.rounds[2].id, span=span)
    islands.change_island(event.islands[1].id, room_id=None)
    page = organiser_client.page(PAPERS)
    assert OUT_OF_DATE in page.text
    assert "Raum der Insel B, Zeit der Runde 3." in page.text
    kicker = page.main.first("p", class_="pf-kicker").text
    assert kicker not in before
    assert kicker in opened(organiser_client, "route-cards-a5").text


def test_ones_own_page_says_so_only_where_the_own_route_is_concerned(
    event: Event, plan: Plan, one: Registration, client: Client
) -> None:
    own = f"/my/{registrations.token_of(one)}"
    islands.change_island(event.islands[4].id, room_id=None, new_room="Aula")
    assert "überholt" not in client.page(own).text
    islands.change_island(event.islands[0].id, room_id=None, new_room="Aula")
    page = client.page(own)
    assert OUT_OF_DATE in page.text
    assert "Plan 1, Stand" in page.text
