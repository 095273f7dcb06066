"""The pages of participants: registering, their own page, and what strangers learn (nothing)."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base import clock
from forum.base.database import db
from forum.events.models import Event
from forum.registration import queries
from forum.registration.models import Channel, Registration, State
from tests import factories
from tests.support.clients import Client, submit
from tests.support.pages import Page
from tests.support.populated import everything

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
TYPED = {
    "first_name": "Mirela",
    "last_name": "Sandkamp",
    "email": "m.sandkamp@diakonie.example",
    "phone": "02300 5550",
    "organisation": "Diakonie Auenstadt",
    "sector": "welfare",
    "role": "Beratung",
}


def own_page(one: Registration) -> str:
    return f"/my/{queries.token_of(one)}"


def test_registering_and_confirming(ctx: Flask, client: Client):
    event = factories.event(slug="kim")
    page = submit(client, "/events/kim/register", {**TYPED, "wish2": str(event.islands[3].id)})
    assert page.url == "/events/kim/registered"
    assert page.heading == "Bitte bestätigen Sie Ihre Adresse"
    one = db.session.scalars(select(Registration)).one()
    assert (one.state, [wish.island.theme for wish in one.wishes]) == (State.HELD, ["Wohnen"])
    page = submit(client, own_page(one), button="Anmeldung bestätigen")
    assert "Sie haben einen Platz" in page.text
    page = submit(client, f"{own_page(one)}/change", {"last_name": "Neu", "wish2": ""})
    assert "Mirela Neu, m.sandkamp@diakonie.example, 02300 5550" in page.text
    page = submit(client, f"{own_page(one)}/cancel")
    assert "Ihre Anmeldung ist storniert" in page.text
    assert "Sandkamp" not in client.page("/events/kim").html


@ON_ONE
def test_when_registration_is_closed_the_page_says_so_and_takes_nothing(ctx: Flask, client: Client):
    event = factories.event(slug="kim", contact_phone="0221 123")
    form = client.page("/events/kim/register").form(action="")
    before = everything()
    with clock.fixed_at(event.registration_deadline):
        page = client.page("/events/kim/register")
        assert [form.action for form in page.forms()] == ["/language"]
        assert "Kim Beispiel, 0221 123, forum@stadt.example" in page.text
        late = Page(client.post("/events/kim/register", data=form.filled_in(dict(TYPED))))
        assert "Die Anmeldung zu diesem Forum ist geschlossen." in late.text
        assert everything() == before


@ON_ONE
def test_who_waits_is_told_the_place_in_the_queue(ctx: Flask, client: Client):
    event = factories.event(slug="kim", capacity=1)
    factories.registration(event)
    page = submit(client, "/events/kim/register", {**TYPED}, button="Auf die Warteliste setzen")
    assert page.url == "/events/kim/registered"
    one = db.session.scalars(select(Registration).where(Registration.state == State.WAITING)).one()
    assert "dann stehen Sie auf der Warteliste" in client.page(own_page(one)).text
    page = submit(client, own_page(one), button="Anmeldung bestätigen")
    assert "Sie stehen auf der Warteliste, auf Platz 1" in page.text


@ON_ONE
def test_the_hour_of_the_forum_is_too_late_to_cancel(ctx: Flask, client: Client):
    event = factories.event()
    one = factories.registration(event)
    with clock.fixed_at(event.starts_at):
        page = submit(client, f"{own_page(one)}/cancel")
    assert page.status == 200
    assert "kann nicht mehr storniert werden" in page.root.first("div", id="errors").text
    assert one.state is State.CONFIRMED


@ON_ONE
def test_who_came_from_a_list_reads_where_the_data_come_from(ctx: Flask, client: Client):
    one = factories.registration(factories.event(), channel=Channel.LIST, address_confirmed_at=None)
    page = client.page(own_page(one))
    assert "aus einer Liste" in page.text
    assert "Anmeldung bestätigen" not in page.text


def english(event: Event) -> Registration:
    return factories.registration(event, language="en")


@ON_ONE
def test_the_language_follows_browser_then_registration_then_switch(ctx: Flask, client: Client):
    event = factories.event(slug="kim")
    one = english(event)
    german = {"Accept-Language": "de-DE,de;q=0.9"}
    for accepted, title in (
        ("de-DE,de;q=0.9", event.title),
        ("en-GB,de;q=0.5", event.title_en),
        ("tr,fr", event.title),
        ("", event.title),
        ("<script>;q=x", event.title),
    ):
        page = client.page("/events/kim", headers={"Accept-Language": accepted})
        assert (accepted, page.heading) == (accepted, title)
    page = client.page(own_page(one), headers=german)
    assert (page.heading, page.root.first("html").attributes["lang"]) == ("My participation", "en")
    form = page.form(action="/language")
    client.post("/language", data=form.filled_in({"language": "de"}), headers=german)
    assert client.page(own_page(one), headers=german).heading == "Meine Teilnahme"


@ON_ONE
def test_answers_speak_the_language_of_the_personal_page(ctx: Flask, client: Client):
    event = factories.event()
    one = factories.registration(event, language="en", state=State.HELD, address_confirmed_at=None,
                                 held_until=event.starts_at)  # fmt: skip
    german = {"Accept-Language": "de"}
    page = submit(client, own_page(one), button="Confirm my registration", headers=german)
    assert "You have a place" in page.text
    page = submit(client, own_page(one) + "/cancel", headers=german)
    assert "Your registration is cancelled" in page.text


@ON_ONE
def test_who_registers_in_english_is_remembered_so(ctx: Flask, client: Client):
    factories.event(slug="kim")
    page = submit(client, "/events/kim/register", TYPED, headers={"Accept-Language": "en-GB"})
    assert page.url == "/events/kim/registered"
    assert db.session.scalars(select(Registration.language)).all() == ["en"]


@ON_ONE
@pytest.mark.parametrize("name", ["change", "cancel", "needs", "address", "ask/cancel"])
def test_who_has_cancelled_is_not_asked_again(ctx: Flask, client: Client, name: str):
    one = factories.registration(factories.event(), state=State.CANCELLED)
    assert client.page(f"{own_page(one)}/{name}").url == own_page(one)


@ON_ONE
def test_the_error_summary_follows_the_page(ctx: Flask, client: Client):
    factories.event(slug="kim")
    wrong = {**TYPED, "first_name": "", "sector": "", "need_diet": "vegan", "contact_role": "y"}
    page = submit(client, "/events/kim/register", wrong)
    summary = page.root.first("div", _class="kern-alert kern-alert--danger")
    fields = [link.attributes["href"] for link in summary.all("a")]
    assert fields == ["#first_name", "#sector", "#needs_agreed", "#contact_list"]
