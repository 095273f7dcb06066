"""What can be done with a draft: move and lock people, undo, copy, check."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events.models import Event, Island, Round
from forum.islands import drafting, queries, tables
from forum.islands.models import Assignment, Plan, PlanMove, PlanRule, RuleKind
from forum.registration import rules as registration_rules
from forum.registration.models import Registration


def copy_plan(plan_id: int, *, made_by: str) -> Plan:
    """A new draft like this plan, to change it without touching what is published."""
    with database.transaction() as session:
        old = session.get_one(Plan, plan_id)
        session.get_one(Event, old.event_id, with_for_update=True)
        new = drafting.new_version(session, old.event_id, seed=old.seed, by=made_by)
        new.iterations = old.iterations
        rows = session.scalars(select(Assignment).where(Assignment.plan_id == old.id)).all()
        new.assignments = [
            Assignment(
                registration_id=seat.registration_id,
                round_id=seat.round_id,
                island_id=seat.island_id,
                table_number=seat.table_number,
                is_locked=seat.is_locked,
                is_duty=seat.is_duty,
            )
            for seat in rows
        ]
        return new


def move(
    plan_id: int,
    *,
    registration_id: int,
    round_id: int,
    island_id: int,
    by: str,
    came_from: int | None = None,
) -> None:
    """Puts somebody on another island in one round of a draft. Past the maximum of an island is
    allowed to organisers; the board warns. `came_from`: where the page showed them.

    Raises:
        Refused: the plan is published, the round has begun, the island belongs to another forum, is
            closed or visited in another round already, or somebody else has moved them meanwhile.
    """
    with database.transaction() as session:
        plan = _locked_draft(session, plan_id)
        island, round_ = _target(session, plan, registration_id, round_id, island_id)
        seats = session.scalars(
            select(Assignment).where(
                Assignment.plan_id == plan_id, Assignment.registration_id == registration_id
            )
        ).all()
        seat = next((seat for seat in seats if seat.round_id == round_id), None)
        here = seat.island_id if seat else None
        if here == island_id:
            return
        _check_move(island, round_, seats, is_stale=came_from not in {None, here})
        _seat(session, plan, registration_id, round_id, island_id, seat)
        session.add(_noted(plan_id, registration_id, round_id, here, island_id, by))


def _noted(
    plan_id: int, registration_id: int, round_id: int, here: int | None, island_id: int, by: str
) -> PlanMove:
    """What can be taken back."""
    return PlanMove(
        plan_id=plan_id,
        registration_id=registration_id,
        round_id=round_id,
        from_id=here,
        to_id=island_id,
        moved_by=by,
        moved_at=clock.now(),
    )


def _check_move(
    island: Island, round_: Round, seats: Sequence[Assignment], *, is_stale: bool
) -> None:
    if is_stale:
        raise Refused(_("Somebody else has moved this person meanwhile. Please look again."))
    if any(other.island_id == island.id and not other.is_duty for other in seats):
        raise Refused(_("This island is already visited in another round."))
    if any(closure.round_id == round_.id for closure in island.closures):
        raise Refused(_("This island is closed in this round."))


def _target(
    session: Session, plan: Plan, registration_id: int, round_id: int, island_id: int
) -> tuple[Island, Round]:
    island = session.get(Island, island_id)
    round_ = session.get(Round, round_id)
    person = session.get(Registration, registration_id)
    if not (island and round_ and person) or (
        {island.event_id} | {round_.event_id} | {person.event_id} != {plan.event_id}
    ):
        raise Refused(_("Please choose one of the islands of this forum."))
    if person.state not in registration_rules.TAKING_PART:
        raise Refused(_("This person has no confirmed place (any more)."))
    _check_not_begun(plan, round_)
    return island, round_


def _check_not_begun(plan: Plan, round_: Round) -> None:
    if round_.starts_at <= clock.now() and queries.find_published(plan.event_id) is not None:
        raise Refused(_("This round has begun, so it stays as it is."))


def _seat(
    session: Session,
    plan: Plan,
    registration_id: int,
    round_id: int,
    island_id: int,
    seat: Assignment | None,
) -> None:
    """Puts somebody on an island, at a table where there are several."""
    if seat is None:
        seat = Assignment(plan_id=plan.id, registration_id=registration_id, round_id=round_id)
        session.add(seat)
    seat.island_id, seat.table_number = island_id, None
    seat.is_duty = _serves(session, registration_id, island_id)
    plan.checked_at, plan.checked_by = None, ""
    session.flush()
    tables.lay(session, plan)


def _serves(session: Session, registration_id: int, island_id: int) -> bool:
    """Whether somebody belongs to the team of an island."""
    query = select(PlanRule.id).where(
        PlanRule.registration_id == registration_id,
        PlanRule.island_id == island_id,
        PlanRule.kind == RuleKind.SERVES,
    )
    return session.scalars(query.limit(1)).first() is not None


def undo(plan_id: int) -> None:
    """Takes back the latest move of a draft that still stands.

    Raises:
        Refused: there is none, or somebody is elsewhere by now.
    """
    with database.transaction() as session:
        plan = _locked_draft(session, plan_id)
        last = queries.find_last_move(plan_id)
        if last is None:
            raise Refused(_("There is nothing to take back."))
        seat = session.scalars(
            select(Assignment).where(
                Assignment.plan_id == plan_id,
                Assignment.registration_id == last.registration_id,
                Assignment.round_id == last.round_id,
            )
        ).first()
        if seat is None or seat.island_id != last.to_id:
            raise Refused(_("Somebody else has moved this person meanwhile. Please look again."))
        last.undone_at = clock.now()
        if last.from_id is None:
            session.delete(seat)
            session.flush()
            tables.lay(session, plan)
        else:
            _seat(session, plan, last.registration_id, last.round_id, last.from_id, seat)


def lock(
    plan_id: int,
    *,
    is_locked: bool,
    registration_id: int | None = None,
    island_id: int | None = None,
) -> None:
    """Locks or frees the seats of one person, or of one island, in a draft. Locked ones stay when
    the rest is planned anew. Again changes nothing."""
    with database.transaction() as session:
        _locked_draft(session, plan_id)
        seats = update(Assignment).where(Assignment.plan_id == plan_id)
        if registration_id is not None:
            seats = seats.where(Assignment.registration_id == registration_id)
        if island_id is not None:
            seats = seats.where(Assignment.island_id == island_id)
        session.execute(seats.values(is_locked=is_locked))


def check(plan_id: int, *, by: str) -> None:
    """Notes that somebody has looked at a draft and finds it good. Again changes nothing."""
    with database.transaction() as session:
        plan = _locked_draft(session, plan_id)
        if plan.checked_at is None:
            plan.checked_at, plan.checked_by = clock.now(), by


def _locked_draft(session: Session, plan_id: int) -> Plan:
    plan = session.get_one(Plan, plan_id)
    session.get_one(Event, plan.event_id, with_for_update=True)
    session.refresh(plan)
    if plan.published_at is not None:
        raise Refused(_("A published plan stays as it is. Please change it as a new draft."))
    return plan
