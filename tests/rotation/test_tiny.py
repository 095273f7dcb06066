"""On tiny instances the planner finds what trying everything finds, compiled or not the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from forum.rotation import planner
from forum.rotation.model import Instance, Island, Person
from forum.rotation.obstacles import NoPlan
from tests.rotation import counting, exhaustive
from tests.rotation import instances as forums
from tests.support.sites import COMPILED

TINY = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


@st.composite
def persons(draw: st.DrawFn, key: int, islands: int, rounds: int) -> Person:
    some = st.integers(0, islands - 1)
    pins = draw(st.dictionaries(st.integers(0, rounds - 1), some, max_size=1)) if key == 0 else {}
    return Person(
        key,
        wishes=draw(st.lists(some, unique=True, max_size=3)),
        organisation=draw(st.integers(0, 2)),
        absent=draw(st.frozensets(st.integers(0, rounds - 1), max_size=1))
        if key == 1
        else frozenset(),
        excluded=draw(st.frozensets(some, max_size=1)) if key == 2 else frozenset(),
        pins=pins,
        is_host=bool(pins) and draw(st.booleans()),
    )


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    number, rounds = draw(st.integers(2, 4)), draw(st.integers(1, 2))
    people = draw(st.integers(2, 4))
    islands = []
    for key in range(number):
        most = draw(st.integers(1, 3))
        closed = (
            draw(st.frozensets(st.integers(0, rounds - 1), max_size=1)) if key == 3 else frozenset()
        )
        islands.append(Island(key, most, draw(st.integers(0, 1)), closed))
    pair = draw(st.sampled_from(["none", "together", "apart"]))
    return Instance(
        [draw(persons(key, number, rounds)) for key in range(people)],
        islands,
        rounds,
        together=[(0, 1)] if pair == "together" else [],
        apart=[(0, 1)] if pair == "apart" else [],
    )


@TINY
@given(instance=instances())
def test_wishes_are_as_fair_as_possible_or_the_shortage_is_the_least(
    instance: Instance,
) -> None:
    every = list(exhaustive.plans(instance))
    good = [plan for plan in every if exhaustive.shortage(instance, plan) == 0]
    if not good:
        with pytest.raises(NoPlan) as failure:
            planner.solve(instance, iterations=0, folder=COMPILED)
        least = min((exhaustive.shortage(instance, plan) for plan in every), default=0)
        assert failure.value.missing == least
        return
    plan = planner.solve(instance, iterations=0, folder=COMPILED).plan
    assert counting.broken(instance, plan) == []
    best = min(counting.wishes(instance, plan) for plan in good)
    assert counting.wishes(instance, plan) == best


@TINY
@given(instance=instances(), data=st.data())
def test_as_few_published_seats_change_as_possible(instance: Instance, data: st.DataObject) -> None:
    good = [p for p in exhaustive.plans(instance) if exhaustive.shortage(instance, p) == 0]
    assume(good)
    seat = st.sampled_from([None, *(island.key for island in instance.islands)])
    published = {
        one.key: data.draw(st.tuples(*[seat] * instance.rounds)) for one in instance.people
    }
    wanted = Instance(
        instance.people,
        instance.islands,
        instance.rounds,
        instance.together,
        instance.apart,
        published,
    )
    plan = planner.solve(wanted, iterations=200, folder=COMPILED).plan
    assert counting.broken(wanted, plan) == []
    fewest = min(counting.changed(wanted, one) for one in good)
    assert counting.changed(wanted, plan) == fewest


def test_compiled_or_not_the_plan_is_the_same() -> None:
    instance, before = forums.full(11, people=60, islands=6, rounds=3)
    for asked in (instance, forums.disturbed(11, instance, before)):
        compiled = planner.solve(asked, seed=5, iterations=20_000, folder=COMPILED)
        plain = planner.solve(asked, seed=5, iterations=20_000, compiled=False)
        assert compiled == plain
