"""Signing in and out, as organisers do it."""

from __future__ import annotations

import pytest

from forum.accounts import queries, service
from forum.accounts.models import Account
from forum.base.database import db
from forum.mail.models import Message
from tests.support.clients import Client, submit
from tests.support.people import sign_in

SAME_ANSWER = "/workspace/sign-in-sent"


def test_a_link_signs_in_by_a_button(ctx, client: Client, organiser: Account):
    address = queries.address_of(service.invite(organiser.email, name=organiser.name))
    for _scanner in range(3):
        assert client.get(address).status_code == 200
    assert client.get("/workspace/").status_code == 302
    assert submit(client, address).url == "/workspace/"
    assert client.get("/workspace/").status_code == 200


def test_a_used_link_leads_on(ctx, client: Client, organiser: Account):
    address = queries.address_of(service.invite(organiser.email, name=organiser.name))
    submit(client, address)
    assert client.page(address).url == "/workspace/"
    stranger = ctx.test_client()
    page = stranger.page(address)
    assert (page.status, list(page.links.values()).count("/workspace/sign-in")) == (404, 1)


def test_every_address_gets_the_same_answer(ctx, client: Client, organiser: Account):
    known = submit(client, "/workspace/sign-in", {"email": organiser.email})
    unknown = submit(client, "/workspace/sign-in", {"email": "fremd@stadt.example"})
    assert (known.url, unknown.url) == (SAME_ANSWER, SAME_ANSWER)
    assert known.text == unknown.text
    assert db.session.query(Message).count() == 1


@pytest.mark.parametrize(
    "typed", ["", "oda", "oda@", "@stadt.example", "a b@stadt.example", "x" * 300 + "@a.example"]
)
def test_what_cannot_be_an_address_is_said_at_the_field(ctx, client: Client, typed: str):
    page = submit(client, "/workspace/sign-in", {"email": typed})
    assert (page.url, list(page.errors)) == ("/workspace/sign-in", ["email"])
    assert page.form().values["email"] == [typed]


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "مرحبا@stadt", "🌻@stadt.example"])
def test_strange_input_is_shown_as_it_is(ctx, client: Client, typed: str):
    page = submit(client, "/workspace/sign-in", {"email": typed})
    assert page.form().values["email"] == [typed]
    assert "<script>alert" not in page.html


def test_signing_out_ends_the_session(ctx, organiser_client: Client):
    page = submit(organiser_client, "/workspace/", action="/workspace/sign-out")
    assert page.url == "/workspace/sign-in"
    assert organiser_client.get("/workspace/").status_code == 302


def test_a_reader_changes_nothing(ctx, reader_client: Client):
    assert reader_client.get("/workspace/").status_code == 200
    page = submit(reader_client, "/workspace/new", {"title": "Neu"})
    assert page.status == 409


def test_an_empty_instance_says_who_makes_the_first_account(ctx, client: Client):
    assert "forum organiser invite" in client.page("/workspace/sign-in").text


def test_once_somebody_organises_it_no_longer_does(ctx, client: Client, organiser: Account):
    assert "forum organiser invite" not in client.page("/workspace/sign-in").text


def test_the_session_cookie_is_out_of_reach(ctx, client: Client, organiser: Account):
    sign_in(client, organiser)
    cookie = client.get_cookie("session")
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")
