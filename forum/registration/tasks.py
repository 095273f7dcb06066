"""Doing what is to be done for somebody: noted with who did it and when, and undone again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.registration import places
from forum.registration.person_models import Task


def finish(event_id: int, task_id: int, *, by: int) -> None:
    """Notes that a task is done. Again changes nothing."""
    with database.transaction() as session:
        task = _locked(session, event_id, task_id)
        if task.done_at is None:
            task.done_at, task.done_by = clock.now(), by
            _note(session, task, "task_done", by)


def reopen(event_id: int, task_id: int, *, by: int) -> None:
    """Takes back that a task is done; where the same one has come up again meanwhile, that one
    stands for both. Again changes nothing."""
    with database.transaction() as session:
        task = _locked(session, event_id, task_id)
        again = select(Task.id).where(
            Task.registration_id == task.registration_id,
            Task.kind == task.kind,
            Task.message == task.message,
            Task.done_at.is_(None),
        )
        if session.scalar(again) is None:
            task.done_at = task.done_by = None
            _note(session, task, "task_reopened", by)


def _locked(session: Session, event_id: int, task_id: int) -> Task:
    task = session.get(Task, task_id)
    if task is None or task.event_id != event_id:
        raise NotFound(_("This forum has no such task."))
    places.lock_event(session, event_id)
    session.refresh(task)
    return task


def _note(session: Session, task: Task, action: str, by: int) -> None:
    places.note(session, task.registration, action, by=by, detail=task.kind.value)
