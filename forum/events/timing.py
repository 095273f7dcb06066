"""Where the island rounds stand at a moment, on plain values."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Timed(Protocol):
    """A round as far as time goes."""

    @property
    def number(self) -> int: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


class Stage(enum.StrEnum):
    """What is going on: rounds have not begun, one runs, people change islands, there is a break
    between two rounds, or all rounds are over."""

    BEFORE = "before"
    ROUND = "round"
    CHANGEOVER = "changeover"
    BREAK = "break"
    AFTER = "after"


LONGEST_CHANGEOVER_MINUTES = 15
"""A longer gap between two rounds is a break."""


@dataclass(frozen=True)
class Now:
    """The stage, until when it lasts (None: for good), and the round that runs or comes next."""

    stage: Stage
    until: datetime | None
    round_number: int | None
    began: datetime | None


def stages(rounds: Sequence[Timed]) -> list[Now]:
    """All stages of the day in their order; rounds do not overlap."""
    found: list[Now] = []
    last: datetime | None = None
    for one in sorted(rounds, key=lambda round_: round_.starts_at):
        found.append(Now(_gap(last, one.starts_at), one.starts_at, one.number, last))
        found.append(Now(Stage.ROUND, one.ends_at, one.number, one.starts_at))
        last = one.ends_at
    return [*found, Now(Stage.AFTER, None, None, last)]


def at(rounds: Sequence[Timed], now: datetime) -> Now:
    """Where the rounds stand at `now`."""
    return next(one for one in stages(rounds) if one.until is None or now < one.until)


def _gap(last: datetime | None, starts_at: datetime) -> Stage:
    if last is None:
        return Stage.BEFORE
    minutes = (starts_at - last).total_seconds() / 60
    return Stage.CHANGEOVER if minutes <= LONGEST_CHANGEOVER_MINUTES else Stage.BREAK


def minutes_left(until: datetime, now: datetime) -> int:
    """Whole minutes until then, begun ones counted."""
    return max(0, -int((now - until).total_seconds() // 60))
