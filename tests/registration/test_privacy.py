"""What strangers learn from participants' pages: nothing."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base import clock
from forum.base.database import db
from forum.mail.models import Message
from forum.registration import queries
from forum.registration.models import Registration, State
from tests import factories
from tests.support.clients import Client
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


def message_kinds() -> list[tuple[str, int]]:
    query = select(Message.kind, Message.about_id).order_by(Message.id)
    return [(kind, about) for kind, about in db.session.execute(query)]


@ON_ONE
def test_a_second_try_looks_like_the_first_to_whoever_sent_it(ctx: Flask, client: Client):
    factories.event(slug="kim")
    answers = []
    for name in ("Sandkamp", "Fremd"):
        stranger = ctx.test_client()
        form = stranger.page("/events/kim/register").form(action="")
        sent = form.filled_in({**TYPED, "last_name": name})
        answer = stranger.post("/events/kim/register", data=sent)
        page = stranger.page(answer.headers["Location"])
        body = page.html.replace(str(page.forms()[0].values["csrf_token"][0]), "")
        names = sorted(name for name, _value in answer.headers)
        answers.append((answer.status, answer.headers["Location"], names, answer.text, body))
    assert answers[0] == answers[1]
    one = db.session.scalars(select(Registration)).one()
    assert one.person.last_name == "Sandkamp"
    assert message_kinds() == [("registration-received", one.id), ("registration-again", one.id)]


@ON_ONE
def test_lost_links_are_sent_without_a_word_about_who_is_registered(ctx: Flask, client: Client):
    one = factories.registration(factories.event(), email="m.sandkamp@diakonie.example")
    pages = []
    for typed in ("M.Sandkamp@diakonie.example", "fremd@diakonie.example"):
        form = client.page("/my/lost").form(action="")
        answer = client.post("/my/lost", data=form.filled_in({"email": typed}))
        page = client.page(answer.headers["Location"])
        pages.append((answer.status_code, answer.headers["Location"], answer.text, page.text))
        assert typed.lower() not in page.html.lower()
    assert pages[0] == pages[1]
    assert message_kinds() == [("registration-link", one.id)]


def test_links_open_only_what_is_theirs(ctx: Flask, client: Client):
    event, other = factories.event(), factories.event()
    one, two = factories.registration(event), factories.registration(other)
    host = factories.host(event.islands[0])
    from forum.events import queries as events

    hosts_token = events.host_link(host).rpartition("/")[2]
    token, foreign = queries.token_of(one), queries.token_of(two)
    assert one.person.last_name in client.page(f"/my/{token}").text
    assert one.person.last_name not in client.page(f"/my/{foreign}").html
    mixed = token[:16] + foreign[16:]
    for path in (f"/my/{hosts_token}", f"/islands/{token}", f"/my/{mixed}", f"/islands/{mixed}"):
        page = client.page(path)
        assert (page.status, "/my/lost" in page.links.values()) == (404, True)
    one.link_revision = 1
    db.session.commit()
    assert client.get(f"/my/{token}").status_code == 404
    assert client.get(f"/my/{queries.token_of(one)}").status_code == 200


@ON_ONE
def test_damaged_links_say_what_to_do(ctx: Flask, client: Client):
    one = factories.registration(factories.event())
    token = queries.token_of(one)
    swapped = token[:-1] + ("A" if token[-1] != "A" else "B")
    upper = token.upper() if token.upper() != token else token.lower()
    for damaged in (token[:-1], token[:20], swapped, upper, token + "=", token * 3, "я" * 36,
                    token[:-3] + "%0A", f"{token}.", f"{token},", f"<{token}>"):  # fmt: skip
        for rest in ("", "/change", "/cancel", "/calendar.ics", "/contacts",
                     "/consents/photos-web/grant"):  # fmt: skip
            page = client.page(f"/my/{damaged}{rest}")
            assert (damaged, rest, page.status) == (damaged, rest, 404)
            assert "Sie können sich Ihren Link noch einmal senden lassen" in page.text
            assert page.links["Persönlichen Link erneut zusenden lassen"] == "/my/lost"


@ON_ONE
def test_personal_pages_are_kept_by_nobody(ctx: Flask, client: Client):
    event = factories.event(contact_list_opened_at=clock.now())
    one = factories.registration(event)
    factories.consent(one)
    for rest in (
        "",
        "/change",
        "/cancel",
        "/calendar.ics",
        "/contacts",
        "/consents/photos-web/grant",
    ):
        headers = client.get(own_page(one) + rest).headers
        assert (headers["Cache-Control"], headers["X-Robots-Tag"], headers["Referrer-Policy"]) == (
            "no-store",
            "noindex, nofollow",
            "no-referrer",
        )
    assert "X-Robots-Tag" not in client.get("/").headers


@ON_ONE
@pytest.mark.parametrize("state", State)
def test_looking_changes_nothing_in_any_state(ctx: Flask, client: Client, state: State):
    event = factories.event(contact_list_opened_at=clock.now())
    values: dict[str, Any] = {"held_until": clock.now(), "address_confirmed_at": None}
    one = factories.registration(event, state=state, **(values if state is State.HELD else {}))
    factories.consent(one)
    before = everything(but={"contact_list_access"})
    answers = {
        rest: client.get(own_page(one) + rest).status_code
        for rest in ("", "/change", "/cancel", "/calendar.ics", "/contacts",
                     "/consents/photos-web/grant", "/confirm", "/consents/photos-web/withdraw")
    }  # fmt: skip
    assert everything(but={"contact_list_access"}) == before
    has_place = state in {State.CONFIRMED, State.CHECKED_IN}
    changing = 302 if state in {State.CANCELLED, State.EXPIRED} else 200
    assert answers == {
        "": 200,
        "/change": changing,
        "/cancel": changing,
        "/calendar.ics": 409 if state in {State.HELD, State.WAITING, State.OFFERED} else 200,
        "/contacts": 200 if has_place else 409,
        "/consents/photos-web/grant": 200,
        "/confirm": 405,
        "/consents/photos-web/withdraw": 200,
    }
