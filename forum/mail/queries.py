"""What can be asked about messages."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import select

from forum.base import addresses, clock
from forum.base.database import db
from forum.mail import transport
from forum.mail.models import Message

_TOKEN = re.compile(rf"(/(?:{'|'.join(addresses.WITH_TOKEN)})/(?:[a-z-]+/)?)[A-Za-z0-9_=-]{{20,}}")


@dataclass(frozen=True)
class KeptMessage:
    """A message that no server took, read back from its file."""

    name: str
    message_id: str
    recipient: str
    subject: str
    at: datetime | None
    text: str


def kept_messages(mailbox: Path, *, limit: int) -> list[KeptMessage]:
    """The newest kept messages."""
    return [_read(path) for path in transport.kept(mailbox)[:limit]]


def find_kept(mailbox: Path, name: str, *, masked: bool) -> KeptMessage | None:
    """One kept message; `masked` hides the personal links in it."""
    for path in transport.kept(mailbox):
        if path.stem == name:
            return _read(path, masked=masked)
    return None


def masked_messages(
    mailbox: Path, *, limit: int, but_not: Collection[str]
) -> Sequence[KeptMessage]:
    """The newest kept messages with their personal links hidden; those of the kinds `but_not`, and
    any of which nobody knows the kind, are left out. One query for each `limit` files."""
    paths = transport.kept(mailbox)
    found: list[KeptMessage] = []
    for first in range(0, len(paths), limit):
        read = [_read(path, masked=True) for path in paths[first : first + limit]]
        found.extend(_but_not(but_not, read))
        if len(found) >= limit:
            break
    return found[:limit]


def find_masked(mailbox: Path, name: str, *, but_not: Collection[str]) -> KeptMessage | None:
    """One kept message in the same way; None also where it is left out."""
    found = find_kept(mailbox, name, masked=True)
    return next(_but_not(but_not, [found]), None) if found else None


def _but_not(kinds: Collection[str], read: Sequence[KeptMessage]) -> Iterator[KeptMessage]:
    """Those of which the outbox knows that they are of another kind."""
    allowed = select(Message.message_id).where(
        Message.message_id.in_([one.message_id for one in read]), Message.kind.not_in(kinds)
    )
    known = frozenset(db.session.scalars(allowed))
    return (one for one in read if one.message_id in known)


def of_event(event_id: int, *, limit: int, but_not: Collection[str]) -> Sequence[Message]:
    """The newest messages of a forum, without those of the kinds `but_not`."""
    query = (
        select(Message)
        .where(Message.event_id == event_id, Message.kind.not_in(but_not))
        .order_by(Message.id.desc())
    )
    return db.session.scalars(query.limit(limit)).all()


def _read(path: Path, *, masked: bool = False) -> KeptMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what this policy makes
    part = message.get_body(("plain",))
    text = str(part.get_content()).replace("\r\n", "\n") if part else ""
    date = message["Date"].datetime if message["Date"] else None
    return KeptMessage(
        name=path.stem,
        message_id=str(message["Message-ID"] or "").strip().strip("<>"),
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        at=date.astimezone(clock.BERLIN) if date else None,
        text=_TOKEN.sub(r"\1…", text) if masked else text,
    )
