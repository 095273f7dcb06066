"""Registrations, cancellations, expiries, limits and offers in any order: the rules hold."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from forum.base import clock, database
from forum.base.database import Base, db
from forum.base.refusal import Refused
from forum.commands import work
from forum.events.limit_models import Limit, LimitKind
from forum.events.models import Event
from forum.organisations.models import Sector
from forum.people.models import Affiliation
from forum.registration import organising, places, rules, service
from forum.registration.models import PlaceCount, Registration, State
from tests import factories
from tests.support.registering import NO, details

SECTORS = (Sector.ADMINISTRATION, Sector.WELFARE, Sector.MIGRANT)
PEOPLE = st.tuples(st.integers(0, 12), st.sampled_from(SECTORS), st.integers(0, 2))
"""A number for the name, the field of work, the organisation (0: none)."""
LIMITS = st.dictionaries(
    st.tuples(st.sampled_from(LimitKind), st.sampled_from(SECTORS)), st.integers(1, 2), max_size=3
).map(
    lambda limits: {
        (kind, sector): 25 if kind is LimitKind.RESERVED else number
        for (kind, sector), number in limits.items()
    }
)


EXAMPLES = {"sqlite": 20, "postgresql": 6}
"""The order of things is the same on both; the second shows that its constraints hold as well."""


class Registering(RuleBasedStateMachine):
    """What people, organisers and the clock do to one forum."""

    registered: Bundle[int] = Bundle("registered")

    def __init__(self) -> None:
        super().__init__()
        with database.transaction() as session:
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(table.delete())
        self.before: dict[int, State] = {}
        self.by = factories.account().id
        self.now = clock.now()
        self.event_id = factories.event(capacity=4).id

    def at(self) -> Any:
        return clock.fixed_at(self.now)

    def attempt(self, call: Any, *given: Any, **named: Any) -> None:
        with self.at():
            try:
                call(*given, **named)
            except Refused:
                db.session.rollback()

    def ids(self) -> list[int]:
        return list(db.session.scalars(select(Registration.id).order_by(Registration.id)))

    @initialize(target=registered, limits=LIMITS, crowd=st.lists(PEOPLE, min_size=5, max_size=9))
    def a_crowd_comes(self, limits: dict[Any, int], crowd: list[tuple[int, Sector, int]]) -> Any:
        with database.transaction() as session:
            for (kind, sector), number in limits.items():
                session.add(Limit(event_id=self.event_id, kind=kind, sector=sector, number=number))
        for one in crowd:
            self.send(one)
        for one_id in self.ids():
            self.attempt(service.confirm_address, one_id)
        return multiple(*self.ids())

    @rule(target=registered, person=PEOPLE, confirms=st.booleans(), is_second=st.booleans())
    def register(self, person: tuple[int, Sector, int], confirms: bool, is_second: bool) -> Any:
        known = set(self.ids())
        self.send(person, is_second=is_second)
        new = set(self.ids()) - known
        for one in new if confirms else ():
            self.attempt(service.confirm_address, one)
        return multiple(*new)

    def send(self, person: tuple[int, Sector, int], *, is_second: bool = False) -> None:
        """Sends the form, from the person's first or second address."""
        number, sector, org = person
        organisation = f"Verein {sector.value} {org}" if org else ""
        said = details(f"Person{number}", sector=sector, organisation=organisation)
        email = f"{'zwei' if is_second else 'eins'}{number}@stadt.example"
        sent = service.Application(said, email=email, language="de", decisions=NO)
        self.attempt(service.register, self.event_id, sent)

    @rule(one=registered)
    def confirm(self, one: int) -> None:
        self.attempt(service.confirm_address, one)

    @rule(one=registered)
    def cancel(self, one: int) -> None:
        self.attempt(service.cancel, one)

    @rule(one=registered)
    def accept(self, one: int) -> None:
        self.attempt(service.accept_offer, one)

    @rule(one=registered, other=registered)
    def merge(self, one: int, other: int) -> None:
        self.attempt(organising.merge, one, other, by=self.by)

    @rule(hours=st.sampled_from([1, 20, 49]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        work.maintain(self.now)

    @rule(capacity=st.integers(4, 6), door=st.integers(0, 1))
    def change_places(self, capacity: int, door: int) -> None:
        """Limits are only ever raised here: a lower one is allowed and takes nobody's place."""
        with database.transaction() as session:
            event = session.get_one(Event, self.event_id)
            event.capacity = max(event.capacity, capacity)
            event.door_places = min(event.door_places, door)
        self.attempt(places.fill_places)

    @rule(kind=st.sampled_from([LimitKind.SECTOR, LimitKind.ORGANISATION]))
    def raise_limits(self, kind: LimitKind) -> None:
        with database.transaction() as session:
            for one in session.scalars(select(Limit).where(Limit.kind == kind)):
                one.number += 1
        self.attempt(places.fill_places)

    def taken(self) -> rules.Taken:
        """Counted from the rows themselves, not from the stored counts."""
        rows = db.session.execute(
            select(Registration.sector, Affiliation.organisation_id)
            .outerjoin(Affiliation, Affiliation.id == Registration.affiliation_id)
            .where(Registration.state.in_(rules.TAKING))
        )
        return rules.Taken((sector, organisation or 0, 1) for sector, organisation in rows)

    @invariant()
    def no_limit_is_exceeded(self) -> None:
        db.session.rollback()
        event = db.session.get_one(Event, self.event_id)
        taken = self.taken()
        assert taken.total <= event.capacity - event.door_places
        for one in db.session.scalars(select(Limit)):
            if one.kind is LimitKind.SECTOR and one.sector:
                assert taken.sectors[one.sector] <= one.number
            if one.kind is LimitKind.ORGANISATION:
                assert self.most_of_one_organisation(one.sector) <= one.number

    def most_of_one_organisation(self, sector: Sector | None) -> int:
        rows = db.session.execute(
            select(Affiliation.organisation_id)
            .join(Registration, Registration.affiliation_id == Affiliation.id)
            .where(
                Registration.state.in_(rules.TAKING),
                Registration.sector == sector,
                Affiliation.organisation_id.is_not(None),
            )
        )
        return max(Counter(organisation for (organisation,) in rows).values(), default=0)

    @invariant()
    def nobody_has_two(self) -> None:
        active = db.session.execute(
            select(Registration.person_key, Registration.email_key).where(
                Registration.state.in_(rules.ACTIVE)
            )
        ).all()
        assert len({key for key, _email in active}) == len(active)
        assert len({email for _key, email in active}) == len(active)

    @invariant()
    def every_freed_place_is_given_on(self) -> None:
        """Nobody who can be reached waits while every limit that counts them has room."""
        event = db.session.get_one(Event, self.event_id)
        with self.at():
            if rules.answer_by(self.now, event.starts_at, hours=1) is None:
                return
            limits, taken, _is_waited = places.limits_of(db.session(), event)
            waiting = places._waiting(db.session(), self.event_id)
            assert [
                one
                for one, sector, organisation_id in waiting
                if rules.obstacle(limits, taken, sector, organisation_id) is None
            ] == []

    @invariant()
    def every_step_is_in_the_table(self) -> None:
        rows = db.session.execute(select(Registration.id, Registration.state))
        now = dict(map(tuple, rows))
        for one, state in now.items():
            before = self.before.get(one, state)
            assert state is before or state in reachable(before)
        self.before = now

    @invariant()
    def what_is_counted_is_what_is_there(self) -> None:
        counted = db.session.execute(
            select(
                PlaceCount.state, PlaceCount.sector, PlaceCount.organisation_id, PlaceCount.number
            ).where(PlaceCount.number > 0)
        )
        rows = db.session.execute(
            select(Registration.state, Registration.sector, Affiliation.organisation_id).outerjoin(
                Affiliation, Affiliation.id == Registration.affiliation_id
            )
        )
        there = Counter((state, sector, org or 0) for state, sector, org in rows)
        assert {(s, f, o): n for s, f, o, n in counted} == dict(there)


def reachable(state: State) -> set[State]:
    """What can follow within one step of a person: offered and gone within one run of the clock."""
    first = set(rules.TRANSITIONS[state])
    return first | {after for one in first for after in rules.TRANSITIONS[one]}


def test_in_any_order_the_rules_hold(ctx: Flask, database_kind: str) -> None:
    run_state_machine_as_test(
        Registering,
        settings=settings(
            max_examples=EXAMPLES[database_kind],
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
