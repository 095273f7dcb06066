"""The directory: who stands in it, what it shows, and who may look."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base import clock
from forum.base.database import db
from forum.contacts import (
    directory_queries,
    directory_service,
    queries,
    telling,
    versions,
    visibility,
    wish_rules,
)
from forum.contacts.directory_queries import Sought
from forum.contacts.directory_service import Said
from forum.contacts.rules import Audience
from forum.contacts.wish_models import Side
from forum.mail.models import Message
from forum.organisations.models import Sector
from forum.people import contact_persons
from forum.registration import consents
from forum.registration.models import Decision, Purpose, State
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
        page = directory_queries.find(sought, one)
        assert page.number == len(page.part.rows)
        return {member.id for member in page.part.rows}

    assert found(Sought()) == {school.id, quiet.id}
    assert found(Sought(words="sprachpaten")) == {school.id}
    assert found(Sought(words=where)) == set()
    assert found(Sought(side=Side.SEEKS)) == {school.id}
    assert found(Sought(side=Side.OFFERS)) == set()
    assert found(Sought(sector=Sector.EDUCATION, words=school.person.last_name)) == {school.id}


def test_pages_turned_over_by_the_database_hold_whom_the_one_rule_shows(
    ctx: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who may be shown is filtered by the database and decided by the rule: both say the same."""
    monkeypatch.setattr(directory_queries, "PAGE", 2)
    event = factories.event()
    soon, past = clock.now() + timedelta(days=1), clock.now() - timedelta(days=1)
    there = []
    for state, is_protected, is_given, fields, ends_at in product(
        (State.CONFIRMED, State.ABSENT),
        (False, True),
        (True, False),
        (("name", "offers"), ("organisation",)),
        (None, soon, past),
    ):
        one = factories.registration(event, state=state, is_protected=is_protected)
        factories.directory_entry(one, fields=fields, offers=("Räume",))
        said = Decision.GRANTED if is_given else Decision.WITHDRAWN
        factories.consent(one, decision=said, fields=fields, ends_at=ends_at)
        if visibility.of(fresh(one), Audience.FORUM):
            there.append(one)
    assert len(there) == 2
    there += listed(event, 3)
    left = listed(event, 1)[0]
    directory_service.leave(left.id)
    me, *others = sorted(there, key=lambda one: (one.sort_key, one.id))
    assert directory_queries.count(event.id) == len(there)
    for sought in (Sought(), Sought(words=others[0].person.first_name)):
        seen: list[int] = []
        begin: int | None = 0
        while begin is not None:
            page = directory_queries.find(sought, fresh(me), str(begin))
            seen += [member.id for member in page.part.rows]
            begin = page.part.next
        assert len(seen) == page.number
        assert sought.words or seen == [one.id for one in others]
        assert others[0].id in seen


@ON_ONE
def test_what_somebody_offers_stands_on_the_list_as_long_as_they_stand_in_the_directory(
    ctx: Flask,
) -> None:
    event = factories.event()
    one, taker = factories.registration(event), listed(event, 1)[0]
    directory_service.enter(one.id, Said(offers=["Räume"], seeks=["Dolmetschende"]))

    def lines() -> list[str]:
        shown = queries.entries(event.id)
        entry = queries.get_entry(shown, one.id)
        versions.note_taken(fresh(taker), versions.number_of(event.id, shown), shown, entry)
        return [text for said in entry.lines.values() for text in said]

    assert sorted(lines()) == ["Dolmetschende", "Räume"]
    before = versions.number_of(event.id, queries.entries(event.id))
    directory_service.enter(one.id, Said(offers=["Säle"]))
    assert lines() == ["Säle"]
    assert versions.number_of(event.id, queries.entries(event.id)) == before + 1
    told = select(Message.about_id).where(Message.kind == telling.TO_PARTICIPANT)
    assert db.session.scalars(told).all() == []
    directory_service.leave(one.id)
    assert lines() == []
    assert db.session.scalars(told).all() == [taker.id]


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
