"""A list opens by the personal link and a mailed code, and by neither alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.contacts import codes, queries
from forum.contacts.models import ContactCode
from forum.events.models import Event
from forum.registration.models import Registration
from tests import factories
from tests.support.clients import Client
from tests.support.contact_lists import address_of, agreeing, fresh, let_in

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def event(ctx: Flask) -> Event:
    """A forum whose list is open."""
    return factories.event(contact_list_opened_at=clock.now())


@ON_ONE
def test_the_link_alone_shows_nobody(event: Event, client: Client) -> None:
    one, other = agreeing(event), agreeing(event)
    gate = client.page(address_of(one))
    assert (gate.status, other.person.last_name in gate.text) == (200, False)
    assert "Wir halten fest, welche Fassung" in gate.text
    card = client.get(f"{address_of(one)}/{other.id}.vcf")
    assert card.headers["Location"] == address_of(one)
    assert queries.accesses(event.id) == []
    assert other.person.last_name in let_in(client, one).text
    stranger = factories.registration(event)
    refused = client.get(address_of(stranger))
    assert (refused.status_code, one.person.last_name in refused.text) == (409, False)
    with clock.fixed_at(clock.now() + timedelta(minutes=31)):
        assert other.person.last_name not in client.page(address_of(one)).text


def test_a_code_counts_once_for_ten_minutes_and_few_tries(event: Event) -> None:
    one, other = agreeing(event), agreeing(event)

    def fails(whose: Registration, typed: str | None) -> None:
        with pytest.raises(Refused, match="stimmt nicht"):
            codes.use(whose.id, typed or "")

    codes.send(fresh(one))
    first = codes.find(one.id)
    assert first is not None
    assert (len(first), first.isdigit()) == (6, True)
    kept = db.session.get_one(ContactCode, one.id)
    assert first not in repr(vars(kept))
    fails(other, first)
    codes.use(one.id, f" {first[:3]} {first[3:]} ")
    fails(one, first)
    codes.send(fresh(one))
    later = codes.find(one.id)
    with clock.fixed_at(clock.now() + codes.VALID):
        assert codes.find(one.id) is None
        fails(one, later)
        codes.forget_old()
    assert codes.find(one.id) is None
    codes.send(fresh(one))
    right = codes.find(one.id)
    wrong = "000000" if right != "000000" else "111111"
    for _try in range(codes.MOST_TRIES):
        fails(one, wrong)
    fails(one, right)


@ON_ONE
def test_whoever_asks_for_many_codes_has_to_wait(event: Event) -> None:
    one = agreeing(event)
    for _code in range(5):
        codes.send(fresh(one))
    with pytest.raises(Refused, match="sehr oft"):
        codes.send(fresh(one))


@ON_ONE
def test_without_an_address_there_is_no_code(event: Event, client: Client) -> None:
    one = agreeing(event)
    one.email = one.email_key = None
    db.session.commit()
    assert "kann Ihnen die Liste ausdrucken" in client.page(address_of(one)).text
    with pytest.raises(Refused, match="keine E-Mail-Adresse"):
        codes.send(fresh(one))
