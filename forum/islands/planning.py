"""Making plans: behind the scenes, with a bar that says what is being done, and a way to stop."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from forum.base import clock, database, jobs, languages
from forum.base.database import db
from forum.base.refusal import Refused
from forum.base.text import Text, _
from forum.events.models import Event
from forum.islands import drafting, inputs
from forum.islands.models import Plan, PlanningJob
from forum.rotation import planner
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
        drafting.check(inputs.of_event(event_id, clock.now()))
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
        plan = drafting.save(session, event_id, made_of, found, seed=seed, by=by, locked=locked)
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


def wake_if_wanted() -> None:
    """Has plans made whose request was lost. Safe to repeat."""
    if db.session.scalar(select(PlanningJob.id).where(PlanningJob.done_at.is_(None)).limit(1)):
        jobs.wake(JOB)
