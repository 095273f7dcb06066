"""Read by libical, as Evolution and GNOME's calendar do.

Run as a program it says whether libical is there.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import sys
from collections.abc import Iterator
from ctypes import c_char_p, c_int, c_int64, c_void_p
from datetime import UTC, datetime
from pathlib import Path

from tests.support.readers import plain

NAME = "libical.so.3"
UNPACKED = Path(__file__).parents[3] / ".venv" / "libical"
NEEDED = ("libicudata.so.*", "libicuuc.so.*", "libicui18n.so.*")
"""What an unpacked libical needs beside it, in this order."""


class _Time(ctypes.Structure):
    """`struct icaltimetype` of libical 3."""

    _fields_ = [
        *((name, c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        *((name, c_int) for name in ("is_date", "is_daylight")),
        ("zone", c_void_p),
    ]


SIGNATURES = {
    "icalparser_parse_string": (c_void_p, c_char_p),
    "icalcomponent_free": (None, c_void_p),
    "icalcomponent_string_to_kind": (c_int, c_char_p),
    "icalcomponent_count_errors": (c_int, c_void_p),
    "icalcomponent_get_first_component": (c_void_p, c_void_p, c_int),
    "icalcomponent_get_next_component": (c_void_p, c_void_p, c_int),
    "icalcomponent_get_first_property": (c_void_p, c_void_p, c_int),
    "icalcomponent_count_properties": (c_int, c_void_p, c_int),
    "icalcomponent_get_sequence": (c_int, c_void_p),
    **{
        f"icalcomponent_get_{name}": (c_char_p, c_void_p)
        for name in ("uid", "summary", "location", "description")
    },
    **{f"icalcomponent_get_{name}": (_Time, c_void_p) for name in ("dtstamp", "dtstart", "dtend")},
    "icalproperty_string_to_kind": (c_int, c_char_p),
    "icalproperty_get_value_as_string": (c_char_p, c_void_p),
    "icalproperty_get_parameter_as_string": (c_char_p, c_void_p, c_char_p),
    "icaltime_as_timet_with_zone": (c_int64, _Time, c_void_p),
}


@functools.cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(_path())
    for name, (answers, *takes) in SIGNATURES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = answers, takes
    return library


def _path() -> str:
    """Where libical is: named, in the system, or unpacked beside the environment."""
    if named := os.environ.get("LIBICAL"):
        return named
    unpacked = sorted(UNPACKED.rglob(NAME))
    if not unpacked:
        return NAME
    for pattern in NEEDED:
        for needed in sorted(UNPACKED.rglob(pattern)):
            ctypes.CDLL(str(needed), mode=ctypes.RTLD_GLOBAL)
    return str(unpacked[0])


def read(content: bytes) -> plain.Calendar:
    """What libical makes of a file."""
    with _parsed(content) as found:
        assert _library().icalcomponent_count_errors(found) == 0
        return plain.calendar(_value(found, "METHOD"), [_entry(one) for one in _events(found)])


@contextlib.contextmanager
def _parsed(content: bytes) -> Iterator[int]:
    found = _library().icalparser_parse_string(content)
    assert found, "libical cannot read it"
    try:
        yield found
    finally:
        _library().icalcomponent_free(found)


def _events(calendar: int) -> Iterator[int]:
    library = _library()
    kind = library.icalcomponent_string_to_kind(b"VEVENT")
    event = library.icalcomponent_get_first_component(calendar, kind)
    while event:
        yield event
        event = library.icalcomponent_get_next_component(calendar, kind)


def _entry(event: int) -> plain.Read:
    return plain.Read(
        uid=_text(event, "uid"),
        sequence=_library().icalcomponent_get_sequence(event),
        stamp=_moment(event, "dtstamp"),
        starts_at=_moment(event, "dtstart"),
        ends_at=_moment(event, "dtend"),
        summary=_text(event, "summary"),
        location=_text(event, "location"),
        description=_text(event, "description"),
        url=_value(event, "URL"),
        status=_value(event, "STATUS"),
        organiser=_party(event, "ORGANIZER"),
        guest=_party(event, "ATTENDEE"),
    )


def _text(event: int, name: str) -> str:
    value = getattr(_library(), f"icalcomponent_get_{name}")(event)
    return (value or b"").decode()


def _moment(event: int, name: str) -> datetime:
    library = _library()
    found = getattr(library, f"icalcomponent_get_{name}")(event)
    assert found.zone, f"{name} floats"
    return datetime.fromtimestamp(library.icaltime_as_timet_with_zone(found, found.zone), UTC)


def _property(component: int, name: str) -> int | None:
    library = _library()
    kind = library.icalproperty_string_to_kind(name.encode())
    assert library.icalcomponent_count_properties(component, kind) <= 1
    found: int | None = library.icalcomponent_get_first_property(component, kind)
    return found


def _value(component: int, name: str) -> str:
    found = _property(component, name)
    return _library().icalproperty_get_value_as_string(found).decode() if found else ""


def _party(event: int, name: str) -> plain.Party:
    found = _property(event, name)
    if found is None:
        return plain.NOBODY
    called, answer = (
        (_library().icalproperty_get_parameter_as_string(found, key) or b"").decode()
        for key in (b"CN", b"PARTSTAT")
    )
    return plain.Party(called.strip('"'), plain.bare(_value(event, name)), answer)


if __name__ == "__main__":
    try:
        _library()
    except OSError:
        sys.exit(1)
