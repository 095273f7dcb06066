"""Reading what the desk's device sends, which may be anything."""

from __future__ import annotations

from datetime import UTC, datetime

from forum.attendance.service import Command
from forum.base.addresses import LARGEST
from forum.base.refusal import Refused
from forum.base.text import _

MOST = 500
LONGEST_ID = 64
UNREADABLE = _("This device sent something that cannot be read. Please reload the page.")


def read(sent: object) -> list[Command]:
    """The commands in what was sent.

    Raises:
        Refused: it is no list of commands, or a very long one.
    """
    if not isinstance(sent, list) or len(sent) > MOST:
        raise Refused(UNREADABLE)
    return [_command(one) for one in sent]


def _command(sent: object) -> Command:
    match sent:
        case {"id": str(name), "registration": int(number), "here": bool(is_here), "at": str(at)}:
            if 0 < len(name) <= LONGEST_ID and name.isprintable() and 0 < number <= LARGEST:
                return Command(name, registration_id=number, is_here=is_here, at=_moment(at))
    raise Refused(UNREADABLE)


def _moment(typed: str) -> datetime:
    try:
        return datetime.fromisoformat(typed).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(UNREADABLE) from None
