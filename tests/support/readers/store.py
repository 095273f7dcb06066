"""The calendar of one person, kept as RFC 5546 demands: by UID, SEQUENCE and DTSTAMP."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tests.support.readers.plain import Calendar, Read

Age = tuple[int, datetime]


@dataclass
class Store:
    """What one client shows. What was taken away is remembered, so that an older message that
    comes late does not bring it back (RFC 5546 2.1.5)."""

    shown: dict[str, Read] = field(default_factory=dict)
    ages: dict[str, Age] = field(default_factory=dict)

    def receive(self, message: Calendar) -> None:
        """Takes a message as it arrives; the same once more changes nothing."""
        if message.method in {"REQUEST", "CANCEL"}:
            assert len({entry.uid for entry in message.entries}) == 1  # RFC 5546 3.2.2, 3.2.5
        for entry in message.entries:
            is_file = message.method == "PUBLISH"
            is_off = message.method == "CANCEL" or (is_file and entry.status == "CANCELLED")
            self._take(entry, is_off=is_off)

    def _take(self, entry: Read, *, is_off: bool) -> None:
        age = (entry.sequence, entry.stamp)
        known = self.ages.get(entry.uid)
        if known is not None and age <= known:
            return
        self.ages[entry.uid] = age
        if is_off:
            self.shown.pop(entry.uid, None)
        else:
            self.shown[entry.uid] = entry


def after(*messages: Calendar) -> dict[str, Read]:
    """What a calendar shows once these have arrived, in this order."""
    store = Store()
    for message in messages:
        store.receive(message)
    return store.shown
