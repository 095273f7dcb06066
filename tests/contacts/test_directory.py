"""The directory: who stands in it, what it shows, and who may look."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.base import clock
from forum.base.database import db
from forum.contacts import directory_queries, wish_rules
from forum.contacts.directory_queries import Sought
from forum.contacts.wish_models import Side
from forum.organisations.models import Sector
from forum.people import contact_persons
from forum.registration import consents
from forum.registration.models import Purpose
from tests import factories
from tests.contacts.wishing import address, fresh, hidden, listed
from tests.support.clients import Client, submit

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@ON_ONE
def test_who_enters_says_what_they_offer_and_agrees_to_be_found(ctx: Flask, client: Client) -> None:
    event = factories.event()
    one, other = factories.registration(event), factories.registration(event)
    contact_persons.name(one.affiliation_id)
    assert client.get(address(one, "directory")).headers["Location"].endswith("/entry")
    button = "Ich bin einverstanden und trage mich ein"
    page = submit(client, address(one, "directory/entry"), {"offers1": "x" * 121}, button=button)
    assert "120" in page.text
    page = submit(
        client,
        address(one, "directory/entry"),
        {"offers1": "Besuche", "offers3": "Räume", "our_seeks2": "Dolmetschende"},
        button=button,
    )
    assert all(word in page.text for word in ("Besuche · Räume", "Dolmetschende"))
    kept = consents.latest(fresh(one).consents)[Purpose.CONTACT_LIST]
    assert kept.fields == ["name", "organisation", "offers"]
    entry = directory_queries.find_entry(one.id)
    assert entry is not None
    assert entry.left_at is None
    factories.directory_entry(other, seeks=("Räume in Auenstadt",))
    text = client.page(address(other, "directory")).text
    assert "Besuche · Räume" in text
    assert one.email not in text
    submit(client, address(one, "directory/leave"), button="Verzeichnis verlassen")
    assert hidden(client.page(address(other, "directory")).text, [one])


def test_search_finds_by_field_side_and_words_and_only_in_what_is_shown(ctx: Flask) -> None:
    event = factories.event()
    (one,) = listed(event, 1)
    school = factories.registration(event, sector=Sector.EDUCATION)
    factories.directory_entry(school, seeks=("Sprachpatenschaften",))
    quiet = factories.registration(event)
    factories.directory_entry(quiet, fields=("name",), offers=("Sprachpatenschaften",))
    where = quiet.affiliation.organisation.name
    nobody = factories.registration(factories.event())
    factories.directory_entry(nobody)
    one = fresh(one)

    def found(sought: Sought) -> set[int]:
        return {member.id for member in directory_queries.find(sought, one)}

    assert found(Sought()) == {school.id, quiet.id}
    assert found(Sought(words="sprachpaten")) == {school.id}
    assert found(Sought(words=where)) == set()
    assert found(Sought(side=Side.SEEKS)) == {school.id}
    assert found(Sought(side=Side.OFFERS)) == set()
    assert found(Sought(sector=Sector.EDUCATION, words=school.person.last_name)) == {school.id}


@ON_ONE
def test_it_closes_four_weeks_after_the_forum(ctx: Flask, client: Client) -> None:
    event = factories.event()
    one, other = listed(event)
    factories.contact_match(one, other)
    with clock.fixed_at(wish_rules.closes_at(clock.in_berlin(event.ends_at))):
        assert not directory_queries.is_open(event)
        for path in ("directory", "directory/entry"):
            assert other.email in client.page(address(one, path)).text
        assert client.get(address(one, f"wishes/to/{other.id}")).status_code == 409
        other.is_protected = True
        db.session.commit()
        assert hidden(client.page(address(one)).text, [other])
