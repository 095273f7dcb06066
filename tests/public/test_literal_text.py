"""Whatever people type stands everywhere as they typed it: pages, files and mail."""

from __future__ import annotations

import csv
import io

import pytest
import vobject
from flask import Flask
from sqlalchemy import select

from forum.base import languages
from forum.base.database import db
from forum.commands.work import KINDS
from forum.contacts import service as contacts
from forum.events import queries as events
from forum.events.models import Event
from forum.islands import drafting, publishing
from forum.islands import queries as plans
from forum.islands import service as islands
from forum.mail import letters
from forum.registration import queries
from forum.registration.models import Registration
from tests import factories
from tests.support.clients import Client, submit
from tests.support.contact_lists import let_in
from tests.support.pages import Node, Page, read

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onfocus="alert(1)" x=\'<b',
    "entity": "&lt;b&gt; &amp;amp; &#60;",
    "template": "{{ 7 * 7 }} {% raw %} ${7} %(name)s %s",
    "arabic": "مريم الشامي",
    "emoji": "Ana 🌻👍🏽 e\u0301",
    "invisible": "A\x00n\x0bn\u202ea B\u200b",
    "formula": "=cmd|' /C calc'!A0",
}


def as_kept(text: str) -> str:
    """What can be seen of it, in composed characters."""
    for sign in "\x00\x0b\u202e\u200b":
        text = text.replace(sign, "")
    return text.replace("e\u0301", "é")


def words(root: Node) -> str:
    """All that a page shows, in elements and in form fields."""
    fields = [node.attributes.get("value", "") for node in root.all("input", "option")]
    return " ".join([root.text, *fields])


def check(page: Page, *texts: str) -> None:
    """The texts stand on the page, and nothing in them has become part of it."""
    assert page.status == 200, page.url
    shown = words(page.main)
    assert [text for text in texts if " ".join(text.split()) not in shown] == [], page.url
    scripts = [node.attributes.get("src") for node in page.root.all("script")]
    assert [one for one in scripts if not one.startswith("/static/")] == []
    assert not any("onfocus" in node.attributes for node in page.root.all())
    assert "49" not in shown.split()


@pytest.fixture
def event(ctx: Flask, client: Client) -> Event:
    """A forum whose people typed strange things everywhere, confirmed them and have a route."""
    event = factories.event(slug="kim", contact_phone="")
    for number, text in enumerate(HOSTILE.values()):
        typed = {
            "first_name": f"{text} V",
            "last_name": f"{text} N",
            "email": f"a{number}@diakonie.example",
            "phone": f"{text[:20]} 02300",
            "organisation": f"{text} Org",
            "role": f"{text} Rolle",
            "sector": "welfare",
            **dict.fromkeys(("contact_list", "contact_email", "contact_phone"), "y"),
        }
        page = submit(client, "/events/kim/register", typed)
        assert page.url == "/events/kim/registered", page.errors
    for one in people():
        submit(client, own_page(one), button="Anmeldung bestätigen")
    plan = drafting.make_plan(event.id, seed=1, made_by="Oda")
    publishing.publish(plan.id)
    islands.copy_plan(plan.id, made_by="Oda")
    contacts.open_list(event.id)
    return event


def people() -> list[Registration]:
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def own_page(one: Registration) -> str:
    return f"/my/{queries.token_of(one)}"


def names() -> list[str]:
    return [f"{text} V {text} N" for text in map(as_kept, HOSTILE.values())]


def organisations() -> list[str]:
    return [f"{text} Org" for text in map(as_kept, HOSTILE.values())]


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_it_stands_on_every_page_as_it_was_typed(
    event: Event, client: Client, organiser_client: Client
):
    desk = f"/workspace/events/{event.slug}"
    everybody = [*names(), *organisations()]
    for one, name, where, text in zip(
        people(), names(), organisations(), map(as_kept, HOSTILE.values()), strict=True
    ):
        role, phone = f"{text} Rolle", f"{as_kept(text[:20])} 02300"
        check(client.page(own_page(one)), name, where, role, phone)
        check(client.page(f"{own_page(one)}/change"), f"{text} V", f"{text} N", where, role)
        check(organiser_client.page(f"{desk}/registrations/{one.id}"), name, where, role)
        check(organiser_client.page(f"{desk}/registrations/{one.id}/cancel"), name)
        search = f"{desk}/registrations/search"
        check(submit(organiser_client, search, {"words": where}), name, where)
    check(let_in(client, people()[0]), *everybody)
    check(client.page("/events/kim/register"), *organisations())
    for page in ("registrations", "contacts", "plan/1/round/1", "plan/2/round/1"):
        check(organiser_client.page(f"{desk}/{page}"), *everybody)
    hosts = [events.host_link(factories.host(island)) for island in event.islands]
    shown = " ".join(words(client.page(host).main) for host in hosts)
    assert [text for text in everybody if " ".join(text.split()) not in shown] == []


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_who_must_be_called_stands_as_typed_before_publishing(
    event: Event, organiser_client: Client
):
    for one in people():
        one.email = one.email_key = None
    db.session.commit()
    made = drafting.make_plan(event.id, seed=2, made_by="Oda")
    before = plans.routes_of(1)
    changed = [one for one in people() if plans.routes_of(made.id)[one.id] != before[one.id]]
    assert changed != []
    page = organiser_client.page(f"/workspace/events/kim/plan/{made.number}/publish")
    check(page, *(one.person.name for one in changed))


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_it_stands_in_every_file_as_it_was_typed(event: Event, organiser_client: Client):
    desk = "/workspace/events/kim"
    content = organiser_client.get(f"{desk}/contacts/list.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))[1:]
    assert sorted(row[2].removeprefix("'") for row in rows) == sorted(organisations())
    cards = organiser_client.get(f"{desk}/contacts/list.vcf").data.decode()
    read_back = [card.fn.value for card in vobject.readComponents(cards)]
    assert sorted(read_back) == sorted(names())


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_it_stands_in_mail_as_it_was_typed(event: Event):
    for one, name in zip(people(), names(), strict=True):
        for kind in ("registration-confirmed", "registration-link", "route-card"):
            letter = KINDS[kind](one.id)
            assert letter is not None
            with languages.in_language("de"):
                rendered = letters.render(letter)
            page = read(rendered.html)
            greeting = f"Guten Tag, {name},"
            assert rendered.text.startswith(f"{greeting}\n")
            assert page.first("p").text == " ".join(greeting.split())
            assert list(page.all("script")) == []
            assert not any("onfocus" in node.attributes for node in page.all())
