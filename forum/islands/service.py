"""What can be done with plans: make one, move somebody, copy, publish."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import Text, _, _n
from forum.events.models import Event, Island, Round
from forum.islands import queries
from forum.islands.models import Assignment, Plan
from forum.mail import service as mail
from forum.registration import rules as registration_rules
from forum.registration.models import Registration
from forum.rotation import model, planner
from forum.rotation.obstacles import NoPlan

QUICK = 20_000
"""How many moves are tried while somebody waits for the page."""


def make_plan(event_id: int, *, seed: int, made_by: str) -> Plan:
    """Puts everybody with a confirmed place on islands, as a new draft.

    Raises:
        Refused: there are no rounds or people yet, or not enough places; says what is missing.
    """
    with database.transaction() as session:
        session.get_one(Event, event_id, with_for_update=True)
        rounds = session.scalars(
            select(Round).where(Round.event_id == event_id).order_by(Round.number)
        ).all()
        islands = session.scalars(
            select(Island).where(Island.event_id == event_id).order_by(Island.position)
        ).all()
        people = queries.wishes_by_person(event_id)
        if not (rounds and islands):
            raise Refused(_("Please set up islands and rounds first, then a plan can be made."))
        if not people:
            raise Refused(_("Nobody has a confirmed place yet, so there is nobody to place."))
        instance = model.Instance(
            people=[_guest(person) for person in people],
            islands=[model.Island(one.id, one.maximum, name=one.letter) for one in islands],
            rounds=len(rounds),
        )
        try:
            made = planner.solve(instance, seed=seed, compiled=False, iterations=QUICK)
        except NoPlan as failure:
            raise Refused(explain(instance, failure)) from None
        plan = _new_version(session, event_id, seed=seed, made_by=made_by)
        plan.assignments = [
            Assignment(registration_id=person, round_id=round_.id, island_id=island)
            for person, route in made.plan.items()
            for round_, island in zip(rounds, route, strict=True)
        ]
        return plan


def _guest(person: Registration) -> model.Person:
    return model.Person(
        key=person.id,
        wishes=[wish.island_id for wish in person.wishes],
        organisation=person.affiliation.organisation_id if person.affiliation else None,
    )


def explain(instance: model.Instance, failure: NoPlan) -> Text:
    """Why no plan is possible, and what would cure it."""
    islands, guests = len(instance.islands), len(instance.people)
    if islands < instance.rounds:
        return _(
            "There are %(rounds)s rounds but only %(islands)s islands, and nobody visits an island "
            "twice. Please add islands or remove rounds.",
            rounds=instance.rounds,
            islands=islands,
        )
    places = sum(island.most for island in instance.islands)
    if places < guests:
        return _n(
            "The islands have %(places)s places in each round for %(guests)s people: %(num)s place "
            "is missing. Please raise the maximum of an island or add one.",
            "The islands have %(places)s places in each round for %(guests)s people: %(num)s "
            "places are missing. Please raise the maximum of an island or add one.",
            guests - places,
            places=places,
            guests=guests,
        )
    return failure.obstacles[0].sentence


def _new_version(session: Session, event_id: int, *, seed: int, made_by: str) -> Plan:
    number = session.scalar(select(func.max(Plan.number)).where(Plan.event_id == event_id)) or 0
    plan = Plan(
        event_id=event_id,
        number=number + 1,
        seed=seed,
        made_by=made_by,
        created_at=clock.now(),
    )
    session.add(plan)
    session.flush()
    return plan


def copy_plan(plan_id: int, *, made_by: str) -> Plan:
    """A new draft like this plan, to change it without touching what is published."""
    with database.transaction() as session:
        old = session.get_one(Plan, plan_id)
        session.get_one(Event, old.event_id, with_for_update=True)
        new = _new_version(session, old.event_id, seed=old.seed, made_by=made_by)
        new.assignments = [
            Assignment(
                registration_id=seat.registration_id,
                round_id=seat.round_id,
                island_id=seat.island_id,
            )
            for seat in old.assignments
        ]
        return new


def move(plan_id: int, *, registration_id: int, round_id: int, island_id: int) -> None:
    """Puts somebody on another island in one round of a draft.

    Raises:
        Refused: the plan is published, the island is full in this round, belongs to another forum,
            or is visited in another round already.
    """
    with database.transaction() as session:
        plan = _locked_draft(session, plan_id)
        island = session.get(Island, island_id)
        round_ = session.get(Round, round_id)
        person = session.get(Registration, registration_id)
        here = {plan.event_id}
        if not (island and round_ and person) or (
            {island.event_id} | {round_.event_id} | {person.event_id} != here
        ):
            raise Refused(_("Please choose one of the islands of this forum."))
        seats = session.scalars(
            select(Assignment).where(
                Assignment.plan_id == plan_id, Assignment.registration_id == registration_id
            )
        ).all()
        seat = next((seat for seat in seats if seat.round_id == round_id), None)
        if seat is not None and seat.island_id == island_id:
            return
        if person.state not in registration_rules.TAKING_PART:
            raise Refused(_("This person has no confirmed place (any more)."))
        if any(other.island_id == island_id for other in seats):
            raise Refused(_("This island is already visited in another round."))
        if _count(session, plan_id, round_id, island_id) >= island.maximum:
            raise Refused(_("This island is full in this round."))
        if seat is None:
            seat = Assignment(plan_id=plan_id, registration_id=registration_id, round_id=round_id)
            session.add(seat)
        seat.island_id = island_id


def _locked_draft(session: Session, plan_id: int) -> Plan:
    plan = session.get_one(Plan, plan_id)
    session.get_one(Event, plan.event_id, with_for_update=True)
    session.refresh(plan)
    if plan.published_at is not None:
        raise Refused(_("A published plan stays as it is. Please change it as a new draft."))
    return plan


def _count(session: Session, plan_id: int, round_id: int, island_id: int) -> int:
    query = (
        select(func.count(Assignment.id))
        .join(Assignment.registration)
        .where(
            Assignment.plan_id == plan_id,
            Assignment.round_id == round_id,
            Assignment.island_id == island_id,
            Registration.state.in_(registration_rules.TAKING_PART),
        )
    )
    return session.scalar(query) or 0


def publish(plan_id: int) -> None:
    """Makes the plan the one that counts, and tells everybody whose route is new or different.

    Publishing again changes nothing.
    """
    with database.transaction() as session:
        plan = session.get_one(Plan, plan_id)
        event = session.get_one(Event, plan.event_id, with_for_update=True)
        session.refresh(plan)
        if plan.published_at is not None:
            return
        before = queries.find_published(event.id)
        if before is not None and before.number > plan.number:
            raise Refused(_("A newer plan is already published."))
        routes = queries.routes_of(before.id) if before else {}
        plan.published_at = clock.now()
        reachable = set(
            session.scalars(
                select(Registration.id).where(
                    Registration.event_id == event.id, Registration.email.is_not(None)
                )
            )
        )
        for registration_id, route in queries.routes_of(plan.id).items():
            if registration_id in reachable and routes.get(registration_id) != route:
                mail.queue(session, "route-card", registration_id, event_id=event.id)
    mail.wake()
