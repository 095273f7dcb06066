"""Links that organisers print: they open the page, but not what is for few eyes."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.base.database import db
from forum.events.models import Event
from forum.registration import needs, paper, queries
from forum.registration.details import Needs
from forum.registration.models import Registration
from forum.registration.person_models import Need
from tests import factories
from tests.support.clients import Client, submit
from tests.support.registering import find, register

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def printed(client: Client, one: Registration) -> str:
    """The address of the personal page as it stands on the letter of an organiser."""
    page = client.page(f"/workspace/events/kim/registrations/{one.id}/letter")
    sheet = page.root.first("article")
    urls = [node.text for node in sheet.all("span") if "/my/" in node.text]
    assert urls
    assert all(queries.token_of(one) not in url for url in urls)
    return "/my/" + urls[0].partition("/my/")[2]


def test_a_printed_link_opens_the_page_without_needs(
    event: Event, client: Client, organiser_client: Client
):
    one = factories.registration(event)
    needs.replace(one.id, Needs({Need.OTHER: "sitzt im Rollstuhl"}, is_agreed=True))
    own = client.page(f"/my/{queries.token_of(one)}")
    assert "sitzt im Rollstuhl" in own.text
    path = printed(organiser_client, one)
    page = organiser_client.page(path)
    assert (page.status, "sitzt im Rollstuhl" in page.html) == (200, False)
    assert "weil das Organisationsteam diesen Link ausgedruckt hat" in page.text
    form = organiser_client.page(f"{path}/needs")
    assert "sitzt im Rollstuhl" not in form.html
    assert organiser_client.get(f"{path}/change").status_code == 200


def test_whether_there_are_needs_does_not_show_either(
    event: Event, client: Client, organiser_client: Client
):
    one, two = factories.registration(event), factories.registration(event)
    needs.replace(one.id, Needs({Need.OTHER: "sitzt im Rollstuhl"}, is_agreed=True))
    said = []
    for who in (one, two):
        path = printed(organiser_client, who)
        told = "weil das Organisationsteam diesen Link ausgedruckt hat" in client.page(path).text
        said.append((told, client.page(f"{path}/needs").text))
    assert (said[0], said[0][0]) == (said[1], True)


def test_what_is_sent_from_a_printed_link_replaces_what_was_said(
    event: Event, client: Client, organiser_client: Client
):
    one = factories.registration(event)
    needs.replace(one.id, Needs({Need.OTHER: "alt"}, is_agreed=True))
    path = printed(organiser_client, one)
    submit(client, f"{path}/needs", {"need_step_free": "y", "needs_agreed": "y"})
    assert needs.of(one.id) == {Need.STEP_FREE: ""}


def test_a_printed_link_does_not_name_who_is_protected(
    event: Event, client: Client, organiser_client: Client
):
    register(event, "m@stadt.example", is_protected=True)
    one = db.session.query(Registration).one()
    page = client.page(printed(organiser_client, one))
    assert ("Gast 1" in page.text, "m@stadt.example" in page.html) == (True, False)


def test_a_printed_link_ends_with_the_others(event: Event, client: Client):
    register(event, "m@stadt.example")
    one = find(event, "m@stadt.example")
    sheet = paper.write(one, paper.WELCOME)
    assert sheet is not None
    path = "/my/" + sheet.letter.footer[0][1].partition("/my/")[2]
    assert client.get(path).status_code == 200
    one.link_revision += 1
    db.session.commit()
    assert client.get(path).status_code == 404
