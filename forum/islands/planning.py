"""Making plans: behind the scenes, with a bar that says what is being done, and a way to stop."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from forum.base import clock, database, jobs, languages
from forum.base.database import db
from forum.base.refusal import Refused
from forum.base.text import Text, _
from forum.events.models import Event
from forum.islands import inputs
from forum.islands.inputs import Input
from forum.islands.models import Assignment, Plan, PlanningJob
from forum.rotation import model, planner, tables
from forum.rotation.obstacles import NoPlan

log = logging.getLogger(__name__)

JOB = "plan"
BEAT_SECONDS = 0.4
LOST = timedelta(minutes=3)
"""After this long without a sign of life a job is taken up again; its process has died."""
QUICK = 20_000
"""How many moves are tried where somebody waits for the answer."""


def ask(
    event_id: int,
    *,
    seed: int,
    by: str,
    base_id: int | None = None,
    keeps_published: bool = False,
) -> PlanningJob:
    """Has a plan made soon; where one is being made already, that one.

    Raises:
        Refused: there are no islands, rounds or people yet.
    """
    with database.transaction() as session:
        session.get_one(Event, event_id, with_for_update=True)
        waiting = find_wanted(event_id)
        if waiting is not None:
            return waiting
        _check(inputs.of_event(event_id, clock.now()))
        job = PlanningJob(
            event_id=event_id,
            seed=seed,
            base_id=base_id,
            keeps_published=keeps_published,
            asked_by=by,
            asked_at=clock.now(),
        )
        session.add(job)
    jobs.wake(JOB)
    return job


def find_wanted(event_id: int) -> PlanningJob | None:
    """The plan that is being made for a forum, if any."""
    query = select(PlanningJob).where(
        PlanningJob.event_id == event_id, PlanningJob.done_at.is_(None)
    )
    return db.session.scalars(query).first()


def find_last(event_id: int) -> PlanningJob | None:
    """The latest attempt to make a plan, done or not."""
    query = select(PlanningJob).where(PlanningJob.event_id == event_id)
    return db.session.scalars(query.order_by(PlanningJob.id.desc()).limit(1)).first()


def stop(event_id: int) -> None:
    """Ends the planning soon; the best plan found so far is kept. Again changes nothing."""
    with database.transaction() as session:
        session.execute(
            update(PlanningJob)
            .where(
                PlanningJob.event_id == event_id,
                PlanningJob.done_at.is_(None),
                PlanningJob.stopped_at.is_(None),
            )
            .values(stopped_at=clock.now())
        )


def work() -> None:
    """Makes every plan that is wanted. Safe to repeat, and to run twice at once."""
    while (job_id := _take()) is not None:
        try:
            _make(job_id)
        except Exception:
            log.exception("A plan could not be made")
            _end(job_id, problem=[_said(_FAILED, ())])


_FAILED = _("The plan could not be made because of an error here. Please try again.")


def _take() -> int | None:
    """Claims the job that has waited longest, or whose process has died."""
    now = clock.now()
    with database.transaction() as session:
        job = session.scalars(
            select(PlanningJob)
            .where(
                PlanningJob.done_at.is_(None),
                or_(PlanningJob.beat_at.is_(None), PlanningJob.beat_at <= now - LOST),
            )
            .order_by(PlanningJob.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if job is None:
            return None
        job.started_at = job.beat_at = now
        return job.id


def _make(job_id: int) -> None:
    job = db.session.get_one(PlanningJob, job_id)
    base = db.session.get(Plan, job.base_id) if job.base_id else None
    made_of = inputs.of_event(
        job.event_id, clock.now(), base=base, keeps_published=job.keeps_published
    )
    seed, event_id, by, locked = job.seed, job.event_id, job.asked_by, inputs.locked_of(base)
    db.session.rollback()  # planning takes a while, and holds nothing meanwhile
    bar = _Bar(job_id)
    try:
        found = planner.solve(
            made_of.instance,
            seed=seed,
            iterations=job.iterations,
            folder=Path(current_app.instance_path) / "planner",
            report=bar.report,
            is_cancelled=bar.is_stopped,
        )
    except (NoPlan, Refused) as failure:
        _end(job_id, problem=_obstacles(failure))
        return
    with database.transaction() as session:
        session.get_one(Event, event_id, with_for_update=True)
        plan = save(session, event_id, made_of, found, seed=seed, by=by, locked=locked)
        _end_in(session, job_id, plan_id=plan.id, problem=[])


class _Bar:
    """Keeps what is being done where the page can see it, and hears when somebody stops it."""

    def __init__(self, job_id: int) -> None:
        self.job_id, self.last, self._is_stopped = job_id, 0.0, False

    def report(self, doing: Text, share: float) -> None:
        if time.monotonic() - self.last < BEAT_SECONDS and share < 1:
            return
        self.last = time.monotonic()
        with database.transaction() as session:
            job = session.get_one(PlanningJob, self.job_id, populate_existing=True)
            job.doing, job.share, job.beat_at = doing.sentence, min(1.0, share), clock.now()
            self._is_stopped = job.stopped_at is not None

    def is_stopped(self) -> bool:
        return self._is_stopped


def _end(job_id: int, *, plan_id: int | None = None, problem: list[Any]) -> None:
    db.session.rollback()
    with database.transaction() as session:
        _end_in(session, job_id, plan_id=plan_id, problem=problem)


def _end_in(session: Session, job_id: int, *, plan_id: int | None, problem: list[Any]) -> None:
    job = session.get(PlanningJob, job_id, populate_existing=True)
    if job is not None and job.done_at is None:
        job.done_at, job.plan_id, job.problem, job.share = clock.now(), plan_id, problem, 1.0


def _obstacles(failure: NoPlan | Refused) -> list[Any]:
    """Why there is no plan and what would cure it, in every language, as it is kept."""
    if isinstance(failure, Refused):
        return [_said(failure.sentence, ())]
    return [_said(one.sentence, one.cures) for one in failure.obstacles]


def _said(sentence: Text, cures: tuple[Text, ...]) -> dict[str, Any]:
    told = {}
    for language in languages.LANGUAGES:
        with languages.in_language(language):
            told[language] = {"sentence": str(sentence), "cures": [str(one) for one in cures]}
    return told


def make_plan(event_id: int, *, seed: int, made_by: str, keeps_published: bool = False) -> Plan:
    """Makes a draft at once, while somebody waits for it.

    Raises:
        Refused: there are no islands, rounds or people yet, or no plan keeps every rule; says why.
    """
    with database.transaction() as session:
        session.get_one(Event, event_id, with_for_update=True)
        made_of = inputs.of_event(event_id, clock.now(), keeps_published=keeps_published)
        _check(made_of)
        try:
            found = planner.solve(made_of.instance, seed=seed, compiled=False, iterations=QUICK)
        except NoPlan as failure:
            raise Refused(failure.obstacles[0].sentence) from None
        return save(session, event_id, made_of, found, seed=seed, by=made_by, locked={})


def _check(made_of: Input) -> None:
    if not (made_of.rounds and made_of.islands):
        raise Refused(_("Please set up islands and rounds first, then a plan can be made."))
    if not made_of.people:
        raise Refused(_("Nobody has a confirmed place yet, so there is nobody to place."))


def save(
    session: Session,
    event_id: int,
    made_of: Input,
    found: planner.Solution,
    *,
    seed: int,
    by: str,
    locked: inputs.Seats,
) -> Plan:
    """Keeps a plan as a new draft with its tables, in the caller's transaction. Locked seats stay
    locked."""
    plan = new_version(session, event_id, seed=seed, by=by)
    plan.iterations = found.iterations
    session.flush()
    _add_seats(session, plan, made_of, made_of.seats(found.plan), locked)
    return plan


def new_version(session: Session, event_id: int, *, seed: int, by: str) -> Plan:
    """An empty draft with the next number, in the caller's transaction."""
    number = session.scalar(select(func.max(Plan.number)).where(Plan.event_id == event_id)) or 0
    plan = Plan(event_id=event_id, number=number + 1, seed=seed, made_by=by, created_at=clock.now())
    session.add(plan)
    session.flush()
    return plan


