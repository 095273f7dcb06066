"""Check 3 of cooperation, mutuality: contact data is visible exactly where both wished for it and
both agree; a refusal cannot be told from no answer; organisers read no wishes; cap and expiry
hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.commands import work
from forum.contacts import (
    directory_queries,
    directory_service,
    wish_ending,
    wish_figures,
    wish_queries,
    wish_rules,
    wish_service,
)
from forum.contacts.directory_service import Said
from forum.contacts.wish_models import ContactWish
from forum.contacts.wish_service import Asked
from forum.mail.models import Message
from forum.registration import consenting
from forum.registration import queries as registrations
from forum.registration.models import Purpose, Registration
from tests import factories
from tests.contacts.wishing import MAIL, fresh, hidden, listed, seen, wish
from tests.support.clients import Client

SEVERAL = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
PEOPLE = st.integers(0, 2)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            (*["wish"] * 3, *["accept"] * 2, "refuse", "withdraw", "drop", "join", "wait")
        ),
        PEOPLE,
        PEOPLE,
    ).filter(lambda step: step[1] != step[2]),
    max_size=14,
)
Pair = tuple[int, int]


class Expected:
    """What three people and the clock do, and what must be visible of it, counted independently."""

    def __init__(self, people: list[Registration], now: datetime) -> None:
        self.people, self.now = people, now
        self.inside = {0, 1, 2}
        self.open: dict[Pair, datetime] = {}
        self.refused: set[Pair] = set()
        self.tried: set[Pair] = set()
        self.contacts: set[frozenset[int]] = set()

    def waits(self, pair: Pair) -> bool:
        return pair in self.open and self.now < self.open[pair]

    def _meet(self, one: int, other: int) -> None:
        self.contacts.add(frozenset((one, other)))
        for pair in ((one, other), (other, one)):
            self.open.pop(pair, None)
            self.tried.discard(pair)

    def wish(self, one: int, other: int) -> Callable[[], object]:
        pair = (one, other)
        both_in = {one, other} <= self.inside and frozenset(pair) not in self.contacts
        if both_in and not self.waits(pair) and pair not in self.tried:
            if self.waits((other, one)):
                self._meet(one, other)
            else:
                self.open[pair] = self.now + timedelta(days=7)
                self.refused.discard(pair)
                self.tried.add(pair)
        ids = self.people[one].id, self.people[other].id
        return lambda: wish_service.make(*ids, Asked(fields=MAIL))

    def _number(self, one: int, other: int) -> int:
        query = select(func.max(ContactWish.id)).where(
            ContactWish.sender_id == self.people[one].id,
            ContactWish.receiver_id == self.people[other].id,
        )
        return db.session.scalar(query) or 0

    def accept(self, one: int, other: int) -> Callable[[], object]:
        if self.waits((other, one)) and (other, one) not in self.refused:
            self._meet(other, one)
        number = self._number(other, one)
        return lambda: wish_service.accept(self.people[one].id, number, MAIL)

    def refuse(self, one: int, other: int) -> Callable[[], object]:
        self.refused.add((other, one))
        number = self._number(other, one)
        return lambda: wish_service.refuse(self.people[one].id, number)

    def withdraw(self, one: int, other: int) -> Callable[[], object]:
        self.open.pop((one, other), None)
        number = self._number(one, other)
        return lambda: wish_service.withdraw(self.people[one].id, number)

    def drop(self, one: int, _other: int) -> Callable[[], object]:
        self.inside.discard(one)
        self.open = {pair: until for pair, until in self.open.items() if one not in pair}
        self.contacts = {pair for pair in self.contacts if one not in pair}
        number = self.people[one].id

        def call() -> None:
            consenting.decide(number, Purpose.CONTACT_LIST, is_granted=False)
            wish_ending.sweep()

        return call

    def join(self, one: int, _other: int) -> Callable[[], object]:
        self.inside.add(one)
        return lambda: directory_service.enter(self.people[one].id, Said())

    def wait(self, one: int, other: int) -> Callable[[], object]:
        self.now += timedelta(days=2 * one + other, minutes=1)
        return wish_ending.sweep

    def check(self) -> None:
        ids = [person.id for person in self.people]
        for one, person in enumerate(self.people):
            found = wish_queries.of(fresh(person))
            others = [other for other in range(3) if other != one and one in self.inside]
            assert {contact.email for contact in found.contacts} == {
                self.people[other].email
                for other in others
                if frozenset((one, other)) in self.contacts
            }
            assert {sent.to and sent.to.id for sent in found.sent} == {
                ids[other] for other in others if self.waits((one, other))
            }
            assert {got.sender.id for got in found.received} == {
                ids[other]
                for other in others
                if self.waits((other, one)) and (other, one) not in self.refused
            }
        there = directory_queries.members(self.people[0].event_id, only=ids)
        assert set(there) == {ids[one] for one in self.inside}


@SEVERAL
@given(steps=STEPS)
def test_check_3_contact_data_is_visible_exactly_where_both_wished_and_both_consent(
    ctx: Flask, steps: list[tuple[str, int, int]]
) -> None:
    said = Expected(listed(factories.event(day=factories.in_weeks(20)), 3), clock.now())
    for name, one, other in steps:
        call = getattr(said, name)(one, other)
        with clock.fixed_at(said.now):
            try:
                call()
            except Refused:
                db.session.rollback()
            said.check()


@settings(SEVERAL, max_examples=2)
@given(after=st.integers(0, 6 * 24 * 60), look=st.integers(0, 12 * 24 * 60))
def test_check_3_a_refusal_is_like_no_answer_in_text_counts_and_to_the_minute(
    ctx: Flask, client: Client, organiser_client: Client, after: int, look: int
) -> None:
    event = factories.event(day=factories.in_weeks(20))
    one, other = listed(event, 2)
    start = clock.now()
    with clock.fixed_at(start):
        wish(one, other, "Sprachcafé")
        work.maintain(start)
    number = db.session.scalars(select(ContactWish.id).where(ContactWish.sender_id == one.id)).one()
    week = 7 * 24 * 60
    moments = [start + timedelta(minutes=m) for m in (look, week - 1, week)]
    at = sorted(moment for moment in moments if moment >= start + timedelta(minutes=after))

    def views() -> list[object]:
        found: list[object] = []
        for moment in at:
            with clock.fixed_at(moment):
                found += [seen(client, one), seen(client, one, f"wishes/to/{other.id}")]
                page = organiser_client.page(f"/workspace/events/{event.slug}/contact-wishes")
                found.append(re.sub(r'csrf_token"[^>]*value="[^"]*"', "", page.text))
                found.append(wish_figures.numbers(event.id))
        return found

    def told() -> list[tuple[str, int]]:
        db.session.rollback()
        query = select(Message.kind, Message.about_id).where(Message.about_id == one.id)
        return [(kind, about) for kind, about in db.session.execute(query)]

    silent, before = views(), told()
    with clock.fixed_at(start + timedelta(minutes=after)):
        wish_service.refuse(other.id, number)
    assert (views(), told()) == (silent, before)
    with clock.fixed_at(start + timedelta(minutes=week)):
        work.maintain(clock.now())
    assert views()[-4:] == silent[-4:]


def test_check_3_organisers_cannot_read_wishes(
    ctx: Flask, client: Client, organiser_client: Client
) -> None:
    event = factories.event()
    one, other = listed(event)
    wish(one, other, "Anerkennung von Abschlüssen")
    base = f"/workspace/events/{event.slug}"
    pages = ["contact-wishes", "contacts", "tasks", f"registrations/{one.id}", "messages", ""]
    texts = [organiser_client.page(f"{base}/{path}").text for path in pages]
    number = db.session.scalars(select(ContactWish.id)).one()
    assert organiser_client.get(f"{base}/contact-wishes/{number}").status_code == 404
    assert not [text for text in texts if "Anerkennung von Abschlüssen" in text]
    assert hidden(texts[0], [one, other])
    printed = registrations.token_of(one, registrations.ON_PAPER)
    for path in ("wishes", "directory", "directory/entry", "wishes/met"):
        assert client.get(f"/my/{printed}/{path}").status_code == 403


def test_check_3_cap_and_expiry_hold_together(ctx: Flask) -> None:
    event = factories.event(day=factories.in_weeks(20))
    one, *others = listed(event, wish_rules.MOST_OPEN + 2)
    start = clock.now()
    for minute, other in enumerate(others[:10]):
        with clock.fixed_at(start + timedelta(minutes=minute)):
            wish(one, other)
    late = start + timedelta(days=7, seconds=-1)
    with clock.fixed_at(late):
        assert wish_queries.of(fresh(one)).free == 0
    with clock.fixed_at(start + timedelta(days=7)):
        assert wish_queries.of(fresh(one)).free == 1
        wish(one, others[10])
        assert wish_queries.of(fresh(one)).free == 0
