"""Another e-mail address: both have to agree, within a term, and links never mix."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import NotFound, Refused
from forum.commands import work
from forum.registration import address_changes, consents, organising, queries
from forum.registration.address_changes import NEW, OLD
from forum.registration.models import Purpose, Registration
from forum.registration.person_models import AddressChange
from tests import factories
from tests.support.clients import Client, submit
from tests.support.registering import details, kinds

WANTED = "neu@stadt.example"
ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def requested() -> tuple[Registration, AddressChange]:
    one = factories.registration(factories.event())
    factories.consent(one, Purpose.CONTACT_LIST)
    address_changes.request(one.id, WANTED)
    return one, db.session.scalars(select(AddressChange)).one()


@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD)])
def test_it_counts_once_both_agree_in_either_order(ctx: Flask, order: tuple[str, str]):
    one, change = requested()
    before, link = one.email, queries.token_of(one)
    assert kinds() == ["address-change-old", "address-change-new"]
    assert address_changes.confirm(change.id, order[0]) is False
    assert address_changes.confirm(change.id, order[0]) is False
    db.session.refresh(one)
    assert one.email == before
    assert address_changes.confirm(change.id, order[1]) is True
    db.session.expire_all()
    assert (one.email, queries.find_by_token(link)) == (WANTED, None)
    assert consents.is_granted(one.consents, Purpose.CONTACT_LIST) is False
    assert kinds()[-1] == "registration-link"


def test_a_link_opens_only_what_it_is_for(ctx: Flask):
    one, change = requested()
    assert address_changes.get_by_token(address_changes.token_of(change, OLD))[1] == OLD
    assert address_changes.get_by_token(address_changes.token_of(change, NEW))[1] == NEW
    for wrong in (queries.token_of(one), "x" * 36):
        with pytest.raises(NotFound):
            address_changes.get_by_token(wrong)


def test_after_its_term_it_is_gone(ctx: Flask):
    _one, change = requested()
    token = address_changes.token_of(change, NEW)
    later = clock.now() + timedelta(hours=48)
    with clock.fixed_at(later), pytest.raises(NotFound):
        address_changes.get_by_token(token)
    work.maintain(later)
    assert db.session.scalars(select(AddressChange)).all() == []


def test_a_newer_request_takes_the_place_of_an_older_one(ctx: Flask):
    one, change = requested()
    token = address_changes.token_of(change, NEW)
    address_changes.request(one.id, "andere@stadt.example")
    with pytest.raises(NotFound):
        address_changes.get_by_token(token)


def test_an_address_of_another_registration_is_not_taken_over(ctx: Flask):
    one = factories.registration(factories.event())
    other = factories.registration(one.event)
    address_changes.request(one.id, str(other.email))
    change = db.session.scalars(select(AddressChange)).one()
    address_changes.confirm(change.id, OLD)
    with pytest.raises(Refused):
        address_changes.confirm(change.id, NEW)
    db.session.refresh(one)
    assert one.email != other.email


@ON_ONE
def test_from_the_personal_page_to_both_buttons(ctx: Flask, client: Client):
    one = factories.registration(factories.event())
    page = client.page(f"/my/{queries.token_of(one)}")
    page = submit(client, page.links["Meine E-Mail-Adresse ändern"], {"email": WANTED})
    assert "Wir haben an beide Adressen geschrieben." in page.text
    change = db.session.scalars(select(AddressChange)).one()
    page = submit(client, f"/my/address/{address_changes.token_of(change, OLD)}")
    assert "Bitte benutzen Sie auch den Link in der Nachricht an die andere Adresse." in page.text
    page = submit(client, f"/my/address/{address_changes.token_of(change, NEW)}")
    assert "Beide Adressen haben zugestimmt." in page.text


@ON_ONE
def test_the_letters_name_nobody_and_carry_no_personal_link(ctx: Flask):
    one, change = requested()
    for kind in ("address-change-old", "address-change-new"):
        letter = work.KINDS[kind](change.id)
        assert letter is not None
        said = str(letter)
        assert one.person.last_name not in said
        assert queries.token_of(one) not in said
        assert letter.recipient == (WANTED if kind.endswith("new") else one.email)


def test_what_organisers_correct_ends_a_change_that_is_under_way(ctx: Flask):
    one, change = requested()
    token = address_changes.token_of(change, NEW)
    by = factories.account().id
    organising.correct(one.id, details(), by=by, email="recht@stadt.example", version=one.version)
    with pytest.raises(NotFound):
        address_changes.get_by_token(token)


def test_without_an_address_there_is_nobody_who_could_agree(ctx: Flask):
    one = factories.registration(factories.event(), email=None)
    with pytest.raises(Refused):
        address_changes.request(one.id, WANTED)
    assert kinds() == []


@ON_ONE
def test_the_old_address_reads_which_new_one_it_agrees_to(ctx: Flask, client: Client):
    _one, change = requested()
    assert WANTED in client.page(address_changes.link_of(change, OLD)).text
