"""Making plans: behind the scenes, with a bar that says what is being done, and a way to stop."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from forum.base import clock, database, jobs, languages
from forum.base.database import db
from forum.base.refusal import Refused
from forum.base.text import Text, _
from forum.events.models import Event
from forum.islands import drafting, inputs, queries
from forum.islands.models import Plan, PlanningJob
from forum.rotation import planner
from forum.rotation.obstacles import NoPlan

log = logging.getLogger(__name__)

JOB = "plan"
BEAT_SECONDS = 0.4
LOST = timedelta(minutes=3)
"""After this long without a sign of life a job is taken up again; its process has died."""
KEPT = timedelta(days=7)


def ask(
    event_id: int,
    *,
    seed: int,
    by: str,
    around: int | None = None,
    keeps_published: bool = False,
) -> PlanningJob:
    """Has a plan made soon, around what is locked in the one with the number `around`; where one
    is being made already, that one.

    Raises:
        Refused: there are no islands, rounds or people yet.
    """
    with database.transaction() as session:
        session.get_one(Event, event_id, with_for_update=True)
        waiting = find_wanted(event_id)
        if waiting is not None:
            return waiting
        base = queries.get_plan(event_id, around) if around else None
        drafting.check(inputs.of_event(event_id, clock.now()))
        session.execute(delete(PlanningJob).where(PlanningJob.event_id == event_id))
        job = PlanningJob(
            event_id=event_id,
            seed=seed,
            base_id=base and base.id,
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


def find_failure(event_id: int, *, since: datetime | None = None) -> PlanningJob | None:
    """The latest attempt to make a plan, where none came of it after `since`."""
    query = select(PlanningJob).where(
        PlanningJob.event_id == event_id,
        PlanningJob.done_at.is_not(None),
        PlanningJob.plan_id.is_(None),
    )
    if since is not None:
        query = query.where(PlanningJob.asked_at > since)
    return db.session.scalars(query.order_by(PlanningJob.id.desc()).limit(1)).first()


def forget_old() -> None:
    """Deletes what is known of plans that were asked for, with the names in why there was none, a
    week after. Safe to repeat."""
    with database.transaction() as session:
        session.execute(delete(PlanningJob).where(PlanningJob.done_at <= clock.now() - KEPT))


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
            make(job_id, solve=_planner(job_id))
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
        job.beat_at = now
        return job.id


def make(job_id: int, *, solve: drafting.Solve) -> None:
    """Makes the plan of one job, or notes why there is none."""
    job = db.session.get_one(PlanningJob, job_id)
    try:
        drafting.make_plan(
            job.event_id,
            seed=job.seed,
            made_by=job.asked_by,
            base=db.session.get(Plan, job.base_id) if job.base_id else None,
            keeps_published=job.keeps_published,
            solve=solve,
            settle=lambda session, plan: _settle(session, job_id, plan),
        )
    except (NoPlan, Refused) as failure:
        _end(job_id, problem=_obstacles(failure))


def _planner(job_id: int) -> drafting.Solve:
    """The planner for one job, with its bar."""
    iterations = db.session.get_one(PlanningJob, job_id).iterations
    folder, bar = folder_of(current_app), _Bar(job_id)
    return lambda instance, seed: planner.solve(
        instance,
        seed=seed,
        iterations=iterations,
        folder=folder,
        report=bar.report,
        is_cancelled=bar.is_stopped,
    )


def folder_of(app: Flask) -> Path:
    """Where what the planner has compiled is kept."""
    return Path(app.instance_path) / "planner"


def _settle(session: Session, job_id: int, plan: Plan) -> None:
    """Notes which plan came of a job; only the first one that comes is kept."""
    job = session.get(PlanningJob, job_id, populate_existing=True)
    if job is None or job.done_at is not None:
        raise Refused(_("This plan has been made already."))
    job.done_at, job.plan_id, job.share = clock.now(), plan.id, 1.0


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


def _end(job_id: int, *, problem: list[Any]) -> None:
    """Notes that no plan came of a job, and why."""
    db.session.rollback()
    with database.transaction() as session:
        job = session.get(PlanningJob, job_id, populate_existing=True, with_for_update=True)
        if job is not None and job.done_at is None:
            job.done_at, job.problem, job.share = clock.now(), problem, 1.0


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
