"""Who is suggested when a host cannot come: nobody who is needed, everybody once."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.events import team_rules
from forum.events.team_models import TeamRole
from forum.events.team_rules import Member, Why

HOST, NOTES, DEPUTY = TeamRole.HOST, TeamRole.NOTE_TAKER, TeamRole.DEPUTY


def member(number: int, island: int, role: TeamRole, **values: object) -> Member:
    return Member(
        **{"id": number, "island_id": island, "person": str(number), "role": role, **values}
    )  # type: ignore[arg-type]


ILL = member(1, 1, HOST, is_here=False)


def test_the_own_team_comes_first_then_deputies_then_second_hosts():
    others = [
        member(2, 4, HOST),
        member(3, 4, HOST),
        member(4, 3, HOST),
        member(5, 3, DEPUTY),
        member(6, 1, NOTES),
        member(7, 1, DEPUTY),
    ]
    assert team_rules.suggestions([ILL, *others], ILL) == [
        (7, Why.OWN_DEPUTY),
        (6, Why.OWN_NOTES),
        (5, Why.DEPUTY),
        (3, Why.SECOND_HOST),
    ]


@pytest.mark.parametrize(
    "others",
    [
        [member(2, 2, HOST)],
        [member(2, 2, DEPUTY)],
        [member(2, 2, DEPUTY), member(3, 2, HOST, is_here=False)],
        [member(2, 2, HOST), member(3, 2, HOST, is_here=False)],
        [member(2, 2, HOST), member(3, 2, DEPUTY, is_here=False)],
        [member(2, 2, HOST), member(3, 1, DEPUTY, person="2")],
        [member(2, 2, HOST), member(3, 2, DEPUTY, person="1")],
        [member(2, 2, HOST), member(3, 2, DEPUTY, person="4"), member(4, 3, HOST)],
    ],
)
def test_nobody_is_taken_from_where_they_are_needed(others: list[Member]):
    assert team_rules.suggestions([ILL, *others], ILL) == []


MEMBERS = st.lists(
    st.builds(
        Member,
        id=st.integers(2, 60),
        island_id=st.integers(1, 4),
        person=st.sampled_from("abcdefgh"),
        role=st.sampled_from(TeamRole),
        is_here=st.booleans(),
        is_lent=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


@given(MEMBERS)
def test_lending_anybody_leaves_a_host_on_every_other_island(members: list[Member]):
    before = Counter(one.island_id for one in members if one.receives)
    by_id = {one.id: one for one in members}
    found = team_rules.suggestions([ILL, *members], ILL)
    people = [by_id[number].person for number, _why in found]
    assert len(set(people)) == len(people)
    for number, why in found:
        one = by_id[number]
        assert one.is_here
        assert not one.is_lent
        assert not any(m.receives for m in members if m.person == one.person and m.id != one.id)
        if why in {Why.DEPUTY, Why.SECOND_HOST}:
            assert before[one.island_id] - one.receives >= 1


@pytest.mark.parametrize(
    ("maximum", "places", "tables"), [(18, 8, 3), (16, 8, 2), (8, 8, 1), (5, 8, 1), (18, 0, 1)]
)
def test_how_many_tables_an_island_has(maximum: int, places: int, tables: int):
    assert team_rules.tables(maximum=maximum, places=places) == tables
