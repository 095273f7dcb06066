"""The demo: always a few weeks ahead, never twice, never on real data."""

from __future__ import annotations

from datetime import timedelta

import click
import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.base import clock
from forum.base.database import Base, db
from forum.commands import demo
from forum.contacts import queries as contacts
from forum.events import queries as events
from forum.events import rules as event_rules
from forum.events.rules import Phase
from forum.islands import queries as islands
from forum.organisations import queries as register
from forum.organisations.register_models import OrganisationPair
from forum.registration import counts
from forum.registration.models import Registration
from forum.results import documentation
from forum.results import queries as results
from tests import factories
from tests.support.clients import Client


def _rows() -> dict[str, int]:
    counts = {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }
    db.session.rollback()
    return counts


def test_it_shows_a_forum_ahead_and_a_finished_one(ctx: Flask) -> None:
    demo.load()
    ahead, over = events.get_event("kim-case-management"), events.get_event("ankommen-ohne-umwege")
    now = clock.now()
    assert [event_rules.phase(event, now) for event in (ahead, over)] == [Phase.OPEN, Phase.OVER]
    assert timedelta(days=21) <= ahead.starts_at - now <= timedelta(days=32)
    assert timedelta(days=150) <= now - over.starts_at <= timedelta(days=190)
    places = counts.places_left([ahead.id, over.id])
    assert (places[ahead.id].confirmed, places[over.id].confirmed) == (84, 38)
    assert [island.theme for island in events.islands_of(ahead.id)] == [
        "Aufenthalt",
        "Arbeit",
        "Deutscherwerb",
        "Wohnen",
        "Gesundheit",
    ]
    assert len(contacts.entries(over.id)) == 26
    plan = islands.find_published(over.id)
    assert plan is not None
    assert len(islands.routes_of(plan.id)) == 38
    found = documentation.find(over)
    assert found is not None
    states = {state for state, _number in documentation.counts(found)}
    assert {"erledigt", "ruht", "offen – noch niemand zuständig", "angenommen"} <= states
    assert "weitergeleitet, noch keine Antwort" in states
    assert results.find_before(ahead) == over


def test_five_spellings_of_one_organisation_wait_in_the_inbox(ctx: Flask) -> None:
    demo.load()
    typed = set(db.session.scalars(select(Registration.organisation_typed)))
    five = {"Caritasverband Volmetal e.V.", "Caritas Volmetal", "CV Volmetal", "caritas-volmetal"}
    assert typed >= five | {"Caritas"}
    pairs = db.session.scalars(
        select(OrganisationPair)
        .where(register.is_open())
        .options(joinedload(OrganisationPair.first), joinedload(OrganisationPair.second))
    )
    named = [{pair.first.name, pair.second.name} for pair in pairs]
    entries = {name for pair in named if "CV Volmetal" in pair for name in pair}
    assert entries == {"CV Volmetal", "caritas-volmetal", "Caritasverband Volmetal e.V.", "Caritas"}


def test_again_it_doubles_nothing(ctx: Flask) -> None:
    demo.load()
    before = _rows()
    demo.load()
    assert _rows() == before


def test_a_forum_whose_day_comes_near_is_moved_ahead_with_its_programme(ctx: Flask) -> None:
    demo.load()
    before = events.get_event("kim-case-management")
    count, seven_weeks = _rows()["registration"], clock.now() + timedelta(weeks=7)
    first = min(part.starts_at for part in events.day_of(before)) - before.starts_at
    with clock.fixed_at(seven_weeks):
        demo.load()
        after = events.get_event("kim-case-management")
        assert event_rules.phase(after, clock.now()) is Phase.OPEN
        assert after.starts_at - seven_weeks >= timedelta(days=21)
        assert min(part.starts_at for part in events.day_of(after)) - after.starts_at == first
    assert _rows()["registration"] == count


def test_it_refuses_where_real_data_lies(ctx: Flask) -> None:
    factories.event()
    with pytest.raises(click.ClickException):
        demo.load()
    assert events.find_event("kim-case-management") is None


def test_the_printed_links_open(ctx: Flask, client: Client) -> None:
    demo.load()
    addresses = [word for word in demo.printed_links().split() if word.startswith("http")]
    assert len(addresses) == 7
    assert [client.get(address).status_code for address in addresses] == [200] * 7


def test_the_mailbox_is_there_only_in_a_demo_and_only_here(ctx: Flask, client: Client) -> None:
    assert client.get("/mailbox").status_code == 404
    demo.load()
    assert client.get("/mailbox").status_code == 200
    far = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.get("/mailbox", environ_base=far).status_code == 404
