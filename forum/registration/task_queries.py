"""What organisers have to do for single people, grouped by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, Select, func, literal, select, union_all
from sqlalchemy.orm import joinedload

from forum.base.database import db
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.people.models import Affiliation
from forum.registration.models import Registration
from forum.registration.person_models import Task, TaskKind

MANY = 1000
"""Counting ends here: whoever has more to do needs no exact number, and every page stays quick."""
ORDER = (
    TaskKind.CALL_ME,
    TaskKind.LATE_NEED,
    TaskKind.CANCEL_REQUEST,
    TaskKind.CHANGE_REQUEST,
    TaskKind.SAME_PERSON,
    TaskKind.BOUNCED,
    TaskKind.BROKER,
    TaskKind.TELL,
)
"""The kinds as they stand on the page: where somebody waits for an answer comes first."""


@dataclass(frozen=True)
class Group:
    """The tasks of one kind, the oldest first; `number` are open in all, at most `MANY`."""

    kind: TaskKind
    number: int
    tasks: Sequence[Task]


def open_ids(event_id: int, kind: TaskKind) -> Select[int]:
    """The ids of a forum's open tasks of a kind, at most `MANY`."""
    return (
        select(Task.id)
        .where(Task.event_id == event_id, Task.kind == kind, Task.done_at.is_(None))
        .limit(MANY)
    )


def count_open(event_id: int) -> ColumnElement[int]:
    """How many tasks of a forum are open, as part of a query."""
    ids = union_all(*(open_ids(event_id, kind).subquery().select() for kind in ORDER))
    return select(func.count()).select_from(ids.subquery()).scalar_subquery()


def counts(event_id: int) -> dict[TaskKind, int]:
    """How many tasks of each kind are open, kinds without any left out; one query."""
    parts = [
        select(literal(kind.value), func.count()).select_from(open_ids(event_id, kind).subquery())
        for kind in ORDER
    ]
    found: dict[str, int] = dict(_pair(row) for row in db.session.execute(union_all(*parts)))
    return {kind: found[kind.value] for kind in ORDER if found[kind.value]}


def _pair(row: Row[*tuple[str, int]]) -> tuple[str, int]:
    return row[0], row[1]


def groups(event_id: int, *, only: TaskKind | None = None, each: int = 20) -> list[Group]:
    """The open tasks of a forum by kind, with the first few of each; two queries. `only`: one
    kind, and more of it. Late needs are only counted: who they are of is not for everybody."""
    numbers = counts(event_id)
    wanted = [kind for kind in numbers if only in {None, kind}]
    most = MANY if only else each
    parts = [
        open_ids(event_id, kind).order_by(Task.id).limit(most).subquery().select()
        for kind in wanted
        if kind is not TaskKind.LATE_NEED
    ]
    if not parts:
        return [Group(kind, numbers[kind], []) for kind in wanted]
    tasks = _load(select(Task).where(Task.id.in_(union_all(*parts))).order_by(Task.id))
    return [
        Group(kind, numbers[kind], [task for task in tasks if task.kind is kind]) for kind in wanted
    ]


def late_needs(event_id: int) -> Sequence[Task]:
    """Whom to call about a need that came late, for those who may see needs."""
    ids = open_ids(event_id, TaskKind.LATE_NEED)
    return _load(select(Task).where(Task.id.in_(ids)).order_by(Task.id))


def lately_done(event_id: int, *, limit: int = 10) -> Sequence[Task]:
    """What was done last, the newest first."""
    return _load(
        select(Task)
        .where(
            Task.event_id == event_id,
            Task.done_at.is_not(None),
            Task.kind != TaskKind.LATE_NEED,
        )
        .order_by(Task.done_at.desc(), Task.id.desc())
        .limit(limit)
    )


def of_registration(registration_id: int) -> Sequence[Task]:
    """The open tasks for somebody."""
    return db.session.scalars(
        select(Task)
        .where(
            Task.registration_id == registration_id,
            Task.done_at.is_(None),
            Task.kind != TaskKind.LATE_NEED,
        )
        .order_by(Task.id)
    ).all()


def get(event_id: int, task_id: int, *kinds: TaskKind) -> Task:
    """One task of a forum.

    Raises:
        NotFound: this forum has no such task.
    """
    found = _load(select(Task).where(Task.id == task_id, Task.event_id == event_id))
    task = next(iter(found), None)
    if task is None or (kinds and task.kind not in kinds):
        raise NotFound(_("This forum has no such task."))
    return task


def _load(query: Select[Task]) -> Sequence[Task]:
    who = joinedload(Task.registration)
    return db.session.scalars(
        query.options(
            who.joinedload(Registration.person),
            who.joinedload(Registration.affiliation).joinedload(Affiliation.entry),
        )
    ).all()
