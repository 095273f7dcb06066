"""Entries that look alike: found in the background, decided by a person, and asked about once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from forum.base import clock, database
from forum.base.database import db
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.matching import Kind
from forum.organisations import merging, queries, service, suggesting, tying
from forum.organisations.models import Organisation, Status
from forum.organisations.register_models import Decision, OrganisationPair, TieKind

AT_ONCE = 100
"""So many entries are compared in one go; the others a minute later."""
NEAREST = 8
"""So many similar entries are asked about for each."""


def find() -> None:
    """Looks for entries that resemble the proposed ones which are new or have changed, and those
    that resemble one which was merged since. Safe to repeat: a pair is found once, and what was
    told apart is not found again."""
    compared, pairs = _resembling()
    pairs |= _of_merged()
    if not compared and not pairs:
        return
    now = clock.now()
    with database.transaction() as session:
        for one in merging.locked(session, *compared):
            one.compared_at = now
        there = _that_lead(session, {number for pair in pairs for number in pair})
        apart = _told_apart(session)
        rows = [
            {"first_id": first, "second_id": second, "found_at": now}
            for first, second in sorted(pairs)
            if {first, second} <= there and frozenset({first, second}) not in apart
        ]
        if rows:
            database.add_once(session, OrganisationPair, *rows)


def _resembling() -> tuple[Sequence[int], set[tuple[int, int]]]:
    """The proposed entries that nobody has compared yet as they are now, and what they resemble."""
    waiting = db.session.scalars(
        select(Organisation)
        .where(
            Organisation.status == Status.PROPOSED,
            Organisation.compared_at.is_(None)
            | (Organisation.compared_at < Organisation.changed_at),
        )
        .order_by(Organisation.id)
        .limit(AT_ONCE)
    ).all()
    pairs = {
        _ordered(one.id, other.id)
        for number, one in enumerate(waiting)
        for other in suggesting.candidates(one.name, limit=NEAREST + 1, is_fresh=number > 0)
        if other.id != one.id
    }
    return [one.id for one in waiting], pairs


def _of_merged() -> set[tuple[int, int]]:
    """What is still asked about entries that were merged goes over to those that lead them, where
    their names do not speak against it: nothing is one by way of another."""
    first, second = aliased(Organisation), aliased(Organisation)
    known = aliased(OrganisationPair)
    ones, others = queries.leading(first), queries.leading(second)
    rows = db.session.execute(
        select(ones, others)
        .select_from(OrganisationPair)
        .join(first, first.id == OrganisationPair.first_id)
        .join(second, second.id == OrganisationPair.second_id)
        .where(
            or_(OrganisationPair.decision.is_(None), OrganisationPair.decision == Decision.LATER),
            first.merged_into_id.is_not(None) | second.merged_into_id.is_not(None),
            ones != others,
            ~exists().where(
                or_(
                    and_(known.first_id == ones, known.second_id == others),
                    and_(known.first_id == others, known.second_id == ones),
                )
            ),
        )
    ).all()
    found = {_ordered(*row) for row in rows}
    named = queries.names([number for pair in found for number in pair])
    return {
        (one, other)
        for one, other in found
        if suggesting.judge(named[one], named[other]).kind is not Kind.DIFFERENT
    }


def _ordered(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _that_lead(session: Session, ids: set[int]) -> set[int]:
    """Those of the entries that are not merged into another."""
    query = select(Organisation.id).where(
        Organisation.id.in_(ids), Organisation.status != Status.MERGED
    )
    return set(session.scalars(query))


def _told_apart(session: Session) -> set[frozenset[int]]:
    """Of which two organisations somebody has said that they differ, whichever entries it was said
    of that are merged into them today."""
    first, second = aliased(Organisation), aliased(Organisation)
    rows = session.execute(
        select(queries.leading(first), queries.leading(second))
        .select_from(OrganisationPair)
        .join(first, first.id == OrganisationPair.first_id)
        .join(second, second.id == OrganisationPair.second_id)
        .where(OrganisationPair.decision == Decision.DIFFERENT)
    )
    return {frozenset(row) for row in rows}


def decide(pair_id: int, decision: Decision, *, leading_id: int, by: int) -> int | None:
    """Carries out what a person decided about a pair; returns the merge's id where they are one.

    `leading_id`: the one whose name stays where they are one, and the whole where one is a part.
    Again the same changes nothing.

    Raises:
        NotFound: there is no such pair.
        Refused: it was decided otherwise, or one of the two was merged in the meantime.
    """
    with database.transaction() as session:
        pair = session.get(OrganisationPair, pair_id, with_for_update=True)
        if pair is None:
            raise NotFound(_("There is no such pair."))
        if pair.decision is decision is not Decision.LATER:
            return None
        if pair.decision not in {None, Decision.LATER}:
            raise Refused(_("Somebody has decided about these two already."))
        if leading_id not in {pair.first_id, pair.second_id}:
            raise Refused(merging.WHICH)
        other_id = pair.first_id + pair.second_id - leading_id
        if decision is Decision.SAME:
            return merging.join(session, leading_id, other_id, by=by)
        if decision is Decision.PART_OF:
            tying.tie(session, other_id, leading_id, TieKind.PART_OF)
        pair.decision, pair.decided_at, pair.decided_by = decision, clock.now(), by
        session.flush()
        if decision is not Decision.LATER:
            _settle_when_done(session, pair)
        return None


def _settle_when_done(session: Session, pair: OrganisationPair) -> None:
    """A proposed entry is in order once nothing is left to ask about it."""
    for number in (pair.first_id, pair.second_id):
        undecided = select(OrganisationPair.id).where(
            (OrganisationPair.first_id == number) | (OrganisationPair.second_id == number),
            queries.is_open(),
        )
        if session.scalars(undecided.limit(1)).first() is None:
            service.settle(session, number)
