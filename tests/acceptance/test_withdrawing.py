"""Scenario 4 of the field: withdrawing from a contact list that others have downloaded."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base import clock
from forum.base.database import db
from forum.commands import work
from forum.contacts import queries, telling, versions
from forum.contacts.rules import Audience
from forum.events.models import Event
from forum.mail.models import Message
from forum.registration import consents
from forum.registration import queries as registrations
from forum.registration.models import Decision, Purpose
from tests import factories
from tests.support.clients import Client, submit
from tests.support.contact_lists import (
    DESK,
    address_of,
    agreeing,
    fresh,
    let_in,
    mails,
    words_of,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def test_scenario_4_twenty_three_who_downloaded_are_told(
    listed: Event, client: Client, organiser_client: Client, ctx: Flask
) -> None:
    """One click, gone at once, a new version; 23 are told without a reason; photos and mailing
    list stay; all of it can be proved."""
    leaving = agreeing(listed, who=factories.person("Ümit", "Abendrot"))
    bystander = agreeing(listed)
    for purpose in (Purpose.PHOTOS_WEB, Purpose.MAILING_LIST):
        factories.consent(leaving, purpose)
    people = [agreeing(listed) for _person in range(23)]
    shown = queries.entries(listed.id)
    entry = queries.get_entry(shown, leaving.id)
    for one in people:
        versions.note_opened(one, 1, shown)
        versions.note_taken(one, versions.number_of(listed.id, shown), shown, entry)
    versions.note_opened(bystander, 1, shown)
    let_in(client, bystander)
    own = f"/my/{registrations.token_of(leaving)}"
    submit(client, own, button="Kontaktliste widerrufen")
    assert leaving.person.last_name not in client.page(address_of(bystander)).main.text
    assert "Fassung 2" in client.page(address_of(bystander)).text
    told = [mail for mail in mails(ctx) if "weggefallen" in str(mail["Subject"])]
    assert sorted(str(mail["To"]) for mail in told) == sorted(str(one.email) for one in people)
    assert {leaving.person.last_name in words_of(mail) for mail in told} == {False}
    again = fresh(leaving)
    granted = {purpose for purpose in Purpose if consents.is_granted(again.consents, purpose)}
    assert granted == {Purpose.PHOTOS_WEB, Purpose.MAILING_LIST}
    last = again.consents[-1]
    assert (last.decision, bool(last.text.sha256)) == (Decision.WITHDRAWN, True)
    assert ["1", "24", "23"] in organiser_client.page(DESK).rows


def test_scenario_4_without_a_message(listed: Event, client: Client, ctx: Flask) -> None:
    leaving, taker = agreeing(listed), agreeing(listed)
    let_in(client, taker)
    client.get(f"{address_of(taker)}/{leaving.id}.vcf")
    own = f"/my/{registrations.token_of(leaving)}"
    submit(client, own, {"is_silent": "y"}, button="Kontaktliste widerrufen")
    work.maintain(clock.now() + timedelta(minutes=5))
    kinds = set(db.session.scalars(select(Message.kind)).all())
    assert telling.TO_PARTICIPANT not in kinds
    assert queries.entries(listed.id) == queries.entries(listed.id, Audience.FORUM)
    assert [entry.key for entry in queries.entries(listed.id)] == [str(taker.id)]
