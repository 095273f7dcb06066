"""What a calendar file says, in the one form in which every program that reads it must agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Party:
    """Who invites or is invited: name, address, and what was answered."""

    name: str = ""
    address: str = ""
    answer: str = ""


NOBODY = Party()


@dataclass(frozen=True)
class Read:
    """One entry as it was read: moments as instants, to the second."""

    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    status: str = "CONFIRMED"
    organiser: Party = NOBODY
    guest: Party = NOBODY


@dataclass(frozen=True)
class Calendar:
    """A calendar as it was read: its method, and its entries by their names."""

    method: str
    entries: tuple[Read, ...]

    @property
    def only(self) -> Read:
        (entry,) = self.entries
        return entry


def calendar(method: str, entries: list[Read]) -> Calendar:
    """A calendar whose order does not count."""
    return Calendar(method, tuple(sorted(entries, key=lambda one: one.uid)))


def instant(moment: datetime) -> datetime:
    """A moment that says by itself when it is, in UTC and to the second."""
    assert moment.tzinfo is not None, f"{moment} floats"
    return moment.astimezone(UTC).replace(microsecond=0)


def bare(address: str) -> str:
    """An address without its scheme."""
    scheme, _colon, rest = address.partition(":")
    assert scheme.lower() == "mailto", address
    return rest
