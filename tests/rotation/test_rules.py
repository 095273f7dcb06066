"""Every rule is kept, whatever is asked for, and the same seed gives the same plan."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.base.text import Text
from forum.rotation import figures, planner, reasons, tables
from forum.rotation.model import Instance, Island, Person
from forum.rotation.obstacles import NoPlan
from forum.rotation.problem import Problem
from forum.rotation.reasons import Cause
from tests.rotation import counting, instances

SIZES = st.tuples(st.integers(20, 50), st.integers(4, 6), st.integers(1, 4))
FEW = 3000


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), size=SIZES)
def test_every_rule_is_kept(seed: int, size: tuple[int, int, int]) -> None:
    people, islands, rounds = size
    instance, _plan = instances.full(seed, people=people, islands=islands, rounds=rounds)
    plan = planner.solve(instance, seed=seed, iterations=FEW, compiled=False).plan
    assert counting.broken(instance, plan) == []


@settings(max_examples=10, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), size=SIZES)
def test_a_published_plan_changes_little_and_keeps_every_rule(
    seed: int, size: tuple[int, int, int]
) -> None:
    people, islands, rounds = size
    instance, before = instances.full(seed, people=people, islands=islands, rounds=rounds)
    morning = instances.disturbed(seed, instance, before)
    plan = planner.solve(morning, seed=seed, iterations=FEW, compiled=False).plan
    assert counting.broken(morning, plan) == []
    leaving = 2 * rounds * (1 + people // 10)
    assert counting.changed(morning, plan) <= leaving


def test_nothing_changes_where_nothing_happened() -> None:
    instance, before = instances.full(4, people=60, islands=6, rounds=3)
    same = Instance(
        instance.people,
        instance.islands,
        instance.rounds,
        instance.together,
        instance.apart,
        before,
    )
    assert planner.solve(same, seed=9, iterations=FEW, compiled=False).plan == before


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_gives_the_same_plan(seed: int) -> None:
    instance, _plan = instances.full(seed, people=40, islands=5, rounds=3)
    first, second = (
        planner.solve(instance, seed=7, iterations=FEW, compiled=False) for _time in range(2)
    )
    other = planner.solve(instance, seed=8, iterations=FEW, compiled=False)
    assert (first.plan == second.plan, first.plan == other.plan) == (True, False)


def test_a_plan_that_is_not_waited_for_keeps_every_rule() -> None:
    instance, _plan = instances.full(3, people=60, islands=6, rounds=3)
    said: list[tuple[Text, float]] = []
    made = planner.solve(
        instance,
        iterations=50_000,
        compiled=False,
        report=lambda doing, share: said.append((doing, share)),
        is_cancelled=lambda: bool(said) and said[-1][1] > 0.3,
    )
    assert made.is_stopped
    assert counting.broken(instance, made.plan) == []
    assert [share for _doing, share in said] == sorted(share for _doing, share in said)
    assert said[-1][1] < 0.5


def test_as_many_first_wishes_are_fulfilled_as_there_are_places() -> None:
    guests = [Person(number, ["housing", "work", "health"]) for number in range(12)]
    islands = [Island(key, 3) for key in ("housing", "work", "health", "law")]
    plan = planner.solve(Instance(guests, islands, 2), compiled=False, iterations=0).plan
    visits = [island for route in plan.values() for island in route]
    assert [visits.count(key) for key in ("housing", "work", "health")] == [6, 6, 6]


def test_nobody_gets_three_wishes_while_somebody_gets_none() -> None:
    wishes = [["a", "b", "c"] for _number in range(6)] + [["a"] for _number in range(6)]
    guests = [Person(number, wish) for number, wish in enumerate(wishes)]
    instance = Instance(guests, [Island(key, 2) for key in "abcdef"], 3)
    plan = planner.solve(instance, seed=3, compiled=False, iterations=FEW).plan
    fulfilled = [len(set(wish) & set(plan[number])) for number, wish in enumerate(wishes)]
    assert fulfilled == [2] * 6 + [1] * 6


def test_colleagues_are_parted_and_strangers_meet_rarely_twice() -> None:
    guests = [Person(number, organisation=number % 4) for number in range(16)]
    instance = Instance(guests, [Island(key, 4) for key in "abcd"], 2)
    plan = planner.solve(instance, compiled=False, iterations=30_000).plan
    met, colleagues = counting.meetings(instance, plan)
    assert (colleagues, max(met.values())) == (0, 2)


@pytest.mark.parametrize(("seed", "islands", "rounds"), [(1, 4, 3), (2, 6, 4), (3, 5, 2)])
def test_colleagues_meet_only_where_their_visits_leave_no_other_round(
    seed: int, islands: int, rounds: int
) -> None:
    instance = instances.plain(seed, people=60, islands=islands, rounds=rounds)
    plan = planner.solve(instance, seed=seed, iterations=0, compiled=False).plan
    visits = Counter(
        (one.organisation, i) for one in instance.people for i in plan[one.key] if i is not None
    )
    spread = [divmod(number, rounds) for number in visits.values()]
    fewest = sum(rounds * each * (each - 1) // 2 + more * each for each, more in spread)
    assert counting.meetings(instance, plan)[1] == fewest


def test_figures_are_what_counting_again_gives() -> None:
    instance, _plan = instances.full(8, people=60, islands=6, rounds=3)
    plan = planner.solve(instance, compiled=False, iterations=FEW).plan
    found = figures.of_plan(instance, plan)
    met, colleagues = counting.meetings(instance, plan)
    assert (found.encounters, found.colleague_pairs) == (len(met), colleagues)
    assert found.met_thrice == sum(times >= 3 for times in met.values())
    lacking = counting.lacks(instance, plan)
    assert found.missing == {
        n: list(lacking.values()).count(n) for n in sorted({*lacking.values()})
    }
    assert found.encounters <= found.encounters_bound
    assert list(figures.differences(plan, plan)) == []


def test_two_plans_are_compared_seat_by_seat() -> None:
    found = figures.differences({1: ("a", "b"), 2: ("a", None)}, {1: ("a", "c"), 3: ("b", "a")})
    listed = [(one.person, one.round, one.before, one.after) for one in found]
    assert listed == [
        (1, 1, "b", "c"),
        (3, 0, None, "b"),
        (3, 1, None, "a"),
        (2, 0, "a", None),
    ]


def test_each_wish_has_its_reason() -> None:
    people = [
        Person("one", ["housing", "work", "law"], pins={1: "health"}),
        Person("two", ["housing"]),
        Person("three", ["housing", "health"], excluded=frozenset({"health"})),
    ]
    islands = [Island(key, 1, name=key.title()) for key in ("housing", "work", "health", "law")]
    plan = {
        "one": ("work", "health"),
        "two": ("housing", "work"),
        "three": ("law", "housing"),
    }
    found = reasons.of_plan(Instance(people, islands, 2), plan)
    causes = {key: [reason.cause for reason in row] for key, row in found.items()}
    assert causes == {
        "one": [Cause.FULL, Cause.FULFILLED, Cause.FULL],
        "two": [Cause.FULFILLED],
        "three": [Cause.FULFILLED, Cause.OTHERS],
    }
    assert str(found["three"][0].sentence) == (
        "Wish 1 fulfilled in round 2: Housing. It was full in round 1."
    )
    assert str(found["one"][0].sentence) == "Wish 1 not: Housing was full in round 1 and 2."


def test_tables_are_even_and_part_colleagues() -> None:
    guests = [Person(number, organisation=number % 8) for number in range(24)]
    instance = Instance(guests, [Island("a", 24)], 1)
    found = tables.assign(instance, dict.fromkeys(range(24), ("a",)))
    seated = [found[number][0] for number in range(24)]
    assert sorted(map(seated.count, (1, 2, 3))) == [8, 8, 8]
    assert [n for n in range(16) if seated[n] == seated[n + 8]] == []


def test_who_is_kept_together_sits_at_one_table() -> None:
    guests = [Person(number) for number in range(24)]
    instance = Instance(guests, [Island("a", 24)], 1, together=[(0, 8)])
    found = tables.assign(instance, dict.fromkeys(range(24), ("a",)), places={"a": 6})
    assert found[0] == found[8]


@pytest.mark.parametrize(
    ("seats", "said"), [([0, 0, 0, 1], "may have 2"), ([0, 1, 1, 1], "needs at least 2")]
)
def test_a_plan_that_was_not_found_says_what_its_best_attempt_lacks(
    seats: list[int], said: str
) -> None:
    islands = [Island("a", 2, 2), Island("b", 3)]
    problem = Problem(Instance([Person(n) for n in range(4)], islands, 1))
    (found,) = NoPlan.not_found(problem, seats).obstacles
    assert f"people in round 1 where it {said}." in str(found.sentence)


def test_a_shortage_names_islands_rounds_people_and_a_cure() -> None:
    stuck = [Person(n, excluded=frozenset({"c", "d"}), absent=frozenset({1, 2})) for n in range(5)]
    free = [Person(n) for n in range(5, 9)]
    islands = [Island(key, 2) for key in "ab"] + [Island(key, 9) for key in "cd"]
    with pytest.raises(NoPlan) as failure:
        planner.solve(Instance([*stuck, *free], islands, 3), compiled=False)
    (found,) = failure.value.obstacles
    assert (found.rounds, found.islands, found.people, found.missing) == (
        (0,),
        ("a", "b"),
        (0, 1, 2, 3, 4),
        1,
    )
    assert (len(found.cures), failure.value.missing, failure.value.is_proved) == (3, 1, True)
    assert str(found.sentence) == (
        "Round 1: the islands a, b have 4 places for 5 people who can go nowhere else: "
        "1 place is missing."
    )
