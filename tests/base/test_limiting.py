"""Limits on how often something may be asked for, counted in the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from limits import parse
from sqlalchemy import select

from forum.base import clock, database, limiting
from forum.base.database import db
from forum.base.models import RateCount
from forum.commands import work
from forum.registration import counts, service
from tests import factories
from tests.support.clients import Client, submit
from tests.support.registering import NO, details, kinds

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
TWICE = parse("2 per minute")
FORM = {
    "first_name": "Mirela",
    "last_name": "Sandkamp",
    "email": "m@diakonie.example",
    "sector": "welfare",
}


def may(*what: str) -> bool:
    with database.transaction() as session:
        return limiting.may(session, TWICE, *what)


def test_what_is_over_the_limit_is_told_apart_by_what_it_is_about(ctx: Flask):
    assert [may("a"), may("a"), may("a"), may("b")] == [True, True, False, True]


def test_after_its_window_it_begins_anew_and_is_forgotten(ctx: Flask):
    now = clock.now()
    with clock.fixed_at(now):
        assert [may("a") for _again in range(3)] == [True, True, False]
    with clock.fixed_at(now + timedelta(minutes=1)):
        assert may("a") is True
    work.maintain(now + timedelta(minutes=3))
    assert db.session.scalars(select(RateCount)).all() == []


def test_what_was_refused_is_not_counted_and_nothing_readable_is_kept(ctx: Flask):
    def three_times() -> None:
        with database.transaction() as session:
            for _again in range(3):
                limiting.check(session, TWICE, "m@diakonie.example", "192.0.2.7")

    with pytest.raises(limiting.TooMany):
        three_times()
    assert may("m@diakonie.example", "192.0.2.7") is True
    kept = repr([row.key for row in db.session.scalars(select(RateCount))])
    assert "diakonie" not in kept
    assert "192" not in kept


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", "unknown"),
        (None, "unknown"),
        ("x" * 500, "unknown"),
    ],
)
def test_a_line_of_a_provider_is_one_client(address: str | None, counted: str):
    assert limiting.client(address) == counted


@ON_ONE
def test_a_city_hall_of_500_behind_one_proxy_passes_and_no_flood(ctx: Flask):
    event = factories.event(capacity=1000)
    started = clock.now()
    with clock.fixed_at(started):
        for number in range(600):
            said = details(f"P{number}", organisation="")
            email = f"p{number}@stadt.example"
            sent = service.Application(said, email=email, language="de", decisions=NO)
            service.register(event.id, sent, client="192.0.2.7")
        said = details("Zuviel", organisation="")
        sent = service.Application(said, email="z@stadt.example", language="de", decisions=NO)
        with pytest.raises(limiting.TooMany):
            service.register(event.id, sent, client="192.0.2.7")
        service.register(event.id, sent, client="198.51.100.4")
    assert counts.places_left([event.id])[event.id].held == 601


@ON_ONE
def test_a_form_that_came_too_often_keeps_what_was_typed(ctx: Flask, client: Client):
    event = factories.event(slug="kim")
    with database.transaction() as session:
        for _again in range(600):
            limiting.may(session, limiting.PER_CLIENT, "register", str(event.id), "127.0.0.1")
    page = submit(client, "/events/kim/register", FORM)
    assert "Bitte versuchen Sie es in einigen Minuten noch einmal." in page.text
    kept = [form.values["last_name"] for form in page.forms() if "last_name" in form.values]
    assert ["Sandkamp"] in kept


@ON_ONE
def test_nobody_is_flooded_with_mail(ctx: Flask):
    event = factories.event()
    one = factories.registration(event)
    for _again in range(20):
        service.request_links(str(one.email))
        work.deliver()
    assert kinds().count("registration-link") == 5


@ON_ONE
def test_what_only_a_program_fills_is_said_and_nothing_is_saved(ctx: Flask, client: Client):
    event = factories.event(slug="kim")
    page = submit(client, "/events/kim/register", {**FORM, "website": "https://spam.example"})
    assert "Bitte leeren Sie das Feld" in page.text
    assert counts.places_left([event.id])[event.id].taken == 0


@ON_ONE
def test_a_form_that_is_sent_at_once_is_confirmed_by_mail_like_any_other(
    ctx: Flask, client: Client
):
    event = factories.event(slug="kim")
    page = submit(client, "/events/kim/register", FORM)
    assert page.url == "/events/kim/registered"
    assert (counts.places_left([event.id])[event.id].held, kinds()) == (
        1,
        ["registration-received"],
    )
