"""Where the rounds stand at any moment of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.events import timing
from forum.events.timing import Stage

NINE = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class One:
    number: int
    starts_at: datetime
    ends_at: datetime


def rounds(*spans: tuple[int, int]) -> list[One]:
    """Rounds from minutes after nine to minutes after nine."""
    minute = timedelta(minutes=1)
    return [One(n, NINE + a * minute, NINE + b * minute) for n, (a, b) in enumerate(spans, 1)]


DAY = rounds((0, 25), (30, 55), (120, 145))


@pytest.mark.parametrize(
    ("minute", "stage", "number", "until"),
    [
        (-10, Stage.BEFORE, 1, 0),
        (0, Stage.ROUND, 1, 25),
        (24, Stage.ROUND, 1, 25),
        (25, Stage.CHANGEOVER, 2, 30),
        (30, Stage.ROUND, 2, 55),
        (60, Stage.BREAK, 3, 120),
        (144, Stage.ROUND, 3, 145),
        (145, Stage.AFTER, None, None),
    ],
)
def test_the_stages_of_a_day(minute: int, stage: Stage, number: int | None, until: int | None):
    now = timing.at(DAY, NINE + timedelta(minutes=minute))
    end = None if until is None else NINE + timedelta(minutes=until)
    assert (now.stage, now.round_number, now.until) == (stage, number, end)


def test_without_rounds_nothing_is_announced() -> None:
    assert timing.at([], NINE).stage is Stage.AFTER


@given(st.integers(1, 3000))
def test_begun_minutes_count(seconds: int) -> None:
    left = timing.minutes_left(NINE + timedelta(seconds=seconds), NINE)
    assert (left - 1) * 60 < seconds <= left * 60


@given(st.lists(st.integers(1, 40), min_size=2, max_size=10), st.integers(-20, 400))
def test_there_is_always_exactly_one_stage_and_it_ends_later(lengths: list[int], at: int) -> None:
    spans, minute = [], 0
    for n in range(0, len(lengths) - 1, 2):
        spans.append((minute, minute + lengths[n]))
        minute += lengths[n] + lengths[n + 1]
    moment = NINE + timedelta(minutes=at)
    now = timing.at(rounds(*spans), moment)
    inside = [n for n, (a, b) in enumerate(spans, 1) if a <= at < b]
    assert (now.stage is Stage.ROUND) == bool(inside)
    if inside:
        assert now.round_number == inside[0]
    assert now.until is None or now.until > moment
