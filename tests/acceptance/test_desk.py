"""How organisers register people without the web: scenarios and rules in the words of practice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Account
from forum.audit import queries as audit
from forum.base import clock
from forum.base.database import db
from forum.events.models import Event
from forum.mail.models import Message
from forum.registration import consents, queries, rescheduling
from forum.registration.models import Channel, Decision, Purpose, Registration, State
from forum.site import service as site
from tests import factories
from tests.support.clients import Client, submit

FORUM = "/workspace/events/kim"
LIST = f"{FORUM}/registrations"
BOARD_MEMBER = {
    "channel": "phone",
    "first_name": "Samira",
    "last_name": "Haddad",
    "phone": "02331 204711",
    "organisation": "Haus der Vielfalt",
    "sector": "migrant",
    "is_informed": "y",
    "contact_list": "y",
}


@pytest.fixture
def event(ctx: Flask) -> Event:
    site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
    return factories.event(slug="kim")


def only() -> Registration:
    return db.session.scalars(select(Registration)).one()


def mailed() -> list[str]:
    """What went to participants by mail; signing in is not meant."""
    kinds = db.session.scalars(select(Message.kind))
    return [kind for kind in kinds if kind.startswith("registration")]


def test_scenario_11_no_e_mail_address(
    event: Event, organiser: Account, organiser_client: Client, client: Client
):
    page = organiser_client.page(f"{LIST}/new")
    assert "Verantwortlich ist: Stadt Auenstadt." in page.text
    for purpose in consents.ON_FORM:
        assert str(consents.WORDS[purpose].explanation) in page.text
    page = submit(organiser_client, f"{LIST}/new", BOARD_MEMBER)
    one = only()
    assert (one.state, one.email, one.email_key) == (State.CONFIRMED, None, None)
    assert {consent.channel for consent in one.consents} == {Channel.PHONE}
    assert mailed() == []

    page = organiser_client.page(f"{FORUM}/tasks")
    assert "02331 204711" in page.text
    letter = organiser_client.page(page.links["Was zu sagen ist"])
    own_page = queries.address_of(one).replace(
        queries.token_of(one), queries.token_of(one, queries.ON_PAPER)
    )
    assert own_page in letter.root.first("article").text
    assert client.page(own_page).status == 200
    submit(organiser_client, f"{FORUM}/tasks", button="Erledigt")

    with clock.fixed_at(event.starts_at - timedelta(days=6)):
        rescheduling.remind()
        page = organiser_client.page(f"{FORUM}/tasks")
        assert "Das Forum steht bevor" in page.text
        letter = organiser_client.page(page.links["Was zu sagen ist"])
        assert own_page in letter.root.first("article").text
    assert mailed() == []

    page = submit(organiser_client, f"{LIST}/{one.id}/consents/contact-list/withdraw")
    latest = consents.latest(one.consents)[Purpose.CONTACT_LIST]
    assert (latest.decision, latest.channel) == (Decision.WITHDRAWN, Channel.PHONE)
    log = audit.of_registration(one.id)[0]
    assert (log.action, log.account_id) == ("consent_withdrawn", organiser.id)


def test_t5_a_consent_by_phone_or_on_paper_can_be_proved(
    event: Event, organiser: Account, organiser_client: Client
):
    for channel in (Channel.PHONE, Channel.PAPER):
        submit(
            organiser_client,
            f"{LIST}/new",
            {**BOARD_MEMBER, "last_name": channel.value, "channel": channel.value},
        )
    for one in db.session.scalars(select(Registration)):
        (given,) = (row for row in one.consents if row.decision is Decision.GRANTED)
        assert (given.purpose, given.channel) == (Purpose.CONTACT_LIST, one.channel)
        assert len(given.text.sha256) == 64
        assert str(consents.WORDS[Purpose.CONTACT_LIST].question) in given.text.wording
        assert abs(given.decided_at - clock.now()) < timedelta(minutes=1)
        (entered,) = audit.of_registration(one.id)
        assert (entered.account_id, entered.detail) == (organiser.id, f"{one.channel.value}:")
        page = organiser_client.page(f"{LIST}/{one.id}")
        assert organiser.name in page.text


def test_t45_registering_by_phone_mail_and_paper(event: Event, organiser_client: Client):
    labels = {"phone": "telefonisch", "paper": "auf Papier"}
    page = organiser_client.page(f"{LIST}/new")
    offered = {
        node.attributes["value"]: page.main.first("label", for_=node.attributes["id"]).text
        for node in page.main.all("input", name="channel")
    }
    assert offered == labels
    for channel in labels:
        submit(
            organiser_client,
            f"{LIST}/new",
            {**BOARD_MEMBER, "last_name": channel, "channel": channel, "contact_list": None},
        )
    people = db.session.scalars(select(Registration)).all()
    assert [one.state for one in people] == [State.CONFIRMED] * 2
    assert {one.channel.value for one in people} == set(labels)
