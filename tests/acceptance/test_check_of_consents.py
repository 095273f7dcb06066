"""Check 2 of the field's cooperation: every way of looking at a contact list shows the same."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base import clock
from forum.base.database import db
from forum.contacts import entering, queries
from forum.contacts.rules import Audience
from forum.events.models import Event
from forum.mail.models import Message
from forum.registration.models import Decision, Purpose
from tests import factories
from tests.support.clients import Client, submit
from tests.support.contact_lists import (
    ALL,
    address_of,
    agreeing,
    everywhere,
    fresh,
    let_in,
    mails,
    words_of,
)

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
FOUR = (Purpose.CONTACT_LIST, Purpose.PHOTOS_WEB, Purpose.MAILING_LIST, Purpose.FOLLOW_UP)
OFFERS = ("offers",)
FIELDS_OF: dict[Audience, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Audience.NOBODY: ((), ()),
    Audience.FORUM: (ALL, ()),
    Audience.PUBLIC: (ALL, ALL),
}


def people(text: str, word: str = "Muster") -> set[str]:
    """The numbers that stand behind a word."""
    return set(re.findall(rf"{word}-(\d{{3}})", text))


def saying(numbers: set[str]) -> set[str]:
    """Those who agreed that it is seen what they offer."""
    return {number for number in numbers if number != "999" and int(number) % 2}


def test_check_2_consent_truth_table(
    listed: Event, client: Client, organiser_client: Client, ctx: Flask
) -> None:
    """Four consents, three audiences, before and after the end, withdrawn or not: page, search,
    print, CSV, XLSX, vCard, PDF, mail and preview show the same people, and nobody else. What they
    offer stands there of those who agreed to that, too: here of every second one."""
    viewer = agreeing(listed, who=factories.person(last_name="Muster-999"))
    past, ahead = clock.now() - timedelta(days=1), clock.now() + timedelta(days=90)
    where = factories.organisation()
    forum, public, preview = {"999"}, set(), {}
    table = product(
        product((True, False), repeat=len(FOUR)), Audience, (ahead, past), (False, True)
    )
    for number, (given, audience, ends_at, is_withdrawn) in enumerate(table, start=100):
        who = factories.person(last_name=f"Muster-{number}")
        one = factories.registration(listed, who=who, where=where, phone="0221 4711")
        factories.directory_lines(one, offers=(f"Hilfe-{number}",))
        fields, open_fields = (
            said + OFFERS if said and number % 2 else said for said in FIELDS_OF[audience]
        )
        for purpose, is_given in zip(FOUR, given, strict=True):
            if is_given:
                more = {"public_fields": list(open_fields), "ends_at": ends_at}
                factories.consent(one, purpose, fields=fields, **more)
        if is_withdrawn:
            factories.consent(one, decision=Decision.WITHDRAWN, fields=())
        if given[0] and ends_at is ahead and not is_withdrawn:
            forum |= {str(number)} if audience is not Audience.NOBODY else set()
            public |= {str(number)} if audience is Audience.PUBLIC else set()
        preview[number] = one
    assert (len(preview), len(forum), len(public)) == (192, 17, 8)
    let_in(client, viewer)

    ways = everywhere(client, organiser_client, viewer)
    seen = {way: people(text) for way, text in ways.items()}
    offers = {way: people(text, "Hilfe") for way, text in ways.items()}
    assert {way: found for way, found in offers.items() if found != saying(forum)} == {}
    assert {way: found for way, found in seen.items() if found != forum} == {}
    everybodys = client.page("/events/kim/contacts").text
    assert (people(everybodys), people(everybodys, "Hilfe")) == (public, saying(public))
    found = submit(client, address_of(viewer), {"words": "Hilfe"}, button="Suche").main.text
    assert people(found) == people(found, "Hilfe") == saying(forum)
    for audience, expected in ((Audience.FORUM, forum - {"999"}), (Audience.PUBLIC, public)):
        by_entry = {entry.key: entry for entry in queries.entries(listed.id, audience)}
        for number, one in preview.items():
            assert queries.preview(fresh(one), audience) == by_entry.get(str(one.id)), number
        assert {str(n) for n, one in preview.items() if str(one.id) in by_entry} == expected
    with clock.fixed_at(ahead - timedelta(days=10)):
        listed.ends_at = listed.starts_at + timedelta(minutes=1)
        entering.remind()
        asked = db.session.scalars(
            select(Message.about_id).where(Message.kind == entering.REMINDER)
        ).all()
        renewed = {str(n) for n, one in preview.items() if one.id in asked}
        assert renewed == forum - {"999"}
        for mail in mails(ctx):
            assert len(people(words_of(mail)) | people(str(mail["To"]))) <= 1
