"""When a message that did not get through is tried again."""

from datetime import UTC, datetime, timedelta

from forum.mail import rules

NOW = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)


def test_waits_grow_and_end_after_two_days():
    tries = [rules.next_try(attempt, NOW) for attempt in range(1, 12)]
    minutes = [1, 5, 15, 30, 60, 120, 240, 480, 960, 1440]
    assert tries == [*[NOW + timedelta(minutes=m) for m in minutes], None]
    assert timedelta(days=2) < sum(rules.WAITS, timedelta()) < timedelta(days=3)
