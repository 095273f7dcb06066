"""Calendar files from plain values. Knows RFC 5545, knows nothing of forums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

from forum.base import typed
from forum.calendars import berlin

PRODUCT = "-//Praxisforum//Praxisforum//DE"
_ZONE = ZoneInfo(berlin.TZID)
_ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})
_AS_PARAMETER = str.maketrans({'"': "'", "^": "'", "\\": "/"})


@dataclass(frozen=True)
class Party:
    """Who invites or is invited: a name, and an address for mail."""

    name: str
    address: str
    answer: str = ""
    """What an invited person has said: ACCEPTED, TENTATIVE, DECLINED or NEEDS-ACTION."""


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar. Moments are timezone-aware; texts are plain. Who invites and who is
    invited stands only in invitations, never in what anybody can download."""

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
    organiser: Party | None = None
    guest: Party | None = None


@dataclass(frozen=True)
class Look:
    """How a calendar to subscribe to presents itself (RFC 7986): its name, what it is, a CSS3 name
    of a colour, and how often to look again."""

    name: str
    description: str = ""
    colour: str = ""
    again_after: timedelta | None = None


def calendar_file(entries: Sequence[Entry], *, look: Look, method: str = "PUBLISH") -> bytes:
    """A calendar of these entries, folded and with CRLF; `method` as in RFC 5546.

    Control characters in texts are removed; nothing typed can start a line of its own.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if method == "PUBLISH":
        _add_look(calendar, look)
    calendar.add_component(icalendar.Timezone.from_ical(berlin.VTIMEZONE))
    for entry in entries:
        calendar.add_component(_component(entry))
    return bytes(calendar.to_ical())


def _add_look(calendar: icalendar.Calendar, look: Look) -> None:
    """The properties of RFC 7986 with the older ones beside them that clients know."""
    name, description = typed.clean_line(look.name), typed.clean_lines(look.description)
    _say(calendar, "name", name)
    _say(calendar, "x-wr-calname", name)
    calendar.add("x-wr-timezone", berlin.TZID)
    _say(calendar, "description", description)
    _say(calendar, "x-wr-caldesc", description)
    if look.colour:
        calendar.add("color", look.colour)
    if look.again_after is not None:
        often = icalendar.vDuration(look.again_after)
        calendar.add("refresh-interval", often, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", often)


class _Said(icalendar.vText):
    """A text to the letter. The library takes a typed backslash before an N for a line break."""

    def to_ical(self) -> bytes:
        return self.translate(_ESCAPED).encode()


def _say(component: icalendar.Component, name: str, text: str) -> None:
    """Adds a text; some programs take an empty one for an error."""
    if text:
        component.add(name, _Said(text))


def _component(entry: Entry) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", _on_the_wall(entry.starts_at))
    event.add("dtend", _on_the_wall(entry.ends_at))
    _say(event, "summary", typed.clean_line(entry.summary))
    _say(event, "location", typed.clean_line(entry.location))
    _say(event, "description", typed.clean_lines(entry.description))
    if entry.url:
        event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_free else "OPAQUE")
    _add_parties(event, entry)
    return event


def _on_the_wall(moment: datetime) -> datetime:
    """A moment as clocks in Berlin show it; in UTC where they show the same hour twice, of which
    programs take the one or the other."""
    wall = moment.astimezone(_ZONE)
    is_twice = wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()
    return moment.astimezone(UTC) if is_twice else wall


def _add_parties(event: icalendar.Event, entry: Entry) -> None:
    if entry.organiser is not None:
        event.add("organizer", _address(entry.organiser))
    if entry.guest is not None:
        guest = _address(entry.guest)
        guest.params["CUTYPE"] = "INDIVIDUAL"
        guest.params["ROLE"] = "REQ-PARTICIPANT"
        guest.params["PARTSTAT"] = entry.guest.answer or "NEEDS-ACTION"
        guest.params["RSVP"] = "TRUE"
        event.add("attendee", guest)


def _address(party: Party) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"mailto:{party.address}")
    if name := _for_parameter(party.name):
        address.params["CN"] = name
    return address


def _for_parameter(name: str) -> str:
    """A name as a parameter can hold it for every program: no quotation marks (RFC 5545 3.2), and
    none of the signs that only some take for an escape (RFC 6868)."""
    return typed.clean_line(name).translate(_AS_PARAMETER)
