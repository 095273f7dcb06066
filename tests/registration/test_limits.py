"""Overlapping limits: on plain values, and in the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.events.limit_models import Limit, LimitKind
from forum.organisations.models import Sector
from forum.registration import changing, counts, limits, rules
from forum.registration.models import State
from forum.registration.rules import Limits, Obstacle, Taken
from tests import factories
from tests.support.registering import details, find, register

A, W, M = Sector.ADMINISTRATION, Sector.WELFARE, Sector.MIGRANT
TERMS = {
    "door_places": 0,
    "hold_hours": 48,
    "offer_hours": 48,
    "reminder_days": 7,
    "changes_until": None,
    "needs_deadline": None,
}


@pytest.mark.parametrize(
    ("limits", "taken", "who", "full"),
    [
        (Limits(2), [(W, 1, 1)], (W, 1), None),
        (Limits(2), [(W, 1, 2)], (W, 1), Obstacle.FORUM),
        (Limits(3, door=1), [(W, 1, 2)], (W, 1), Obstacle.FORUM),
        (Limits(10, sectors={A: 2}), [(A, 1, 2)], (A, 2), Obstacle.SECTOR),
        (Limits(10, sectors={A: 2}), [(A, 1, 2)], (W, 2), None),
        (Limits(10, organisations={A: 4}), [(A, 1, 4)], (A, 1), Obstacle.ORGANISATION),
        (Limits(10, organisations={A: 4}), [(A, 1, 4)], (A, 2), None),
        (Limits(10, organisations={None: 1}), [(W, 1, 1)], (W, 1), Obstacle.ORGANISATION),
        (Limits(10, organisations={None: 1}), [(W, 0, 5)], (W, 0), None),
        (Limits(10, reserved={M: 3}), [(W, 1, 7)], (A, 2), Obstacle.RESERVED),
        (Limits(10, reserved={M: 3}), [(W, 1, 7)], (M, 2), None),
        (Limits(10, reserved={M: 3}), [(W, 1, 7), (M, 2, 1)], (A, 3), Obstacle.RESERVED),
        (Limits(10, reserved={M: 3}), [(W, 1, 6), (M, 2, 3)], (A, 3), None),
        (Limits(10, reserved={M: 3, A: 2}), [(W, 1, 5)], (W, 3), Obstacle.RESERVED),
        (Limits(10, reserved={M: 3, A: 2}), [(W, 1, 5)], (A, 3), None),
    ],
)
def test_somebody_is_in_only_if_every_limit_has_room(limits, taken, who, full):
    assert rules.obstacle(limits, Taken(taken), *who) is full


def test_the_door_has_places_of_its_own():
    taken = Taken([(W, 1, 2)])
    assert rules.obstacle(Limits(3, door=1), taken, W, 1, at_door=True) is None
    assert rules.obstacle(Limits(2, door=1), taken, W, 1, at_door=True) is Obstacle.FORUM


GROUPS = st.lists(st.tuples(st.sampled_from(Sector), st.integers(0, 5)), max_size=60)


@given(
    groups=GROUPS,
    places=st.integers(1, 20),
    door=st.integers(0, 3),
    sectors=st.dictionaries(st.sampled_from(Sector), st.integers(0, 5), max_size=3),
    organisations=st.dictionaries(
        st.one_of(st.none(), st.sampled_from(Sector)), st.integers(1, 3), max_size=2
    ),
    percents=st.dictionaries(st.sampled_from(Sector), st.integers(0, 30), max_size=3),
)
def test_whatever_comes_no_limit_is_broken_and_what_is_kept_stays(
    groups, places, door, sectors, organisations, percents
):
    door = min(door, places)
    reserved = {sector: rules.share(percent, places) for sector, percent in percents.items()}
    limits_ = Limits(places, door, sectors, organisations, reserved)
    taken = Taken()
    for sector, organisation in groups:
        if rules.obstacle(limits_, taken, sector, organisation) is None:
            taken.add(sector, organisation)
    assert taken.total <= places - door
    assert all(taken.sectors[sector] <= most for sector, most in sectors.items())
    if None in organisations:
        assert all(n <= organisations[None] for org, n in taken.organisations.items() if org)
    if sum(reserved.values()) <= places - door:
        assert taken.total + taken.kept(limits_) <= places - door


def test_a_share_of_the_places_is_kept_until_registration_closes(ctx: Flask):
    event = factories.event(capacity=3)
    limits.change(event.id, {(LimitKind.RESERVED, M): 30}, **TERMS)
    for letter in "abc":
        register(event, f"{letter}@stadt.example", letter.upper(), sector=A, organisation="")
    states = [find(event, f"{letter}@stadt.example").state for letter in "abc"]
    assert states == [State.HELD, State.HELD, State.WAITING]
    found = counts.places_left([event.id])[event.id]
    assert (found.free, found.open_to_all) == (1, 0)
    register(event, "m@stadt.example", "M", sector=M, organisation="Verein Ankunft")
    assert find(event, "m@stadt.example").state is State.HELD


def test_what_was_kept_moves_people_up_when_registration_has_closed(ctx: Flask):
    from forum.commands import work

    event = factories.event(capacity=2)
    limits.change(event.id, {(LimitKind.RESERVED, M): 50}, **TERMS)
    factories.registration(event, sector=A)
    waiting = factories.registration(event, sector=A, state=State.WAITING)
    work.maintain(event.registration_deadline - timedelta(hours=1))
    db.session.refresh(waiting)
    assert waiting.state is State.WAITING
    work.maintain(event.registration_deadline)
    db.session.refresh(waiting)
    assert waiting.state is State.OFFERED


def test_who_is_counted_by_a_full_limit_is_passed_over(ctx: Flask):
    event = factories.event(capacity=2)
    authority = factories.organisation("Stadt Auenstadt", sector=A)
    factories.registration(event, sector=A, where=authority)
    other = factories.registration(event)
    first = factories.registration(event, sector=A, where=authority, state=State.WAITING)
    second = factories.registration(event, state=State.WAITING)
    limits.change(event.id, {(LimitKind.ORGANISATION, A): 1}, **TERMS)
    from forum.registration import service

    service.cancel(other.id)
    for one in (first, second):
        db.session.refresh(one)
    assert (first.state, second.state) == (State.WAITING, State.OFFERED)
    limits.change(event.id, {}, **TERMS)
    event.capacity = 3
    db.session.commit()
    limits.change(event.id, {(LimitKind.ORGANISATION, A): 2}, **TERMS)
    db.session.refresh(first)
    assert first.state is State.OFFERED


def test_limits_that_cannot_be_are_refused_and_nothing_changes(ctx: Flask):
    event = factories.event(capacity=10)
    for given_limits, terms in (
        ({}, {**TERMS, "door_places": 11}),
        ({(LimitKind.RESERVED, M): 60, (LimitKind.RESERVED, A): 41}, TERMS),
    ):
        with pytest.raises(Refused):
            limits.change(event.id, given_limits, **terms)
    assert limits.of(event.id) == {}
    assert db.session.get_one(type(event), event.id, populate_existing=True).door_places == 0


def test_an_offer_ends_in_real_hours_over_both_clock_changes():
    for evening in (datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 3, 28, 20, tzinfo=UTC)):
        start = evening + timedelta(days=30)
        assert rules.answer_by(evening, start, hours=12) == evening + timedelta(hours=12)


def test_an_offer_ends_before_the_forum_and_none_is_made_at_the_last_moment():
    start = clock.now()
    assert rules.answer_by(start - timedelta(hours=5), start, hours=48) == start - timedelta(
        hours=2
    )
    assert rules.answer_by(start - timedelta(hours=2, minutes=59), start, hours=48) is None


GROUP = st.tuples(st.sampled_from((A, W, M)), st.integers(0, 3))


@given(
    limits=st.builds(
        Limits,
        places=st.integers(0, 6),
        door=st.integers(0, 2),
        sectors=st.dictionaries(st.sampled_from((A, W, M)), st.integers(0, 3)),
        organisations=st.dictionaries(st.sampled_from([None, A, W, M]), st.integers(0, 3)),
        reserved=st.dictionaries(st.sampled_from((A, W, M)), st.integers(0, 3)),
    ),
    others=st.lists(GROUP, max_size=12),
    before=GROUP,
    after=GROUP,
)
def test_who_changes_is_asked_only_for_room_in_what_is_new(limits, others, before, after):
    """However full the forum is: a full limit that did not count somebody before stops them, and
    nothing else does."""
    taken = Taken((sector, organisation, 1) for sector, organisation in others)
    full = rules.obstacle_to_change(limits, taken, before, after)
    sector, organisation = after
    if after == before:
        assert full is None
    elif full is None:
        if sector is not before[0] and sector in limits.sectors:
            assert taken.sectors[sector] < limits.sectors[sector]
        for one in (None, sector):
            if organisation and one in limits.organisations:
                assert taken.organisations[organisation] < limits.organisations[one]
    elif full is Obstacle.SECTOR:
        assert taken.sectors[sector] >= limits.sectors[sector]
    elif full is Obstacle.RESERVED:
        assert before[0] in limits.reserved
    else:
        assert organisation


def test_a_full_limit_stops_a_change_also_where_too_many_are_in(ctx: Flask):
    event = factories.event(capacity=1)
    one = factories.registration(event, sector=W)
    factories.registration(event, sector=M)
    db.session.add(Limit(event_id=event.id, kind=LimitKind.SECTOR, sector=M, number=1))
    db.session.commit()
    with pytest.raises(Refused):
        changing.change(one.id, details("Neu", sector=M, organisation=""))
    changing.change(one.id, details("Neu", sector=A, organisation=""))
