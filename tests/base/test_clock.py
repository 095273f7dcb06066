"""Berlin's wall and the world's time."""

from datetime import UTC, datetime

import pytest

from forum.base import clock


@pytest.mark.parametrize(
    ("wall", "utc"),
    [
        (datetime(2026, 12, 3, 9, 0), datetime(2026, 12, 3, 8, 0, tzinfo=UTC)),
        (datetime(2026, 7, 3, 9, 0), datetime(2026, 7, 3, 7, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        (datetime(2026, 10, 25, 3, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_summer_and_winter(wall, utc):
    assert clock.from_berlin(wall) == utc
    assert clock.in_berlin(utc).replace(tzinfo=None) == wall


def test_the_clock_can_be_held():
    moment = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
    with clock.fixed_at(moment):
        assert clock.now() == moment
        with clock.fixed_at(moment.replace(hour=9)):
            assert clock.now().hour == 9
        assert clock.now() == moment
    assert clock.now() != moment
