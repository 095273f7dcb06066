"""A room that does not fit those who are planned there is pointed out, without names."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts import service as accounts
from forum.accounts.models import Account, Right
from forum.base import database
from forum.base.database import db
from forum.events import day_forms, islands
from forum.events.models import Event
from forum.islands import queries, service
from forum.registration import needs
from forum.registration.details import Needs
from forum.registration.models import Registration
from forum.registration.person_models import Need
from tests import factories
from tests.support.clients import Client, submit

WARNING = (
    "1 Person, die einen stufenfreien Weg braucht, ist auf Insel A eingeplant; "
    "deren Raum hat Stufen."
)
NEUTRAL = "Ein Raum passt nicht für alle, die dort eingeplant sind"
FORUM = "/workspace/events/kim"


@pytest.fixture
def event(ctx: Flask) -> Event:
    made = factories.event(slug="kim")
    people = [factories.registration(made) for _number in range(2)]
    factories.plan(made, dict.fromkeys(people, tuple(made.islands[:3])))
    needs.replace(people[0].id, Needs({Need.STEP_FREE: ""}, is_agreed=True))
    return made


def test_after_another_room_the_page_says_how_many_need_one_without_steps(
    event: Event, organiser_client: Client, organiser: Account
) -> None:
    island = event.islands[0]
    assert NEUTRAL not in organiser_client.page(f"{FORUM}/islands").text
    typed = {"room": day_forms.NO_ROOM, "new_room": "Keller"}
    page = submit(organiser_client, f"{FORUM}/islands/{island.id}", typed)
    assert NEUTRAL in page.text
    assert "Stufen" not in page.text
    accounts.give_right(event.id, organiser.id, Right.NEEDS, by=organiser.id)
    page = organiser_client.page(f"{FORUM}/islands")
    assert WARNING in page.text
    assert "Muster" not in page.text
    for path in ("/rooms", "/plan/1/round/1"):
        assert WARNING in organiser_client.page(FORUM + path).text
    islands.change_island(island.id, room_id=event.rooms[4].id)
    assert "Stufen" not in organiser_client.page(f"{FORUM}/islands").text


def test_a_room_without_hearing_loop_is_named_too(
    event: Event, organiser_client: Client, organiser: Account
) -> None:
    others = select(Registration.id).where(Registration.event_id == event.id)
    second = db.session.scalars(others.order_by(Registration.id.desc())).first()
    assert second is not None
    needs.replace(second, Needs({Need.HEARING_LOOP: ""}, is_agreed=True))
    accounts.give_right(event.id, organiser.id, Right.NEEDS, by=organiser.id)
    with database.transaction():
        for room in event.rooms[1:]:
            room.has_hearing_loop = True
    text = organiser_client.page(f"{FORUM}/islands").text
    assert "1 Person, die eine Höranlage braucht, ist auf Insel A eingeplant" in text
    assert "auf Insel B eingeplant" not in text


def test_only_named_people_get_to_the_needs(
    event: Event, organiser_client: Client, organiser: Account
) -> None:
    with database.transaction():
        event.rooms[0].is_step_free = False
    assert "Was Teilnehmende brauchen" not in organiser_client.page(f"{FORUM}/islands").links
    accounts.give_right(event.id, organiser.id, Right.NEEDS, by=organiser.id)
    links = organiser_client.page(f"{FORUM}/islands").links
    assert links["Was Teilnehmende brauchen"] == f"{FORUM}/needs"


def test_rounds_that_are_over_and_other_needs_warn_of_nothing(
    event: Event, organiser_client: Client
) -> None:
    with database.transaction():
        event.rooms[0].is_step_free = False
        event.rounds[0].starts_at, event.rounds[0].ends_at = (
            factories.at(factories.in_weeks(-1), hour) for hour in (9, 10)
        )
    assert "Stufen" not in organiser_client.page(f"{FORUM}/islands").text


def test_moving_people_one_by_one_tells_nobody_who_it_is(
    event: Event, organiser_client: Client
) -> None:
    with database.transaction():
        event.rooms[0].is_step_free = False
    draft = service.copy_plan(queries.plans_of(event.id)[0].id, made_by="Oda")
    page = organiser_client.page(f"{FORUM}/plan/{draft.number}/round/1")
    assert (NEUTRAL in page.text, "Stufen" in page.text) == (False, False)
