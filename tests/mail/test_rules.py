"""When a message that did not get through is tried again, and how many a year may bring."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from forum.mail import rules

NOW = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)


def test_waits_grow_and_end_after_two_days():
    tries = [rules.next_try(attempt, NOW) for attempt in range(1, 12)]
    minutes = [1, 5, 15, 30, 60, 120, 240, 480, 960, 1440]
    assert tries == [*[NOW + timedelta(minutes=m) for m in minutes], None]
    assert timedelta(days=2) < sum(rules.WAITS, timedelta()) < timedelta(days=3)


@given(st.lists(st.integers(0, 40), max_size=120), st.integers(1, 9))
def test_no_year_holds_more_than_may_be(waits: list[int], most: int) -> None:
    """Whenever messages are due, over 400 days and more, and whatever year one looks at."""
    taken: dict[int, datetime] = {}
    went: list[datetime] = []
    now = NOW
    for wait in waits:
        now += timedelta(days=wait)
        slot = rules.free_slot(taken, now, most=most)
        within = sum(at > now - rules.YEAR for at in went)
        assert (slot is None) is (within >= most)
        if slot is not None:
            taken[slot] = now
            went.append(now)
