"""Decisions about registrations, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from forum.base.refusal import Refused
from forum.registration import rules
from forum.registration.models import State

NOW = datetime(2026, 3, 27, 22, tzinfo=UTC)


def test_a_place_is_held_for_48_hours_even_over_the_clock_change() -> None:
    assert rules.held_until(NOW, NOW + timedelta(days=30), hours=48) == NOW + timedelta(hours=48)


def test_a_place_is_never_held_past_the_deadline() -> None:
    assert rules.held_until(NOW, NOW + timedelta(hours=5), hours=48) == NOW + timedelta(hours=5)
    assert rules.held_until(NOW, NOW - timedelta(hours=5), hours=48) == NOW


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (State.HELD, State.CONFIRMED),
        (State.HELD, State.EXPIRED),
        (State.WAITING, State.CONFIRMED),
        (State.CONFIRMED, State.CANCELLED),
    ],
)
def test_the_table_lets_these_pass(before: State, after: State) -> None:
    rules.check_transition(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (State.CANCELLED, State.CONFIRMED),
        (State.EXPIRED, State.CONFIRMED),
        (State.CONFIRMED, State.WAITING),
        (State.CONFIRMED, State.EXPIRED),
        (State.WAITING, State.HELD),
    ],
)
def test_the_table_refuses_everything_else(before: State, after: State) -> None:
    with pytest.raises(Refused):
        rules.check_transition(before, after)


def test_every_state_stands_in_the_table() -> None:
    assert set(rules.TRANSITIONS) == set(State)


def test_gaps_between_wishes_close() -> None:
    assert rules.check_wishes([None, 7, 5], [5, 6, 7]) == [7, 5]


@pytest.mark.parametrize(
    ("wishes", "field"), [([5, 5, None], "wish2"), ([5, None, 5], "wish3"), ([9], "wish1")]
)
def test_a_wish_that_cannot_be_names_its_field(wishes: list[int | None], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        rules.check_wishes(wishes, [5, 6, 7])
    assert refusal.value.field == field
