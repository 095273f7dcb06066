"""Telling somebody something: by mail, or through an organiser where no mail arrives."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from forum.base import clock
from forum.mail import service as mail
from forum.registration.models import Registration
from forum.registration.person_models import OPEN, Task, TaskKind

BY_MAIL = Registration.email_key.is_not(None) & Registration.bounced_at.is_(None)


def by_mail(registration: Registration) -> bool:
    """Whether mails reach somebody: they have an address, and mails to it do not come back."""
    return registration.email_key is not None and registration.bounced_at is None


def tell(
    session: Session, registration: Registration, kind: str, *, due_at: datetime | None = None
) -> None:
    """Queues a message in the caller's transaction; it becomes a call task where none arrives."""
    if by_mail(registration):
        mail.queue(session, kind, registration.id, event_id=registration.event_id, due_at=due_at)
    else:
        add_task(session, registration, TaskKind.TELL, message=kind)


def add_task(
    session: Session,
    registration: Registration,
    kind: TaskKind,
    *,
    message: str = "",
    note: str = "",
) -> None:
    """Gives organisers something to do for somebody, once while it is open; asked for again, the
    newest words count."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.flush()
    session.execute(
        insert(Task)
        .values(
            event_id=registration.event_id,
            registration_id=registration.id,
            kind=kind,
            message=message,
            note=note,
            created_at=clock.now(),
        )
        .on_conflict_do_update(
            index_elements=[Task.registration_id, Task.kind, Task.message],
            index_where=text(OPEN),
            set_={"note": note},
        )
    )


def close_told(session: Session, registration: Registration, message: str) -> None:
    """Notes that something need not be told any more, because it has passed."""
    session.flush()
    session.execute(
        update(Task)
        .where(
            Task.registration_id == registration.id,
            Task.message == message,
            Task.done_at.is_(None),
        )
        .values(done_at=clock.now())
    )


def close_tasks(
    session: Session, registration: Registration, kind: TaskKind, *, by: int | None = None
) -> None:
    """Notes that there is nothing more to do; `by` is the organiser who settled it."""
    session.flush()
    session.execute(
        update(Task)
        .where(Task.registration_id == registration.id, Task.kind == kind, Task.done_at.is_(None))
        .values(done_at=clock.now(), done_by=by)
    )
