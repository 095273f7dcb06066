"""Decisions about who came."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from forum.attendance import rules

NOW = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)


@given(st.integers(-10_000, 10_000))
def test_a_device_is_believed_unless_its_clock_is_wrong(minutes: int) -> None:
    at = NOW + timedelta(minutes=minutes)
    believed = rules.believable(at, NOW)
    assert believed == (at if -36 * 60 <= minutes <= 0 else NOW)


def test_only_what_happened_before_the_latest_is_overtaken() -> None:
    assert not rules.is_overtaken(NOW, None)
    assert not rules.is_overtaken(NOW, NOW)
    assert rules.is_overtaken(NOW - timedelta(seconds=1), NOW)
