"""What can be asked about messages."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Sequence
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


def of_event(event_id: int, *, limit: int) -> Sequence[Message]:
    """The newest messages of a forum."""
    query = select(Message).where(Message.event_id == event_id).order_by(Message.id.desc())
    return db.session.scalars(query.limit(limit)).all()


def _read(path: Path, *, masked: bool = False) -> KeptMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what this policy makes
    part = message.get_body(("plain",))
    text = str(part.get_content()).replace("\r\n", "\n") if part else ""
    date = message["Date"].datetime if message["Date"] else None
    return KeptMessage(
        name=path.stem,
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        at=date.astimezone(clock.BERLIN) if date else None,
        text=_TOKEN.sub(r"\1…", text) if masked else text,
    )
