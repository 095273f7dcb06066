"""What participants are told: the right person, in their language, with their own link only."""

from __future__ import annotations

import dataclasses
import re
from datetime import timedelta
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base import clock, languages
from forum.base.database import db
from forum.commands import work
from forum.config import MailServer as MailSettings
from forum.events.models import Event
from forum.islands import publishing
from forum.islands import service as islands
from forum.mail import letters
from forum.mail.letters import Rendered
from forum.mail.models import Message
from forum.registration import queries, service
from forum.registration.models import Channel, Registration, State
from tests import factories
from tests.support.pages import read
from tests.support.smtp import MailServer

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

_plans = count(1)
LINK = re.compile(r"https?://\S+")
SUBJECTS = {
    "registration-received": (
        "Bitte bestätigen Sie Ihre Anmeldung",
        "Please confirm your registration",
    ),
    "registration-again": ("Sie sind schon angemeldet", "You are already registered"),
    "registration-link": ("Ihr persönlicher Link", "Your personal link"),
    "registration-entered": ("Sie sind angemeldet", "You are registered"),
    "registration-confirmed": ("Ihr Platz ist bestätigt", "Your place is confirmed"),
    "registration-promoted": ("Sie haben einen Platz", "You have a place"),
    "registration-cancelled": ("Ihre Anmeldung ist storniert", "Your registration is cancelled"),
    "route-card": ("Ihr Laufzettel", "Your route card"),
}


def write(kind: str, about: int) -> Rendered | None:
    """The message as it would leave now; None where there is nothing to say any more."""
    letter = work.KINDS[kind](about)
    if letter is None:
        return None
    with languages.in_language(letter.language):
        return letters.render(letter)


def written(kind: str, one: Registration) -> Rendered:
    found = write(kind, one.id)
    assert found is not None, kind
    return found


def held(event: Event, **values: object) -> Registration:
    until = clock.now() + timedelta(hours=48)
    return factories.registration(
        event, **{"state": State.HELD, "address_confirmed_at": None, "held_until": until, **values}
    )


def in_state_for(kind: str, event: Event, **values: object) -> Registration:
    """Somebody about whom a message of this kind is true."""
    if kind == "registration-received":
        return held(event, **values)
    if kind == "registration-cancelled":
        return factories.registration(event, state=State.CANCELLED, **values)
    return factories.registration(event, **values)


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def test_each_message_goes_to_its_own_person_alone(event: Event):
    for kind, subjects in SUBJECTS.items():
        people = [
            in_state_for(kind, event, language="de", phone="0221 4710247"),
            in_state_for(kind, event, language="en", phone="0221 4710247"),
        ]
        factories.plan(event, dict.fromkeys(people, tuple(event.islands[:3])), number=next(_plans))
        for one, other, subject in zip(people, reversed(people), subjects, strict=True):
            message = written(kind, one)
            assert (message.recipient, message.subject) == (one.email, subject)
            assert message.sender_name == "Kim Beispiel"
            assert message.reply_to == "forum@stadt.example"
            foreign = [other.person.last_name, other.email, other.link_id, "4710247"]
            own = f"http://localhost/my/{queries.token_of(one)}"
            for text in (message.text, message.html):
                assert (one.person.name in text) == (kind != "registration-received")
                assert [word for word in foreign if word and word in text] == []
                assert f"/my/{queries.token_of(other)}" not in text
                assert (own in text) == (kind != "registration-cancelled")


def test_text_and_page_of_a_message_say_the_same(event: Event):
    for kind in SUBJECTS:
        one = in_state_for(kind, event)
        factories.plan(event, {one: tuple(event.islands[:3])}, number=next(_plans))
        message = written(kind, one)
        root = read(message.html)
        assert root.first("html").attributes["lang"] == "de"
        assert root.first("title").text == message.subject
        page = root.first("body")
        lines = [line for line in message.text.splitlines() if line not in {"", "-- "}]
        parts = [part for line in lines for part in re.split(r": |:$", line, maxsplit=1) if part]
        assert [part for part in parts if part not in page.text and part not in message.html] == []
        links = {link.attributes["href"] for link in page.all("a")}
        assert set(LINK.findall(message.text)) == links


