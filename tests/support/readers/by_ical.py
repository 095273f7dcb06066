"""Read by the library that Home Assistant reads calendars with."""

from __future__ import annotations

from typing import Any

from ical.calendar_stream import IcsCalendarStream

from tests.support.readers import plain


def read(content: bytes) -> plain.Calendar:
    """What `ical` makes of a file."""
    found = IcsCalendarStream.calendar_from_ics(content.decode())
    return plain.calendar(found.method or "", [_entry(one) for one in found.events])


def _entry(event: Any) -> plain.Read:
    (guest,) = event.attendees or [None]
    return plain.Read(
        uid=event.uid,
        sequence=event.sequence,
        stamp=plain.instant(event.dtstamp),
        starts_at=plain.instant(event.dtstart),
        ends_at=plain.instant(event.dtend),
        summary=event.summary or "",
        location=event.location or "",
        description=event.description or "",
        url=event.url or "",
        status=event.status.value,
        organiser=_party(event.organizer),
        guest=_party(guest),
    )


def _party(one: Any) -> plain.Party:
    if one is None:
        return plain.NOBODY
    return plain.Party(one.common_name or "", plain.bare(one.uri), one.status or "")
