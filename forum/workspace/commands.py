"""Reading what the desk's device sends, which may be anything."""

from __future__ import annotations

from datetime import UTC, datetime

from forum.attendance.service import Command
from forum.base.addresses import LARGEST
from forum.base.refusal import Refused
from forum.base.text import _

MOST = 500
LONGEST_ID = 64


def read(sent: object) -> list[Command]:
    """The commands in what was sent.

    Raises:
        Refused: it is no list of commands, or a very long one.
    """
    if not isinstance(sent, list) or len(sent) > MOST:
        raise Refused(_("This device sent something that cannot be read. Please reload the page."))
    return [_command(one) for one in sent]


def _command(sent: object) -> Command:
    try:
        assert isinstance(sent, dict)  # noqa: S101 - answered below
        at = datetime.fromisoformat(str(sent["at"])).astimezone(UTC)
        number, is_here, name = sent["registration"], sent["here"], sent["id"]
        assert isinstance(number, int) and 0 < number <= LARGEST  # noqa: S101, PT018
        assert isinstance(is_here, bool) and isinstance(name, str)  # noqa: S101, PT018
        assert 0 < len(name) <= LONGEST_ID and name.isprintable()  # noqa: S101, PT018
    except (AssertionError, KeyError, ValueError, OverflowError):
        raise Refused(
            _("This device sent something that cannot be read. Please reload the page.")
        ) from None
    return Command(id=name, registration_id=number, is_here=is_here, at=at)
