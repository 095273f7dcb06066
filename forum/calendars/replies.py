"""What a calendar says in answer to an invitation (RFC 5546), however it is written down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import unquote

from forum.base import typed

LONGEST = 500
"""No name or address that counts here is longer."""
_FOLD = re.compile(r"\r?\n[ \t]")
_BREAK = re.compile(r"\r\n|\n|\r")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^;:"]*)(?:,(?:"[^"]*"|[^;:",]*))*')
_NAME = re.compile(r"([A-Za-z0-9-]+)")
_MOMENT = re.compile(r"(\d{8})T(\d{6})Z?")


@dataclass(frozen=True)
class Reply:
    """One entry as somebody's calendar answers it. `sequence` and `at` (its DTSTAMP) are None where
    they are not given; addresses are as written, without mailto."""

    uid: str = ""
    attendees: tuple[tuple[str, str], ...] = ()
    """Each with what it says, by the words of RFC 5545 in capitals."""
    sequence: int | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Line:
    """A line of a calendar file, unfolded and taken apart; names are in capitals."""

    name: str
    value: str
    parameters: dict[str, str] = field(default_factory=dict)


def read(text: str) -> tuple[str, list[Reply]]:
    """The method of a calendar and its entries; both empty where it is none."""
    method, inside, entries = "", [], []
    entry: list[Line] = []
    for line in _lines(text):
        if line.name == "BEGIN":
            inside.append(line.value.upper())
            entry = [] if inside[-1] == "VEVENT" else entry
        elif line.name == "END" and inside:
            if inside.pop() == "VEVENT":
                entries.append(_reply(entry))
        elif inside == ["VCALENDAR"] and line.name == "METHOD":
            method = line.value.upper()
        elif inside[-1:] == ["VEVENT"]:
            entry.append(line)
    return method, entries


def _lines(text: str) -> Iterator[Line]:
    for raw in _BREAK.split(_FOLD.sub("", text)):
        if line := _line(raw):
            yield line


def _line(raw: str) -> Line | None:
    name = _NAME.match(raw)
    if name is None:
        return None
    at, parameters = name.end(), {}
    while found := _PARAMETER.match(raw, at):
        parameters[found[1].upper()] = clean(found[2].strip('"'))
        at = found.end()
    if raw[at : at + 1] != ":":
        return None
    return Line(name[1].upper(), clean(raw[at + 1 :]), parameters)


def _reply(lines: list[Line]) -> Reply:
    first: dict[str, str] = {}
    for line in lines:
        first.setdefault(line.name, line.value)
    sequence = first.get("SEQUENCE", "")
    return Reply(
        uid=first.get("UID", ""),
        attendees=tuple(
            (_address(line), line.parameters.get("PARTSTAT", "").upper())
            for line in lines
            if line.name == "ATTENDEE"
        ),
        sequence=int(sequence) if re.fullmatch(r"[0-9]{1,9}", sequence) else None,
        at=_moment(first.get("DTSTAMP", "")),
    )


def _address(line: Line) -> str:
    """The address itself, or the one beside it where a server names people in its own way."""
    if line.value[:7].lower() == "mailto:":
        return unquote(line.value[7:]).strip()
    return line.parameters.get("EMAIL", "") or (line.value if "@" in line.value else "")


def _moment(text: str) -> datetime | None:
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    try:
        return datetime.strptime(f"{found[1]}{found[2]}", "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def clean(text: str) -> str:
    """One line without control characters, and not longer than anything that counts."""
    return typed.clean_line(text[: 4 * LONGEST])[:LONGEST]
