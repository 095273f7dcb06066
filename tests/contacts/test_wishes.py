"""Wishes, contacts, refusals and their ends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import vobject
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from forum.base import clock, database
from forum.base.database import db
from forum.base.refusal import NotFound, Refused
from forum.commands import work
from forum.contacts import (
    directory_service,
    wish_ending,
    wish_figures,
    wish_queries,
    wish_service,
)
from forum.contacts.wish_models import (
    ContactMatch,
    ContactWish,
    WishState,
)
from forum.contacts.wish_service import Asked
from forum.registration import consenting, service
from forum.registration.models import Purpose
from tests import factories
from tests.contacts.wishing import MAIL, address, fresh, hidden, listed, seen, wish
from tests.support.clients import Client, submit
from tests.support.queries import Counter

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def test_contact_is_exchanged_when_both_want_it_and_ends_with_consent(
    ctx: Flask, client: Client
) -> None:
    one, other = listed(factories.event())
    page = submit(
        client,
        address(one, f"wishes/to/{other.id}"),
        {"reason": "Sprachcafé in Auenstadt", "email": "y"},
        button="Wunsch senden",
    )
    assert page.url == address(one)
    assert other.email not in page.text
    waiting = seen(client, other)
    assert "Sprachcafé in Auenstadt" in waiting
    assert one.email not in waiting
    number = db.session.scalars(select(ContactWish.id)).one()
    page = submit(
        client,
        address(other, f"wishes/{number}/answer"),
        {"phone": "y"},
        button="Ich möchte es auch",
    )
    assert one.email in page.text
    assert one.phone not in page.text
    mine = seen(client, one)
    assert other.phone in mine
    assert other.email not in mine
    match = db.session.scalars(select(ContactMatch)).one()
    card = vobject.readOne(client.get(address(one, f"wishes/contacts/{match.id}.vcf")).text)
    assert card.tel.value == other.phone
    assert not hasattr(card, "email")
    consenting.decide(other.id, Purpose.CONTACT_LIST, is_granted=False)
    assert hidden(seen(client, one), [other])
    assert client.get(address(one, f"wishes/contacts/{match.id}.vcf")).status_code == 404
    wish_ending.sweep()
    consenting.decide(
        other.id, Purpose.CONTACT_LIST, is_granted=True, fields=("name", "organisation")
    )
    assert hidden(seen(client, one), [other])


def test_crossing_wishes_become_a_contact_by_themselves(ctx: Flask) -> None:
    one, other = listed(factories.event())
    assert wish(one, other) is False
    with pytest.raises(Refused, match="noch offen"):
        wish(one, other)
    assert wish(other, one) is True
    assert [contact.email for contact in wish_queries.of(fresh(one)).contacts] == [other.email]
    with pytest.raises(Refused, match="bereits miteinander"):
        wish(one, other)
    states = db.session.scalars(select(ContactWish.state)).all()
    assert states == [WishState.MATCHED]


@ON_ONE
def test_who_declined_may_still_wish_themselves(ctx: Flask) -> None:
    one, other = listed(factories.event())
    wish(one, other)
    number = db.session.scalars(select(ContactWish.id)).one()
    wish_service.refuse(other.id, number)
    with pytest.raises(NotFound):
        wish_service.accept(other.id, number, MAIL)
    assert wish(other, one) is True


def test_a_wish_is_taken_back_and_ends_by_itself(ctx: Flask) -> None:
    event = factories.event()
    one, other, third = listed(event, 3)
    wish(one, other)
    wish(one, third)
    first, second = db.session.scalars(select(ContactWish).order_by(ContactWish.id)).all()
    with pytest.raises(NotFound):
        wish_service.withdraw(other.id, first.id)
    wish_service.withdraw(one.id, first.id)
    assert not wish_queries.of(fresh(other)).received
    with clock.fixed_at(second.expires_at):
        found = wish_queries.of(fresh(one))
        assert (len(found.sent), found.free) == (0, 10)
        with pytest.raises(NotFound):
            wish_service.accept(third.id, second.id, MAIL)
        work.maintain(clock.now())
    states = db.session.scalars(select(ContactWish.state).order_by(ContactWish.id)).all()
    assert states == [WishState.WITHDRAWN, WishState.EXPIRED]
    match = factories.contact_match(other, third, ended_at=clock.now())
    kept = factories.contact_match(one, third)
    with clock.fixed_at(second.expires_at + timedelta(weeks=8)):
        wish_ending.sweep()
    assert set(db.session.execute(select(ContactWish.sender_id, ContactWish.reason)).all()) == {
        (None, "")
    }
    db.session.expire_all()
    assert (match.one_id, match.other_id, match.one_fields) == (None, None, [])
    assert {kept.one_id, kept.other_id} == {one.id, third.id}
    found = wish_figures.numbers(event.id)
    assert (found.sent, found.mutual) == (2, 2)


def test_cancelling_and_leaving_end_wishes_and_contacts(ctx: Flask) -> None:
    one, other, third, fourth = listed(factories.event(), 4)
    wish(one, other)
    wish(third, one)
    wish(fourth, one)
    assert wish(one, fourth) is True
    service.cancel(one.id)
    assert not wish_queries.of(fresh(fourth)).contacts
    assert [sent.to for sent in wish_queries.of(fresh(third)).over] == [None]
    wish_ending.sweep()
    states = set(db.session.scalars(select(ContactWish.state)).all())
    assert states == {WishState.ENDED, WishState.MATCHED}
    directory_service.leave(third.id)
    assert wish_queries.of(fresh(third)).is_member is False


def test_the_database_holds_that_ten_are_open(ctx: Flask) -> None:
    one, *others = listed(factories.event(), 12)
    for other in others[:10]:
        wish(one, other)
    with pytest.raises(Refused, match="Zehn Ihrer"):
        wish(one, others[10])
    first = db.session.scalars(select(ContactWish).limit(1)).one()
    for slot in (10, 11, None):
        with pytest.raises(IntegrityError), database.transaction() as session:
            session.execute(
                text("UPDATE contact_wish SET slot = :slot WHERE id = :id"),
                {"slot": slot, "id": first.id},
            )
    with pytest.raises(IntegrityError):
        factories.contact_wish(one, others[10], slot=3)


def test_at_the_cap_two_at_once_do_not_both_get_in(ctx: Flask) -> None:
    one, *others = listed(factories.event(), 13)
    for other in others[:9]:
        wish(one, other)
    ids, sender = [other.id for other in others[9:]], one.id
    db.session.rollback()

    def ask(receiver: int) -> bool:
        with ctx.app_context():
            try:
                wish_service.make(sender, receiver, Asked(fields=MAIL))
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(ask, ids)) == [False, False, True]


def test_two_who_wish_for_each_other_at_once_are_one_contact(ctx: Flask) -> None:
    one, other = listed(factories.event())
    pairs = [(one.id, other.id), (other.id, one.id)]
    db.session.rollback()

    def ask(pair: tuple[int, int]) -> bool:
        with ctx.app_context():
            return wish_service.make(*pair, Asked(fields=MAIL))

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(ask, pairs)) == [False, True]
    assert len(db.session.scalars(select(ContactMatch)).all()) == 1


@ON_ONE
def test_pages_cost_the_same_however_many_there_are(
    ctx: Flask, client: Client, count_queries: Counter
) -> None:
    event = factories.event()
    one, *others = listed(event, 3)
    costs = []
    for number in (1, 2):
        for path in ("directory", "wishes", f"wishes/to/{others[-1].id}"):
            client.page(address(one, path))
            with count_queries() as queries:
                client.page(address(one, path))
            costs.append(len(queries))
        if number == 1:
            more = listed(event, 6)
            for other in more:
                wish(other, one)
            wish(one, others[0])
            wish(one, more[0])
    assert costs[:3] == costs[3:]
    assert max(costs) <= 14
