"""The page of all teams, and what hosts and guests see when somebody stands in."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.base import database
from forum.events import queries, stand_ins
from forum.events.models import Event
from forum.events.team_mails import KINDS
from forum.events.team_models import IslandHost, TeamRole
from tests import factories
from tests.support.clients import Client, submit
from tests.support.queries import Counter

TEAMS = "/workspace/events/kim/teams"


@pytest.fixture
def event(ctx: Flask) -> Event:
    made = factories.event(slug="kim", contact_phone="02331 44")
    with database.transaction():
        made.islands[0].questions = "Was gelingt?\nWas fehlt?"
    return made


@pytest.fixture
def host(event: Event) -> IslandHost:
    return factories.host(event.islands[0], name="Gesa Gast", organisation="AWO")


def test_one_button_puts_the_deputy_in_and_one_takes_it_back(
    event: Event, host: IslandHost, organiser_client: Client, client: Client
):
    factories.host(
        event.islands[0], name="Vera Tretung", organisation="Caritas", role=TeamRole.DEPUTY
    )
    link = queries.host_link(host)
    assert "AWO" in client.page("/events/kim").text
    assert "Caritas" not in client.page("/events/kim").text
    page = submit(organiser_client, TEAMS, button="Kann nicht kommen – Vera Tretung springt ein")
    assert "Gesa Gast kann nicht kommen. Vera Tretung springt ein." in page.text
    assert client.get(link).status_code == 404
    assert "Caritas" in client.page("/events/kim").text
    assert "AWO" not in client.page("/events/kim").text
    page = submit(organiser_client, TEAMS, button="Kann doch kommen")
    assert "Gesa Gast kommt." in page.text
    assert "Gesa Gast" in client.page(link).text


def test_whoever_has_no_address_is_called(event: Event, host: IslandHost, organiser_client: Client):
    deputy = factories.host(event.islands[0], email="", role=TeamRole.DEPUTY)
    page = submit(organiser_client, TEAMS, button=f"Kann nicht kommen – {deputy.name} springt ein")
    assert f"Wir haben keine E-Mail-Adresse von {deputy.name}: Bitte rufen Sie an." in page.text
    assert page.main.first("input", type="url").attributes["value"] == queries.host_link(deputy)


def test_suggestions_stand_on_the_page_of_the_island(
    event: Event, host: IslandHost, organiser_client: Client, client: Client
):
    factories.host(event.islands[1])
    lent = factories.host(event.islands[1], name="Vera Tretung", role=TeamRole.DEPUTY)
    own_page = f"/workspace/events/kim/islands/{event.islands[0].id}"
    page = submit(organiser_client, own_page, button="Kann nicht kommen")
    assert page.url == own_page
    assert "Für Gesa Gast springt noch niemand ein." in page.text
    page = submit(organiser_client, own_page, button="Vera Tretung springt ein")
    assert "Vera Tretung springt für Gesa Gast ein." in page.text
    assert "hilft auf Insel A aus" in organiser_client.page(TEAMS).text
    stand_in = queries.get_island(event.id, event.islands[0].id).hosts_here[0]
    page = client.page(queries.host_link(stand_in))
    assert "Sie springen auf Insel A ein" in page.text
    assert client.get(queries.host_link(lent)).status_code == 404


def test_tables_sit_together_and_everybody_reads_it(
    event: Event, host: IslandHost, organiser_client: Client, client: Client
):
    guest = factories.registration(event)
    plan = factories.plan(event, {guest: tuple(event.islands[:3])})
    with database.transaction():
        plan.assignments[0].table_number = 2
    submit(organiser_client, TEAMS, button="Kann nicht kommen")
    page = submit(organiser_client, TEAMS, button="Tische der Insel A zusammenlegen")
    assert "Alle Tische der Insel A bilden eine Gruppe." in page.text
    said = "Alle Tische bilden eine Gruppe"
    assert said in client.page("/events/kim/now").text
    assert said in organiser_client.page("/workspace/events/kim/plan/1/round/1").text
    assert said not in organiser_client.page("/workspace/events/kim").text
    submit(organiser_client, TEAMS, button="Tische der Insel A wieder trennen")
    assert said not in client.page("/events/kim/now").text


def test_a_single_table_is_named_honestly(event: Event, host: IslandHost, organiser_client: Client):
    with database.transaction():
        event.islands[0].maximum = 6
    page = submit(organiser_client, TEAMS, button="Kann nicht kommen")
    assert "Diese Insel hat nur einen Tisch" in page.text


def test_the_letter_says_what_a_stand_in_needs_and_names_nobody_else(
    event: Event, host: IslandHost, ctx: Flask
):
    deputy = factories.host(event.islands[0], role=TeamRole.DEPUTY)
    write = KINDS["host-stands-in"]
    assert write(deputy.id) is None
    stand_ins.cannot_come(event.id, host.id, by=factories.account().id)
    letter = write(deputy.id)
    assert letter is not None
    said = repr(letter)
    for wanted in ("Was fehlt?", "Raum 201", "02331 44", queries.host_link(deputy)):
        assert wanted in said
    assert "Gesa" not in said
    assert letter.recipient == deputy.email


def test_more_people_cost_no_more_questions(
    event: Event, host: IslandHost, organiser_client: Client, count_queries: Counter
):
    with count_queries() as few:
        organiser_client.get(TEAMS)
    for island in event.islands:
        for role in TeamRole:
            factories.host(island, role=role)
    stand_ins.cannot_come(event.id, host.id, by=factories.account().id)
    with count_queries() as many:
        organiser_client.get(TEAMS)
    assert len(many) == len(few)