def test_who_waits_and_who_has_a_place_read_what_is_true(event: Event):
    place, waits = held(event), held(event, state=State.WAITING)
    assert "wir halten einen Platz für Sie frei" in written("registration-received", place).text
    assert "stehen Sie auf der Warteliste" in " ".join(
        written("registration-received", waits).text.split()
    )
    assert "einen Platz für Sie frei" not in written("registration-received", waits).text
    assert place.held_until is not None
    until = clock.in_berlin(place.held_until).strftime("%H:%M").lstrip("0")
    assert until in written("registration-received", place).text


def test_what_is_no_longer_true_is_not_said(event: Event):
    over = [
        ("registration-received", State.CONFIRMED),
        ("registration-received", State.CANCELLED),
        ("registration-received", State.EXPIRED),
        ("registration-confirmed", State.CANCELLED),
        ("registration-promoted", State.CANCELLED),
        ("registration-promoted", State.WAITING),
        ("registration-entered", State.CANCELLED),
        ("registration-link", State.CANCELLED),
        ("registration-again", State.EXPIRED),
        ("route-card", State.CANCELLED),
    ]
    people = [factories.registration(event, state=state) for _kind, state in over]
    factories.plan(event, dict.fromkeys(people, tuple(event.islands[:3])))
    said = [row for row, one in zip(over, people, strict=True) if write(row[0], one.id) is not None]
    assert said == []


def test_about_nobody_there_is_nothing_to_say(event: Event):
    without_address = factories.registration(event, email=None)
    assert [kind for kind in SUBJECTS if write(kind, 999_999)] == []
    assert [kind for kind in SUBJECTS if write(kind, without_address.id)] == []


def test_who_cancels_before_the_message_left_gets_one_message(event: Event, ctx: Flask):
    one = held(event)
    service.confirm_address(one.id)
    service.cancel(one.id)
    work.deliver()
    found = db.session.execute(select(Message.kind, Message.problem).order_by(Message.id)).all()
    assert [tuple(row) for row in found] == [
        ("registration-confirmed", "void"),
        ("registration-cancelled", ""),
    ]


def test_a_route_that_changed_twice_before_it_left_is_told_once_as_it_stands(event: Event):
    one = factories.registration(event)
    a, b, c, _d, e = event.islands
    first = factories.plan(event, {one: (a, b, c)}, published=False)
    publishing.publish(first.id)
    second = islands.copy_plan(first.id, made_by="Oda")
    islands.move(
        second.id, registration_id=one.id, round_id=event.rounds[0].id, island_id=e.id, by="Oda"
    )
    publishing.publish(second.id)
    assert [m.kind for m in db.session.scalars(select(Message))] == ["route-card"]
    text = written("route-card", one).text
    assert ("Insel E – Gesundheit" in text, "Insel A" in text) == (True, False)


def test_who_came_from_a_list_is_told_by_whom(event: Event):
    one = factories.registration(event, channel=Channel.LIST, address_confirmed_at=None)
    assert "aus einer Liste" in written("registration-entered", one).text


def test_without_a_contact_the_sender_is_the_site(ctx: Flask):
    one = factories.registration(factories.event(contact_name="", contact_email=""))
    message = written("registration-confirmed", one)
    assert (message.sender_name, message.reply_to) == ("Praxisforum", "")


def test_it_arrives_with_the_organisers_as_those_who_answer(
    ctx: Flask, event: Event, smtp: MailServer
):
    ctx.config["FORUM"] = dataclasses.replace(
        ctx.config["FORUM"], mail_server=MailSettings.from_url(smtp.url)
    )
    one = factories.registration(event, email="Mirela@bücher.example", language="en")
    service.cancel(one.id)
    work.deliver()
    assert smtp.envelopes == [("praxisforum@stadt.example", ["Mirela@xn--bcher-kva.example"])]
    message = smtp.messages[0]
    assert str(message["Subject"]) == "Your registration is cancelled"
    assert str(message["Reply-To"]) == "forum@stadt.example"
    assert str(message["From"]) == "Kim Beispiel <praxisforum@stadt.example>"
    assert (message["Cc"], message["Bcc"]) == (None, None)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
