"""Every program means the same moment, wherever its machine stands and whatever clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from forum.base import clock
from forum.calendars import entries
from forum.calendars.entries import Entry, Look
from tests.support.readers.together import Reader

CHANGES = (date(2026, 10, 25), date(2027, 3, 28), date(2031, 10, 26), date(2037, 3, 29))
HOUR = timedelta(hours=1)
thorough = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def written(starts_at: datetime, ends_at: datetime, changed_at: datetime) -> bytes:
    entry = Entry("1@stadt.example", 2, changed_at, starts_at, ends_at, "Forum")
    return entries.calendar_file([entry], look=Look("Forum"))


near_a_change = st.builds(
    lambda day, minutes: (
        clock.from_berlin(datetime(day.year, day.month, day.day)) + timedelta(minutes=minutes)
    ),
    st.sampled_from(CHANGES),
    st.integers(-600, 1500),
)
anywhen = st.datetimes(datetime(1997, 1, 1), datetime(2037, 12, 31)).map(
    lambda naive: naive.replace(tzinfo=UTC)
)
moments = near_a_change | anywhen


@thorough
@given(starts_at=moments, lasts=st.integers(0, 60 * 30), changed_at=moments)
@example(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 60, datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
@example(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 15, datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
def test_every_program_means_the_same_moment(
    read_by_all: Reader, starts_at: datetime, lasts: int, changed_at: datetime
) -> None:
    ends_at = starts_at + timedelta(minutes=lasts)
    found = read_by_all(written(starts_at, ends_at, changed_at)).only
    meant = [one.replace(microsecond=0) for one in (starts_at, ends_at, changed_at)]
    assert [found.starts_at, found.ends_at, found.stamp] == meant


@pytest.mark.parametrize("day", CHANGES)
def test_the_wall_clock_says_what_the_programme_says(read_by_all: Reader, day: date) -> None:
    """Nine to half past three, and the evening before until nine in the morning."""
    nine, half_past_three = (
        clock.from_berlin(datetime(day.year, day.month, day.day, *at)) for at in ((9,), (15, 30))
    )
    raw = written(nine, half_past_three, nine)
    assert f"DTSTART;TZID=Europe/Berlin:{day:%Y%m%d}T090000\r\n".encode() in raw
    assert f"DTEND;TZID=Europe/Berlin:{day:%Y%m%d}T153000\r\n".encode() in raw
    assert read_by_all(raw).only.ends_at - nine == 6.5 * HOUR
    eve = clock.from_berlin(datetime(day.year, day.month, day.day, 22) - timedelta(days=1))
    crossing = read_by_all(written(eve, nine, nine)).only
    hours = {10: 12, 3: 10}[day.month]
    assert crossing.ends_at - crossing.starts_at == hours * HOUR
