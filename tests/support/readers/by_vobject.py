"""Read by vobject, as Radicale does."""

from __future__ import annotations

from typing import Any

import vobject

from tests.support.readers import plain


def read(content: bytes) -> plain.Calendar:
    """What vobject makes of a file."""
    (found,) = vobject.readComponents(content.decode())
    events = getattr(found, "vevent_list", [])
    return plain.calendar(found.method.value, [_entry(one) for one in events])


def _entry(event: Any) -> plain.Read:
    return plain.Read(
        uid=event.uid.value,
        sequence=int(event.sequence.value),
        stamp=plain.instant(event.dtstamp.value),
        starts_at=plain.instant(event.dtstart.value),
        ends_at=plain.instant(event.dtend.value),
        summary=_text(event, "summary"),
        location=_text(event, "location"),
        description=_text(event, "description"),
        url=_text(event, "url"),
        status=event.status.value,
        organiser=_party(event, "organizer"),
        guest=_party(event, "attendee"),
    )


def _text(event: Any, name: str) -> str:
    (value,) = [one.value for one in event.contents.get(name, [])] or [""]
    return str(value)


def _party(event: Any, name: str) -> plain.Party:
    found = event.contents.get(name, [])
    if not found:
        return plain.NOBODY
    (one,) = found
    ((called,), (answer,)) = (one.params.get(key, [""]) for key in ("CN", "PARTSTAT"))
    return plain.Party(called, plain.bare(one.value), answer)
