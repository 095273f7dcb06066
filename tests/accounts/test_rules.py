"""A sign-in link works once, for 15 minutes."""

from datetime import UTC, datetime, timedelta

import pytest

from forum.accounts import rules

MADE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "used", "works"),
    [
        (0, False, True),
        (15 * 60 - 1, False, True),
        (15 * 60, False, False),
        (-1, False, False),
        (60, True, False),
    ],
)
def test_link_is_usable(seconds: int, used: bool, works: bool):
    now = MADE + timedelta(seconds=seconds)
    assert rules.link_is_usable(MADE, MADE if used else None, now) is works
