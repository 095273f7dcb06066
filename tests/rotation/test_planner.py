"""The planner keeps every rule and gives wishes their due, without a database."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.rotation import planner
from forum.rotation.model import Guest, Instance, NoPlan


def _sizes(plan: planner.Plan) -> Counter[tuple[int, object]]:
    return Counter(
        (number, island) for route in plan.values() for number, island in enumerate(route)
    )


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    """Instances that have room, down to the last place."""
    islands = draw(st.integers(1, 6))
    rounds = draw(st.integers(1, islands))
    guests = draw(st.integers(0, 40))
    tight = -(-guests // islands)
    places = {
        f"island {number}": max(1, tight + draw(st.integers(0, 3))) for number in range(islands)
    }
    names = list(places)
    return Instance(
        guests=[
            Guest(
                key=number,
                wishes=draw(st.lists(st.sampled_from(names), unique=True, max_size=3)),
                organisation=draw(st.integers(0, 5) | st.none()),
            )
            for number in range(guests)
        ],
        islands=places,
        rounds=rounds,
    )


@settings(max_examples=150, deadline=None)
@given(instance=instances(), seed=st.integers(0, 1000))
def test_every_rule_is_kept_wherever_there_is_room(instance: Instance, seed: int) -> None:
    plan = planner.solve(instance, seed=seed)
    assert list(plan) == [guest.key for guest in instance.guests]
    assert {len(route) for route in plan.values()} <= {instance.rounds}
    assert [len(set(route)) for route in plan.values()] == [len(route) for route in plan.values()]
    over = {
        place: count for place, count in _sizes(plan).items() if count > instance.islands[place[1]]
    }
    assert over == {}


@settings(max_examples=30, deadline=None)
@given(instance=instances(), seed=st.integers(0, 1000))
def test_the_same_seed_gives_the_same_plan(instance: Instance, seed: int) -> None:
    assert planner.solve(instance, seed=seed) == planner.solve(instance, seed=seed)


def test_as_many_first_wishes_are_fulfilled_as_there_are_places() -> None:
    guests = [Guest(number, ["housing", "work", "health"]) for number in range(12)]
    islands = {"housing": 3, "work": 3, "health": 3, "law": 3}
    plan = planner.solve(Instance(guests, islands, rounds=2))
    assert sum("housing" in route for route in plan.values()) == 6
    assert sum("work" in route for route in plan.values()) == 6
    assert sum("health" in route for route in plan.values()) == 6


def test_nobody_gets_three_wishes_while_somebody_gets_none() -> None:
    wishes = [["a", "b", "c"] for _number in range(6)] + [["a"] for _number in range(6)]
    guests = [Guest(number, wish) for number, wish in enumerate(wishes)]
    islands = dict.fromkeys("abcdef", 2)
    plan = planner.solve(Instance(guests, islands, rounds=3), seed=3)
    fulfilled = [len(set(wish) & set(plan[number])) for number, wish in enumerate(wishes)]
    assert fulfilled == [2] * 6 + [1] * 6


def test_groups_are_even_where_nobody_wishes() -> None:
    guests = [Guest(number) for number in range(84)]
    plan = planner.solve(Instance(guests, dict.fromkeys("abcde", 30), rounds=3))
    assert set(_sizes(plan).values()) <= {16, 17}


def test_colleagues_are_parted() -> None:
    guests = [Guest(number, organisation=number % 4) for number in range(16)]
    plan = planner.solve(Instance(guests, dict.fromkeys("abcd", 4), rounds=4), seed=1)
    groups: dict[tuple[int, object], list[object]] = {}
    for guest in guests:
        for number, island in enumerate(plan[guest.key]):
            groups.setdefault((number, island), []).append(guest.organisation)
    pairs = sum(
        count * (count - 1) // 2 for group in groups.values() for count in Counter(group).values()
    )
    assert pairs <= 16


@pytest.mark.parametrize(
    ("guests", "islands", "rounds", "missing"),
    [(10, {"a": 3, "b": 3}, 2, 4), (2, {"a": 5}, 2, 0), (10, {"a": 9, "b": 1}, 2, 0)],
    ids=["too few places", "fewer islands than rounds", "one island too large"],
)
def test_no_room_is_said_with_what_is_missing(
    guests: int, islands: dict[str, int], rounds: int, missing: int
) -> None:
    with pytest.raises(NoPlan) as failure:
        planner.solve(Instance([Guest(number) for number in range(guests)], islands, rounds))
    assert failure.value.shortage.missing == missing
