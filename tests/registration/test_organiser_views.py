"""The organisers' list of registrations: narrowing, sorting, leafing, searching, correcting."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base.database import db
from forum.events.models import Event
from forum.mail.models import Message
from forum.registration.models import Channel, State
from tests import factories
from tests.support.clients import Client, submit
from tests.support.pages import Page
from tests.support.populated import everything

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
LIST = "/workspace/events/kim/registrations"
TYPED = {
    "first_name": "Mirela",
    "last_name": "Sandkamp",
    "phone": "02300 5550",
    "organisation": "Diakonie Auenstadt",
    "sector": "welfare",
    "role": "Beratung",
}
CHANGED = "Inzwischen hat jemand anderes dies geändert."


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def shown(page: Page) -> list[str]:
    """The last names in the list."""
    links = [link for link in page.main.all("a") if "pf-table__link" in link.attributes["class"]]
    return [link.text.rpartition(" ")[2] for link in links]


@ON_ONE
def test_correcting_what_somebody_said(event: Event, organiser_client: Client):
    one = factories.registration(event)
    page = submit(
        organiser_client, f"{LIST}/{one.id}", {**TYPED, "wish1": str(event.islands[2].id)}
    )
    assert (page.url, shown(page)) == (LIST, ["Sandkamp"])
    assert [wish.island.theme for wish in one.wishes] == ["Deutscherwerb"]
    page = submit(organiser_client, f"{LIST}/{one.id}", {"phone": "<b>", "role": "x" * 151})
    assert (page.status, list(page.errors)) == (200, ["phone", "role"])
    assert page.form(action="").values["role"] == ["x" * 151]


@ON_ONE
def test_who_is_slower_sees_it_and_loses_nothing(event: Event, organiser_client: Client):
    one = factories.registration(event)
    form = organiser_client.page(f"{LIST}/{one.id}").form(action="")
    submit(organiser_client, f"{LIST}/{one.id}", {"role": "Leitung"})
    slower = Page(organiser_client.post(form.target, data=form.filled_in(dict(TYPED))))
    assert CHANGED in slower.root.first("div", id="errors").text
    kept = slower.form(action="")
    assert {name: kept.values[name][0] for name in TYPED} == TYPED
    again = organiser_client.post(kept.target, data=kept.values)
    assert (again.status_code, one.person.last_name) == (302, "Sandkamp")


@ON_ONE
def test_without_a_version_nothing_is_overwritten(event: Event, organiser_client: Client):
    one = factories.registration(event)
    before = everything()
    for version in (None, "", "abc", "0", "-1", "9" * 30):
        page = submit(organiser_client, f"{LIST}/{one.id}", {**TYPED, "version": version})
        assert (page.status, everything() == before) == (200, True)
        assert CHANGED in page.root.first("div", id="errors").text
        assert page.form(action="").values["version"] == [str(one.version)]


@ON_ONE
def test_a_correction_without_its_token_comes_back_with_everything(
    event: Event, organiser_client: Client
):
    one = factories.registration(event)
    form = organiser_client.page(f"{LIST}/{one.id}").form(action="")
    before = everything()
    for token in ({}, {"csrf_token": "wrong"}):
        sent = {**form.values, **TYPED, **token}
        sent = sent if token else {n: v for n, v in sent.items() if n != "csrf_token"}
        page = Page(organiser_client.post(form.target, data=sent))
        kept = page.form(action="").values
        assert (page.status, {name: kept[name][0] for name in TYPED}) == (400, TYPED)
        assert "Bitte senden Sie das Formular noch einmal ab." in page.text
        assert everything() == before
    page = Page(organiser_client.post(f"{LIST}/search", data={"words": one.person.last_name}))
    assert (page.status, one.person.first_name in page.text) == (400, False)


@ON_ONE
def test_a_session_that_ended_asks_to_sign_in_and_changes_nothing(event: Event, client: Client):
    one = factories.registration(event)
    before = everything()
    answer = client.post(f"{LIST}/{one.id}", data=TYPED)
    assert answer.headers["Location"].startswith("/workspace/sign-in")
    assert everything() == before


@ON_ONE
def test_cancelling_for_somebody_gives_the_place_on(event: Event, organiser_client: Client):
    event.capacity = 1
    db.session.commit()
    one = factories.registration(event)
    waiting = factories.registration(event, state=State.WAITING)
    page = submit(organiser_client, f"{LIST}/{one.id}/cancel")
    assert "Die Anmeldung ist storniert" in page.text
    assert (one.state, waiting.state) == (State.CANCELLED, State.OFFERED)
    page = organiser_client.page(f"{LIST}/{one.id}")
    assert [form.action for form in page.forms() if form.action == ""] == []


@ON_ONE
def test_those_from_a_list_are_written_to_by_one_button(event: Event, organiser_client: Client):
    one = factories.registration(event, channel=Channel.LIST, told_at=None)
    factories.registration(event, channel=Channel.LIST, told_at=None, email=None)
    page = submit(organiser_client, f"{LIST}/tell", button="1 Person benachrichtigen")
    assert "1 Person wird benachrichtigt." in page.text
    told = select(Message.about_id).where(Message.kind == "registration-entered")
    assert db.session.scalars(told).all() == [one.id]
    assert "benachrichtigen" not in organiser_client.page(LIST).text


@ON_ONE
def test_one_forums_people_are_not_found_in_another(event: Event, organiser_client: Client):
    foreign = factories.registration(factories.event())
    for rest in ("", "/cancel"):
        assert organiser_client.get(f"{LIST}/{foreign.id}{rest}").status_code == 404
    assert organiser_client.get(f"{LIST}/{2**31 - 1}").status_code == 404
    assert organiser_client.get(f"{LIST}/{2**31}").status_code == 404
    page = submit(organiser_client, f"{LIST}/search", {"words": foreign.person.last_name})
    assert "0 Treffer" in page.text


@ON_ONE
def test_a_reader_sees_everything_and_changes_nothing(event: Event, reader_client: Client):
    one = factories.registration(event)
    form = reader_client.page(f"{LIST}/{one.id}").form(action="")
    before = everything()
    answers = [
        reader_client.post(f"{LIST}{rest}", data=form.filled_in(dict(TYPED))).status_code
        for rest in (f"/{one.id}", f"/{one.id}/cancel", "/tell")
    ]
    assert (answers, everything() == before) == ([409, 409, 409], True)
