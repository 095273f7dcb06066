"""Who has a table keeps it as long as tables stay even enough."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from forum.rotation import tables
from forum.rotation.model import Instance, Island, Key, Person, Plan

ISLANDS = [Island("a", 40), Island("b", 40)]


def instance(people: int, *, together: list[tuple[Key, Key]] | None = None) -> Instance:
    guests = [Person(n, organisation=n % 5) for n in range(people)]
    return Instance(guests, ISLANDS, 2, together=together or [])


def sizes(
    found: dict[Key, tuple[int | None, ...]], plan: Plan, place: tuple[int, Key]
) -> list[int]:
    at = [found[key][place[0]] for key, route in plan.items() if route[place[0]] == place[1]]
    return sorted(at.count(table) for table in set(at))


@settings(deadline=None)
@given(st.integers(20, 40), st.integers(0, 39))
def test_only_who_moves_gets_another_table(people: int, who: int) -> None:
    who %= people
    plan: Plan = {n: ("a", "b") if n % 2 else ("b", "a") for n in range(people)}
    lay: dict[Key, int] = {"a": 8, "b": 8}
    before = tables.assign(instance(people), plan, places=lay)
    there = "b" if plan[who][0] == "a" else "a"
    moved: Plan = {**plan, who: (there, plan[who][1])}
    kept = {key: row if key != who else (None, row[1]) for key, row in before.items()}
    after = tables.assign(instance(people), moved, places=lay, kept=kept)
    assert {key for key in plan if after[key] != before[key]} <= {who}
    assert after[who][0] is not None
    assert after[who][1] == before[who][1]
    spread = sizes(after, moved, (0, there))
    assert spread[-1] - spread[0] <= tables.UNEVEN


def test_other_groups_do_not_hear_of_a_change_in_their_round() -> None:
    plan: Plan = {n: ("a", None) if n < 16 else ("b", None) for n in range(32)}
    found = tables.assign(instance(32), plan, places={"a": 8, "b": 8})
    alone = {n: route for n, route in plan.items() if n >= 16}
    assert {n: found[n] for n in alone} == tables.assign(instance(32), alone, places={"b": 8})


def test_a_new_table_is_laid_for_everybody_where_one_would_stay_almost_empty() -> None:
    plan: Plan = dict.fromkeys(range(10), ("a", None))
    kept: tables.Kept = dict.fromkeys(range(8), (1, None))
    found = tables.assign(instance(10), plan, kept=kept)
    assert sizes(found, plan, (0, "a")) == [5, 5]


def test_who_comes_joins_the_one_they_are_kept_together_with() -> None:
    plan: Plan = dict.fromkeys(range(11), ("a", None))
    kept: tables.Kept = {n: (1 if n < 6 else 2, None) for n in range(10)}
    found = tables.assign(instance(11, together=[(10, 0)]), plan, places={"a": 8}, kept=kept)
    assert found[10] == (1, None)
    assert {n: found[n] for n in range(10)} == kept
    alone = tables.assign(instance(11), plan, places={"a": 8}, kept=kept)
    assert alone[10] == (2, None)
