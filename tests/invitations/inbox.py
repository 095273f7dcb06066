"""What arrived in somebody's mailbox, as calendars see it."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import vobject


@dataclass(frozen=True)
class Invite:
    """The calendar part of a message, read by a parser that did not write it."""

    method: str
    raw: bytes
    event: Any

    @property
    def uid(self) -> str:
        return str(self.event.uid.value)

    @property
    def sequence(self) -> int:
        return int(self.event.sequence.value)


def invite_of(message: EmailMessage) -> Invite | None:
    """The calendar part of a message, once its form is what clients need; None without one."""
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        assert not [one for one in message.walk() if one.get_content_type() == "application/ics"]
        return None
    (part,) = parts
    assert message.get_content_type() == "multipart/mixed"
    alternative, attached = message.get_payload()  # type: ignore[misc]
    assert alternative.get_content_type() == "multipart/alternative"  # type: ignore[union-attr]
    kinds = [one.get_content_type() for one in alternative.get_payload()]  # type: ignore[union-attr]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert attached.get_content_type() == "application/ics"  # type: ignore[union-attr]
    assert attached.get_filename() == "invite.ics"  # type: ignore[union-attr]
    raw = part.get_payload(decode=True)
    assert isinstance(raw, bytes)
    assert attached.get_payload(decode=True) == raw  # type: ignore[union-attr]
    assert part.get_param("charset") == "utf-8"
    assert part["Content-Disposition"] is None
    read = vobject.readOne(raw.decode())
    assert part.get_param("method") == read.method.value
    (event,) = read.vevent_list
    return Invite(read.method.value, raw, event)
