"""Merging and undoing: exact, never transitive, and followed wherever organisations are read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from forum.base import clock, database
from forum.base.database import db
from forum.base.refusal import Refused
from forum.organisations import merging, pairing, queries, service, tying
from forum.organisations.models import Organisation, Status
from forum.organisations.register_models import Decision, OrganisationPair, TieKind
from tests import factories
from tests.support.populated import everything

LOG = {"organisation_merge"}


def test_whatever_order_merges_are_undone_in_everything_is_as_before(ctx: Flask) -> None:
    by = factories.account().id
    event = factories.event()
    leading, *others = (factories.organisation(f"Verein {name}") for name in "ABCD")
    for one in (leading, *others):
        factories.registration(event, where=one)
    first, second, third = others
    tying.add(first.id, second.id, TieKind.PART_OF)
    before = everything(but=LOG)
    into_second = merging.merge(second.id, third.id, by=by)
    into_first = merging.merge(leading.id, second.id, by=by)
    also = merging.merge(leading.id, first.id, by=by)
    db.session.expire_all()
    assert {one.merged_into_id for one in others} == {leading.id}
    assert leading.status is Status.CONFIRMED
    with pytest.raises(Refused):
        merging.undo(into_second, by=by)
    for number in (into_first, also, into_second, into_second):
        merging.undo(number, by=by)
    assert everything(but=LOG) == before


def test_what_is_merged_leads_nothing(ctx: Flask) -> None:
    by = factories.account().id
    one, other, third = (factories.organisation() for _ in range(3))
    merging.merge(one.id, other.id, by=by)
    for leading, led in ((other, third), (third, other), (one, one)):
        with pytest.raises(Refused):
            merging.merge(leading.id, led.id, by=by)
    with pytest.raises(IntegrityError):
        _merge_past_the_service(third.id, other.id)


def _merge_past_the_service(organisation_id: int, into_id: int) -> None:
    with database.transaction() as session:
        found = session.get_one(Organisation, organisation_id)
        found.merged_into_id, found.status = into_id, Status.MERGED


def test_after_thirty_days_a_merge_stays(ctx: Flask) -> None:
    by = factories.account().id
    number = merging.merge(factories.organisation().id, factories.organisation().id, by=by)
    with clock.fixed_at(clock.now() + timedelta(days=30)), pytest.raises(Refused):
        merging.undo(number, by=by)


def test_check_8_different_never_reappears_and_nothing_is_merged_by_way_of_another(
    ctx: Flask,
) -> None:
    """The Jobcenter triple: the one in the middle resembles both, which are two."""
    by = factories.account().id
    one, other, middle = (
        factories.organisation(name)
        for name in ("Jobcenter Talbrück", "Jobcenter Heidetal", "Jobcenter")
    )
    for _again in range(2):
        pairing.find()
    pairs = {frozenset((pair.first_id, pair.second_id)): pair for pair in _open()}
    assert set(pairs) == {frozenset((one.id, middle.id)), frozenset((other.id, middle.id))}
    apart = pairs[frozenset((other.id, middle.id))]
    pairing.decide(apart.id, Decision.DIFFERENT, leading_id=other.id, by=by)
    same = pairs[frozenset((one.id, middle.id))]
    made = pairing.decide(same.id, Decision.SAME, leading_id=one.id, by=by)
    db.session.expire_all()
    assert (one.merged_into_id, other.merged_into_id) == (None, None)
    service.add_spelling(other.id, "JC Talbrück-Heidetal")
    service.add_spelling(middle.id, "JC") if middle.merged_into_id is None else None
    pairing.find()
    assert _open() == []
    assert made is not None
    merging.undo(made, by=by)
    service.update(middle.id, {"place": "Talbrück"})
    pairing.find()
    assert {pair.id for pair in _open()} == {same.id}


def _open() -> list[OrganisationPair]:
    db.session.rollback()
    db.session.expire_all()
    query = db.select(OrganisationPair).where(queries.is_open()).order_by(OrganisationPair.id)
    return [*db.session.scalars(query)]


def test_what_was_put_off_is_still_asked_after_a_merge(ctx: Flask) -> None:
    by = factories.account().id
    one, other, middle = (
        factories.organisation(name) for name in ("Jobcenter Talbrück", "Jobcenter", "JC Talbrück")
    )
    pairing.find()
    pairs = {frozenset((pair.first_id, pair.second_id)): pair.id for pair in _open()}
    put_off = pairs[frozenset((other.id, middle.id))]
    pairing.decide(put_off, Decision.LATER, leading_id=other.id, by=by)
    with database.transaction() as session:
        known = session.get_one(OrganisationPair, pairs[frozenset((one.id, other.id))])
        session.delete(known)
    merging.merge(one.id, middle.id, by=by)
    pairing.find()
    assert [(pair.first_id, pair.second_id) for pair in _open()] == [(one.id, other.id)]


def test_a_decision_is_made_once(ctx: Flask) -> None:
    by = factories.account().id
    child, whole = factories.organisation("Sozialamt Talbrück"), factories.organisation("Stadt X")
    with database.transaction() as session:
        first, second = sorted((child.id, whole.id))
        pair = OrganisationPair(first_id=first, second_id=second, found_at=clock.now())
        session.add(pair)
    pairing.decide(pair.id, Decision.LATER, leading_id=whole.id, by=by)
    assert [one.id for one in _open()] == [pair.id]
    for _again in range(2):
        pairing.decide(pair.id, Decision.PART_OF, leading_id=whole.id, by=by)
    (tie,) = queries.ties(whole.id)
    assert (tie.child_id, tie.kind) == (child.id, TieKind.PART_OF)
    assert {child.status, whole.status} == {Status.CONFIRMED}
    with pytest.raises(Refused):
        pairing.decide(pair.id, Decision.SAME, leading_id=whole.id, by=by)
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(OrganisationPair(first_id=first, second_id=second, found_at=clock.now()))
    with pytest.raises(Refused):
        tying.add(whole.id, child.id, TieKind.PART_OF)
