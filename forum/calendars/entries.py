"""Calendar files from plain values. Knows RFC 5545, knows nothing of forums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import icalendar

from forum.base import typed
from forum.calendars import berlin

PRODUCT = "-//Praxisforum//Praxisforum//DE"
_ZONE = ZoneInfo(berlin.TZID)


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar. Moments are timezone-aware; texts are plain."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    is_cancelled: bool = False
    is_free: bool = False


def calendar_file(entries: Sequence[Entry], *, name: str) -> bytes:
    """A calendar of these entries for download (METHOD:PUBLISH), folded and with CRLF.

    Control characters in texts are removed; nothing typed can start a line of its own.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", typed.clean_line(name))
    calendar.add_component(icalendar.Timezone.from_ical(berlin.VTIMEZONE))
    for entry in entries:
        calendar.add_component(_component(entry))
    return bytes(calendar.to_ical())


def _component(entry: Entry) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.starts_at.astimezone(_ZONE))
    event.add("dtend", entry.ends_at.astimezone(_ZONE))
    event.add("summary", typed.clean_line(entry.summary))
    if entry.location:
        event.add("location", typed.clean_line(entry.location))
    if entry.description:
        event.add("description", typed.clean_lines(entry.description))
    if entry.url:
        event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_free else "OPAQUE")
    return event
