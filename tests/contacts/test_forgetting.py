"""What each minute costs, and what is forgotten once a forum is long over."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base import clock
from forum.base.database import db
from forum.contacts import entering, queries, rules, versions, wish_ending, wish_noting
from forum.contacts.models import ContactListAccess, ContactListCheck, ContactListVersion
from forum.contacts.wish_models import Acquaintance, DirectoryEntry, DirectoryLine
from forum.events.models import Event
from forum.organisations import service as organisations
from forum.registration import consenting, service
from forum.registration import queries as registrations
from forum.registration.models import Purpose, Registration, State
from tests import factories
from tests.contacts.wishing import fresh, listed
from tests.support.contact_lists import agreeing
from tests.support.queries import Counter


@pytest.fixture
def event(ctx: Flask) -> Event:
    """A forum whose list is open."""
    return factories.event(contact_list_opened_at=clock.now())


def takes(who: Registration, whose: Registration) -> None:
    shown = queries.entries(who.event_id)
    versions.note_taken(who, 1, shown, queries.get_entry(shown, whose.id))


def kept(event: Event) -> list[int]:
    query = select(ContactListVersion.number).where(ContactListVersion.event_id == event.id)
    return [*db.session.scalars(query)]


def test_each_minute_costs_the_same_however_many_lists_there_are(
    event: Event, count_queries: Counter
) -> None:
    """One statement finds what has changed; nothing is compared or written where nothing has."""
    one, other = agreeing(event), agreeing(event)
    costs = []
    for _again in range(2):
        versions.keep_all()
        with count_queries() as asked:
            versions.keep_all()
        costs.append(len(asked))
        agreeing(factories.event(contact_list_opened_at=clock.now()))
    assert costs == [1, 1]
    changes = (
        lambda: consenting.decide(one.id, Purpose.CONTACT_LIST, is_granted=False),
        lambda: organisations.rename(
            other.affiliation.organisation_id, "Anders", since=clock.in_berlin(clock.now()).date()
        ),
        lambda: service.cancel(other.id),
    )
    for change in changes:
        before = len(kept(event))
        change()
        db.session.expire_all()
        versions.keep_all()
        assert len(kept(event)) == before + 1


def test_long_after_the_forum_nobody_knows_who_took_what(event: Event) -> None:
    one, taker = agreeing(event), agreeing(event)
    takes(taker, one)
    versions.keep_all()
    with clock.fixed_at(event.ends_at + rules.KEPT_FOR):
        versions.keep_all()
        entering.forget()
    for table in (ContactListAccess, ContactListVersion, ContactListCheck):
        assert db.session.scalars(select(table)).all() == []


def test_what_people_kept_for_themselves_goes_thirteen_months_after(
    ctx: Flask, count_queries: Counter
) -> None:
    """And while nothing is due, each minute looks and writes nothing, however many forums."""
    event = factories.event(day=factories.in_weeks(-1))
    one, other = listed(event, 2, state=State.CHECKED_IN)
    factories.plan(event, dict.fromkeys((one, other), tuple(event.islands[:3])))
    wish_noting.write(fresh(one), other.id, "Nur für mich", registrations.token_of(one))
    costs = []
    for _more in range(2):
        with count_queries() as asked:
            wish_ending.sweep()
            entering.forget()
        costs.append(len(asked))
        assert not [said for said in asked if not said.startswith("SELECT")]
        factories.event(day=factories.in_weeks(-1))
    assert costs[0] == costs[1]
    with clock.fixed_at(event.ends_at + rules.KEPT_FOR):
        wish_ending.sweep()
        wish_ending.sweep()
    for table in (Acquaintance, DirectoryEntry, DirectoryLine):
        assert db.session.scalars(select(table)).all() == []
