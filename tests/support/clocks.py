"""The clock goes on after each test: one that stood still would spoil every later one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from forum.base import clock


@pytest.fixture(autouse=True)
def clock_goes_on() -> Iterator[None]:
    """Fails the test that left the clock of the process fixed, such as by fixing it in threads."""
    yield
    stands = abs(clock.now() - datetime.now(UTC)) > timedelta(seconds=5)
    if stands:
        clock._fixed = None
    assert not stands, "the clock of this process was left fixed"
