"""Decisions about a forum, on plain values."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from forum.base.refusal import Refused
from forum.base.text import _
from forum.events import rules
from forum.events.rules import Phase

NINE = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Dates:
    starts_at: datetime = NINE
    ends_at: datetime = NINE + 6 * HOUR
    registration_deadline: datetime = NINE - timedelta(days=7)
    published_at: datetime | None = NINE - timedelta(days=60)
    cancelled_at: datetime | None = None
    contact_list_opened_at: datetime | None = None


@dataclass(frozen=True)
class Span:
    starts_at: datetime
    ends_at: datetime


def span(start: int, end: int) -> Span:
    """A span in minutes after nine."""
    return Span(NINE + timedelta(minutes=start), NINE + timedelta(minutes=end))


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (NINE - timedelta(days=8), Phase.OPEN),
        (NINE - timedelta(days=7), Phase.CLOSED),
        (NINE - timedelta(seconds=1), Phase.CLOSED),
        (NINE, Phase.RUNNING),
        (NINE + 6 * HOUR, Phase.OVER),
    ],
)
def test_phase_follows_the_clock(now: datetime, phase: Phase):
    assert rules.phase(Dates(), now) is phase


def test_a_draft_and_a_cancelled_forum_stay_what_they_are():
    assert rules.phase(Dates(published_at=None), NINE) is Phase.DRAFT
    assert rules.phase(Dates(cancelled_at=NINE), NINE + 9 * HOUR) is Phase.CANCELLED


@pytest.mark.parametrize(
    ("ends", "deadline", "field"),
    [
        (NINE, NINE - HOUR, "ends"),
        (NINE - HOUR, NINE - HOUR, "ends"),
        (NINE + HOUR, NINE + timedelta(seconds=1), "deadline"),
    ],
)
def test_dates_that_do_not_fit_together_are_refused(ends: datetime, deadline: datetime, field: str):
    with pytest.raises(Refused) as refusal:
        rules.check_dates(NINE, ends, deadline)
    assert refusal.value.field == field


def test_dates_that_fit_together_pass():
    rules.check_dates(NINE, NINE + HOUR, NINE)
    rules.check_span(NINE, NINE + HOUR)


def test_a_part_ends_after_it_has_begun():
    with pytest.raises(Refused) as refusal:
        rules.check_span(NINE, NINE)
    assert refusal.value.field == "ends"


def test_what_touches_does_not_clash():
    others = [span(0, 25), span(30, 55)]
    assert rules.find_clash(*_ends(25, 30), others) is None
    assert rules.find_clash(*_ends(24, 30), others) == others[0]
    assert rules.find_clash(*_ends(25, 31), others) == others[1]
    assert rules.find_clash(*_ends(-5, 90), others) == others[0]


def _ends(start: int, end: int) -> tuple[datetime, datetime]:
    made = span(start, end)
    return made.starts_at, made.ends_at


def test_clashes_come_in_pairs():
    one, two, three = span(0, 30), span(20, 40), span(40, 60)
    assert rules.clashes([one, two, three]) == [(one, two)]


def test_a_row_of_rounds():
    assert rules.row_of_rounds(NINE, number=3, minutes=25, changeover=5) == [
        _ends(0, 25),
        _ends(30, 55),
        _ends(60, 85),
    ]


def test_the_first_free_letter():
    assert rules.free_position([]) == 0
    assert rules.free_position([0, 1, 3]) == 2
    with pytest.raises(Refused):
        rules.free_position(range(26))


def test_what_is_missing_before_strangers_see_it():
    @dataclass
    class Page:
        venue: str = "Hochschule"
        about: str = "Worum"
        results_use: str = "Wozu"
        contact_email: str = ""
        contact_phone: str = "02300 555"
        registration_deadline: datetime = NINE

    assert rules.gaps(Page(), islands=2, parts=1, now=NINE - HOUR) == []
    assert rules.gaps(Page(venue="", contact_phone=""), islands=2, parts=0, now=NINE) == [
        _("There is no programme."),
        _("There is no venue."),
        _("There is no e-mail address or telephone number for questions."),
        _("The last day for registration has passed."),
    ]


def test_the_contact_list_opens_with_the_end_or_earlier_by_hand():
    assert not rules.contact_list_is_open(Dates(), NINE + 5 * HOUR)
    assert rules.contact_list_is_open(Dates(), NINE + 6 * HOUR)
    assert rules.contact_list_is_open(Dates(contact_list_opened_at=NINE), NINE)
    assert not rules.contact_list_is_open(Dates(cancelled_at=NINE), NINE + 9 * HOUR)
