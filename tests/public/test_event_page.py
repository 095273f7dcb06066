"""A forum's page is written once for all who would see the same, and never shows anything else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from forum.base import clock, database
from forum.base.database import db
from forum.events.models import Event
from forum.public import event_page
from forum.registration.models import State
from tests import factories
from tests.support.clients import Client

ENGLISH = {"Accept-Language": "en"}


def _retitle(event: Event) -> None:
    event.title = "Ganz anders"


def _change_texts(event: Event) -> None:
    event.about = "Ganz anders"


def _rename_island(event: Event) -> None:
    event.islands[2].theme = "Ganz anders"


def _ask_otherwise(event: Event) -> None:
    event.islands[2].questions = "Ganz anders"


def _receive_otherwise(event: Event) -> None:
    event.islands[0].hosts[0].organisation = "Ganz anders"


def _rename_item(event: Event) -> None:
    event.items[0].title = "Ganz anders"


def _rename_room(event: Event) -> None:
    event.items[0].room = event.rooms[0]
    event.rooms[0].name = "Ganz anders"


CHANGES: list[Callable[[Event], None]] = [
    _retitle,
    _change_texts,
    _rename_island,
    _ask_otherwise,
    _receive_otherwise,
    _rename_item,
    _rename_room,
]


@pytest.fixture
def event(ctx: Flask) -> Event:
    made = factories.event(slug="kim", capacity=2, title_en="")
    factories.host(made.islands[0])
    return made


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_stands_there_at_once(
    event: Event, client: Client, change: Callable[[Event], None]
):
    assert "Ganz anders" not in client.page("/events/kim").text
    with database.transaction() as session:
        change(event)
        session.add(event)
    assert "Ganz anders" in client.page("/events/kim").text


def test_what_is_deleted_is_gone_at_once(event: Event, client: Client):
    assert "Stadt Auenstadt" in client.page("/events/kim").text
    with database.transaction() as session:
        for thing in (event.islands[0].hosts[0], event.islands[1], event.items[0], event.rounds[0]):
            session.delete(thing)
    page = client.page("/events/kim")
    gone = ("Stadt Auenstadt", "Arbeit", "Begrüßung", "10:45")
    assert [words for words in gone if words in page.text] == []


def test_each_place_counts_at_once(event: Event, client: Client):
    lines = []
    for state in (State.CONFIRMED, State.HELD):
        lines.append(client.page("/events/kim").main.first("dl").text)
        factories.registration(event, state=state)
    lines.append(client.page("/events/kim").main.first("dl").text)
    said = ("2 von 2 Plätzen frei", "1 von 2 Plätzen frei", "Alle 2 Plätze sind vergeben")
    assert all(words in line for words, line in zip(said, lines, strict=True))


def test_the_time_goes_on(event: Event, client: Client):
    def line(days: float) -> str:
        with clock.fixed_at(event.registration_deadline + timedelta(days=days)):
            return client.page("/events/kim").main.first("dl").text

    said = ((-1, "Plätzen frei"), (0, "Die Anmeldung ist geschlossen."), (90, "ist vorbei."))
    assert all(words in line(days) for days, words in said)
    assert "Plätzen frei" in line(-1)


def test_nobody_sees_another_language_or_another_forum(event: Event, client: Client):
    factories.event(slug="zwei", capacity=2, title_en="")
    german, english = (
        client.page("/events/kim", headers=headers).main.text for headers in ({}, ENGLISH)
    )
    assert ("Programm " in german, "Programme" in english) == (True, True)
    assert client.page("/events/kim").main.text == german
    assert 'href="/events/zwei/register"' in client.page("/events/zwei").html
    assert "/events/kim/" not in client.page("/events/zwei").html


def test_the_form_in_the_header_is_the_readers_own(event: Event, app: Flask):
    def token(reader: Client) -> list[str]:
        return reader.page("/events/kim").forms()[0].values["csrf_token"]

    one, other = app.test_client(), app.test_client()
    assert isinstance(one, Client)
    assert isinstance(other, Client)
    assert token(one) != token(other)


def test_below_another_path_the_links_lead_there(event: Event, client: Client):
    client.get("/events/kim")
    html = client.get("/events/kim", environ_overrides={"SCRIPT_NAME": "/forum"}).text
    assert 'href="/forum/events/kim/register"' in html
    assert 'href="/forum/static/' in html
    assert 'href="/events/kim/register"' not in html


def test_what_people_typed_stays_text(event: Event, client: Client):
    event.islands[0].theme = "<b>fett</b>"
    db.session.commit()
    assert "<b>fett</b>" not in client.get("/events/kim").text


def test_readers_of_the_same_share_one_body(event: Event, client: Client):
    client.get("/events/kim")
    before = event_page._written.cache_info().hits
    client.get("/events/kim")
    assert event_page._written.cache_info().hits == before + 1
