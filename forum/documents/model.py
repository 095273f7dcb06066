"""What papers are about, as plain values. Texts are in the language of the paper already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Round:
    """An island round: what it is called, and its times in words."""

    name: str
    times: str


@dataclass(frozen=True)
class Island:
    """A theme island. `other_theme` is the theme in `other_language`, empty where there is none;
    `questions` are lines."""

    letter: str
    theme: str
    room: str = ""
    hosts: Sequence[str] = ()
    questions: Sequence[str] = ()
    other_theme: str = ""
    other_language: str = ""


@dataclass(frozen=True)
class Part:
    """A line of the programme."""

    times: str
    title: str
    place: str = ""


@dataclass(frozen=True)
class Stop:
    """Where somebody sits in a round: the round's place in the forum's rounds, counted from 0, the
    letter of the island, and the table where the island has several."""

    round: int
    letter: str
    table: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody who takes part. `address` is what the QR code of the route card opens; empty: none.

    Whatever is not here stands on no paper.
    """

    name: str
    organisation: str
    stops: Sequence[Stop]
    address: str = ""
    is_photographed: bool = False


@dataclass(frozen=True)
class Notice:
    """What is done with somebody's details, in brief, and the address of the whole notice."""

    paragraphs: Sequence[str]
    address: str


@dataclass(frozen=True)
class Forum:
    """What every paper of a forum shares.

    `plan` is the stamp on every sheet ("Plan 3, as of …"), `made_at` the moment it names
    (timezone-aware): it becomes the date of the file, so that equal values give equal bytes.
    """

    language: str
    title: str
    day: str
    times: str
    venue: str
    address: str
    contact: Sequence[str]
    plan: str
    made_at: datetime
    rounds: Sequence[Round]
    islands: Sequence[Island]
    programme: Sequence[Part] = ()


@dataclass(frozen=True)
class Certificate:
    """That somebody took part in a forum: when, where, and who says so. `made_at` as above."""

    language: str
    name: str
    forum: str
    day: str
    times: str
    place: str
    organiser: str
    issued: str
    made_at: datetime


@dataclass(frozen=True)
class ContactSheet:
    """A contact list as it is printed: six headings, rows of six texts, what stands above, and the
    stamp that says which version it is. `made_at` as above."""

    language: str
    forum: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str]
    stamp: str
    made_at: datetime


@dataclass(frozen=True)
class Sheet:
    """How the sheet of an island lies: the names of its columns, the number of the first card and
    how many cards a column has room for; by the island's letter the addresses that codes open."""

    columns: Sequence[str]
    first: int
    rows: int
    for_team: Mapping[str, str]
    for_table: Mapping[str, str]
