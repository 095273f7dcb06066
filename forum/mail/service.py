"""The outbox: queueing inside the caller's transaction, taking out what is due, noting the end."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import bindparam, or_, select, text, update
from sqlalchemy.orm import Session

from forum.base import clock, database, jobs
from forum.mail import rules
from forum.mail.models import WAITING, Message


def queue(
    session: Session,
    kind: str,
    about_id: int,
    *,
    event_id: int | None = None,
    due_at: datetime | None = None,
) -> None:
    """Saves a message in the caller's transaction, once per kind and subject while it waits.

    It is written when it leaves, from what it is about as that then stands.
    """
    queue_all(session, kind, [about_id], event_id=event_id, due_at=due_at)


def queue_all(
    session: Session,
    kind: str,
    about_ids: Sequence[int],
    *,
    event_id: int | None = None,
    due_at: datetime | None = None,
) -> None:
    """Saves a message of one kind for each subject, in one statement; nothing for nobody."""
    if not about_ids:
        return
    now = clock.now()
    host = urlsplit(current_app.config["BASE_URL"]).hostname
    rows = [
        {
            "kind": kind,
            "about_id": about_id,
            "event_id": event_id,
            "message_id": f"{secrets.token_hex(12)}@{host}",
            "created_at": now,
            "due_at": due_at or now,
            "attempts": 0,
            "problem": "",
        }
        for about_id in about_ids
    ]
    database.add_once(session, Message, *rows)


def put_off(session: Session, kind: str, about_id: int, *, due_at: datetime) -> None:
    """Lets a message that waits leave no earlier than this, in the caller's transaction."""
    session.execute(
        update(Message)
        .where(Message.kind == kind, Message.about_id == about_id, text(WAITING))
        .values(due_at=due_at)
    )


def wake() -> None:
    """Tells the worker that something may be due; call it after the transaction."""
    jobs.wake("deliver")


_DUE = (
    select(Message)
    .where(
        Message.sent_at.is_(None),
        Message.given_up_at.is_(None),
        Message.due_at <= bindparam("now"),
        or_(Message.locked_until.is_(None), Message.locked_until <= bindparam("now")),
    )
    .order_by(Message.due_at, Message.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)


@dataclass(frozen=True)
class Rest:
    """Kinds of messages that rest until morning, and forums so near that nothing rests for them."""

    kinds: Collection[str]
    near: Collection[int]


def take_due(rest: Rest | None = None) -> Message | None:
    """Locks and returns the message that has waited longest and does not rest, or None."""
    now = clock.now()
    due = _DUE
    if rest is not None:
        due = due.where(or_(Message.kind.not_in(rest.kinds), Message.event_id.in_(rest.near)))
    with database.transaction() as session:
        message = session.scalars(due, {"now": now}).first()
        if message is not None:
            message.locked_until = now + rules.LOCK
            message.attempts += 1
        return message


def mark_sent(message_id: int) -> None:
    _end(message_id, sent_at=clock.now(), problem="")


def mark_void(message_id: int) -> None:
    """What it was about is gone, or it has no address: nothing to say any more."""
    _end(message_id, given_up_at=clock.now(), problem="void")


def mark_failed(message_id: int, *, attempts: int, problem: str, for_good: bool = False) -> None:
    """Notes a failed attempt: tried again later, or given up where that is no use."""
    again = None if for_good else rules.next_try(attempts, clock.now())
    if again is None:
        _end(message_id, given_up_at=clock.now(), problem=problem)
    else:
        with database.transaction() as session:
            message = session.get_one(Message, message_id)
            _wait_again(session, message, due_at=again, problem=problem)


def mark_away(message_id: int, *, problem: str, wait: timedelta) -> None:
    """Lets everything that is due wait, because no message leaves. It counts as no attempt: nothing
    is given up because the server was away."""
    now = clock.now()
    with database.transaction() as session:
        message = session.get_one(Message, message_id)
        message.attempts -= 1
        _wait_again(session, message, due_at=now + wait, problem=problem)
        session.execute(
            update(Message)
            .where(Message.due_at <= now, text(WAITING))
            .values(due_at=now + wait, problem=problem)
        )


def mark_bounced(session: Session, message_id: int, *, code: str) -> None:
    """Notes in the caller's transaction that a message was sent and came back."""
    session.execute(
        update(Message)
        .where(Message.id == message_id)
        .values(given_up_at=clock.now(), problem=f"SMTP {code}")
    )


def _wait_again(session: Session, message: Message, *, due_at: datetime, problem: str) -> None:
    """Lets a message wait again, unless a newer one that tells the same waits already."""
    newer = session.scalars(
        select(Message.id).where(
            Message.kind == message.kind,
            Message.about_id == message.about_id,
            Message.id != message.id,
            text(WAITING),
        )
    ).first()
    message.due_at, message.problem = due_at, problem
    if newer is not None:
        message.given_up_at, message.problem = clock.now(), "void"
    message.locked_until = None


def _end(message_id: int, **values: object) -> None:
    with database.transaction() as session:
        session.execute(
            update(Message).where(Message.id == message_id).values(locked_until=None, **values)
        )
