"""Terms, slots and numbers of contact wishes, on plain values."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.base.clock import BERLIN
from forum.base.refusal import Refused
from forum.contacts import sealing, wish_rules

STARTS = datetime(2026, 12, 3, 9, tzinfo=BERLIN)
ENDS = datetime(2026, 12, 3, 15, 30, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("made", "expires"),
    [
        (datetime(2026, 11, 20, 14, 5), datetime(2026, 11, 27, 14, 5)),
        (datetime(2026, 12, 2, 23, 59), datetime(2026, 12, 9, 23, 59)),
        (datetime(2026, 12, 3, 0, 0), datetime(2026, 12, 11)),
        (datetime(2026, 12, 3, 16, 0), datetime(2026, 12, 11)),
        (datetime(2026, 12, 10, 8, 30), datetime(2026, 12, 18)),
        (datetime(2026, 12, 30, 8, 30), datetime(2027, 1, 1)),
    ],
)
def test_a_wish_expires_after_a_week_or_with_the_directory(
    made: datetime, expires: datetime
) -> None:
    found = wish_rules.expires_at(made.replace(tzinfo=BERLIN), STARTS, ENDS)
    assert found == expires.replace(tzinfo=BERLIN)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(
        lambda d: d.replace(tzinfo=BERLIN)
    )
)
def test_no_wish_waits_longer_than_four_weeks_or_the_directory(made: datetime) -> None:
    found = wish_rules.expires_at(made, STARTS, ENDS)
    assert made < found <= min(made + wish_rules.LONGEST, wish_rules.closes_at(ENDS))


@given(st.sets(st.integers(1, wish_rules.MOST_OPEN)))
def test_a_free_slot_is_the_first_one_and_the_eleventh_wish_is_refused(taken: set[int]) -> None:
    if len(taken) == wish_rules.MOST_OPEN:
        with pytest.raises(Refused):
            wish_rules.free_slot(taken)
    else:
        assert wish_rules.free_slot(taken) == min(set(range(1, 11)) - taken)


def test_the_same_person_is_asked_at_most_once_before_and_once_after_the_forum() -> None:
    before, after = ENDS - timedelta(days=9), ENDS + timedelta(days=1)
    assert wish_rules.may_wish_again([], before, ENDS)
    assert not wish_rules.may_wish_again([before], before + timedelta(days=8), ENDS)
    assert wish_rules.may_wish_again([before], after, ENDS)
    assert not wish_rules.may_wish_again([before, after], after + timedelta(days=8), ENDS)


FIELDS = st.sets(st.sampled_from(("name", "organisation", "role", "email", "phone", "offers")))


@given(FIELDS, FIELDS)
def test_a_wish_adds_only_ways_to_reach_somebody_and_nothing_to_nothing(
    shown: set[str], agreed: set[str]
) -> None:
    found = wish_rules.exchanged(shown, agreed)
    assert found == (shown | (agreed & {"email", "phone"}) if shown else frozenset())
    if found & {"email", "phone"}:
        wish_rules.check_reachable(shown, agreed)
    else:
        with pytest.raises(Refused):
            wish_rules.check_reachable(shown, agreed)


def test_days_are_counted_to_the_middle_case_and_few_organisations_not_at_all() -> None:
    hours = [timedelta(hours=number) for number in (12, 36, 480)]
    assert (wish_rules.median_days(hours), wish_rules.median_days([])) == (1.5, None)
    assert [wish_rules.may_be_counted(number) for number in (0, 2, 3)] == [False, False, True]


@given(words=st.text(), token=st.text(min_size=1), other=st.text(min_size=1))
def test_a_note_opens_only_with_the_link_that_sealed_it(words: str, token: str, other: str) -> None:
    sealed = sealing.seal(words, token)
    assert sealing.unseal(sealed, token) == words
    assert sealed != sealing.seal(words, token)
    if other != token:
        assert sealing.unseal(sealed, other) is None
    damaged = bytes([sealed[0] ^ 1]) + sealed[1:]
    assert sealing.unseal(damaged, token) is None


@given(now=st.datetimes(timezones=st.just(UTC)), chance=st.randoms())
def test_two_are_called_at_least_on_different_days_and_soon(
    now: datetime, chance: random.Random
) -> None:
    moments = wish_rules.call_moments(now, chance)
    days = {(moment - now) // timedelta(days=1) for moment in moments}
    assert len(days) == 2
    assert days <= set(range(wish_rules.CALLED_WITHIN))