def _add_seats(
    session: Session,
    plan: Plan,
    made_of: Input,
    seats: list[tuple[int, int, int]],
    locked: inputs.Seats,
) -> None:
    """Adds the seats of a plan, with the tables of islands that have several."""
    by_person: inputs.Seats = {}
    for person, round_id, island in seats:
        by_person.setdefault(person, {})[round_id] = island
    at_table = tables_of(made_of, by_person, seed=plan.seed)
    hosts = {one.key: set(one.pins.values()) for one in made_of.instance.people if one.is_host}
    database.add_rows(
        session,
        Assignment,
        [
            {
                "plan_id": plan.id,
                "registration_id": person,
                "round_id": round_id,
                "island_id": island,
                "table_number": at_table.get((person, round_id)),
                "is_locked": locked.get(person, {}).get(round_id) == island,
                "is_duty": island in hosts.get(person, ()),
            }
            for person, round_id, island in seats
        ],
    )


def tables_of(made_of: Input, seats: inputs.Seats, *, seed: int) -> dict[tuple[int, int], int]:
    """The table of everybody in each round (registration, round), where an island has several."""
    plan = made_of.plan_of(seats)
    places = {one.id: one.table_places for one in made_of.islands}
    largest = max([number for number in places.values() if number], default=tables.LARGEST)
    number: dict[model.Key, int] = {
        one.id: max(1, -(-one.maximum // places[one.id])) if places[one.id] else 1
        for one in made_of.islands
        if places[one.id] != largest
    }
    found = tables.assign(made_of.instance, plan, tables=number, seed=seed, largest=largest)
    laid = {
        (int(str(person)), n): table
        for person, row in found.items()
        for n, table in enumerate(row)
        if table is not None
    }
    several = {(n, plan[person][n]) for (person, n), table in laid.items() if table > 1}
    return {
        (person, made_of.rounds[n].id): table
        for (person, n), table in laid.items()
        if (n, plan[person][n]) in several
    }


def wake_if_wanted() -> None:
    """Has plans made whose request was lost. Safe to repeat."""
    if db.session.scalar(select(PlanningJob.id).where(PlanningJob.done_at.is_(None)).limit(1)):
        jobs.wake(JOB)
