"""When those who answer for next steps are asked, and how often anybody wants to hear."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from forum.cooperation import rules
from forum.cooperation.models import Occasion
from forum.mail.yearly_models import Pace
from forum.results.commitment_models import Progress

DAY = date(2026, 11, 5)
START = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
"""When the results were published."""


@pytest.mark.parametrize(
    ("confirmed", "on", "comes"),
    [
        (False, START + timedelta(days=2), []),
        (False, START + timedelta(days=3), [Occasion.CONFIRM]),
        (False, START + timedelta(days=12), [Occasion.CONFIRM, Occasion.CONFIRM_AGAIN]),
        (True, START + timedelta(days=12), []),
        (True, START + timedelta(days=90), [Occasion.MONTHS_3]),
    ],
)
def test_when_it_is_time(confirmed: bool, on: datetime, comes: list[Occasion]) -> None:
    asked = rules.Asked(START, DAY, None, START if confirmed else None, None, Progress.OPEN, None)
    assert rules.due(asked, {}, on, on.date()) == comes


@pytest.mark.parametrize(
    ("pace", "occasion", "wanted", "mailed"),
    [
        (Pace.USUAL, "before_due", True, True),
        (Pace.FEWER, "before_due", False, True),
        (Pace.FEWER, "months_3", True, True),
        (Pace.FEWER, "months_3_again", True, False),
        (Pace.NONE, "months_3", True, False),
        (Pace.USUAL, "call_to_confirm", True, False),
    ],
)
def test_how_often_somebody_wants_to_hear(
    pace: Pace, occasion: str, wanted: bool, mailed: bool
) -> None:
    one = Occasion(occasion)
    assert (rules.is_wanted(one, pace), rules.is_mailed(one, pace)) == (wanted, mailed)
