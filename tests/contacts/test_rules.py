"""What of somebody may be shown, decided on plain values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from forum.contacts import rules
from forum.contacts.rules import FIELDS, NOTHING, Audience, Standing

NOW = datetime(2027, 1, 15, 12, tzinfo=UTC)
WIDTH = [Audience.NOBODY, Audience.FORUM, Audience.PUBLIC]
AUDIENCES = st.fixed_dictionaries(dict.fromkeys(FIELDS, st.sampled_from(Audience)))


def test_the_whole_truth_table() -> None:
    shown = {
        case: rules.visible(
            Standing(
                takes_part=case[0],
                is_protected=case[1],
                is_granted=case[2],
                audiences=dict.fromkeys(FIELDS, case[3]),
                ends_at=NOW + timedelta(seconds=case[4]),
            ),
            case[5],
            NOW,
        )
        for case in product((True, False), (True, False), (True, False), Audience, (0, 1), Audience)
    }
    there = {
        (True, False, True, Audience.FORUM, 1, Audience.FORUM),
        (True, False, True, Audience.PUBLIC, 1, Audience.FORUM),
        (True, False, True, Audience.PUBLIC, 1, Audience.PUBLIC),
    }
    assert {case for case, what in shown.items() if what} == there
    assert {what.fields for case, what in shown.items() if case in there} == {frozenset(FIELDS)}


@given(audiences=AUDIENCES, viewer=st.sampled_from(Audience))
def test_a_field_is_shown_exactly_to_those_it_is_for(
    audiences: dict[str, Audience], viewer: Audience
) -> None:
    standing = Standing(True, False, True, audiences, NOW + timedelta(days=1))
    reached = {
        name
        for name, to in audiences.items()
        if viewer is not Audience.NOBODY and WIDTH.index(to) >= WIDTH.index(viewer)
    }
    expected = reached if "name" in reached else set()
    assert rules.visible(standing, viewer, NOW).fields == expected


@given(
    values=st.fixed_dictionaries(dict.fromkeys(FIELDS, st.text(max_size=3))),
    agreed=st.sets(st.sampled_from(FIELDS)),
)
def test_nothing_is_shown_that_was_not_agreed_to(values: dict[str, str], agreed: set[str]) -> None:
    shown = rules.only_agreed(values, rules.Shown(frozenset(agreed)))
    assert shown == {name: values[name] if name in agreed else "" for name in FIELDS}


@given(audiences=AUDIENCES)
def test_protection_beats_everything(audiences: dict[str, Audience]) -> None:
    standing = Standing(True, True, True, audiences, NOW + timedelta(days=1))
    assert {rules.visible(standing, viewer, NOW) for viewer in Audience} == {NOTHING}


def test_twelve_months_are_twelve_months() -> None:
    leap = datetime(2028, 2, 29, 16, tzinfo=UTC)
    assert rules.a_year_after(leap) == datetime(2029, 2, 28, 16, tzinfo=UTC)
    assert rules.a_year_after(NOW) == datetime(2028, 1, 15, 12, tzinfo=UTC)
    assert rules.renewed_until(NOW, leap) == leap
    assert rules.renewed_until(leap, NOW) == datetime(2029, 2, 28, 16, tzinfo=UTC)
    assert rules.entered_until(NOW, leap) == leap
    assert rules.entered_until(leap, NOW) == datetime(2029, 2, 28, 16, tzinfo=UTC)


@given(days=st.integers(-40, 40))
def test_it_is_asked_before_the_end_and_not_after(days: int) -> None:
    assert rules.is_to_renew(NOW, NOW + timedelta(days=days)) is (0 < days <= 21)


FIELD_SETS = st.frozensets(st.sampled_from(FIELDS))


@given(
    before=st.dictionaries(st.sampled_from("123"), FIELD_SETS),
    after=st.dictionaries(st.sampled_from("123"), FIELD_SETS),
)
def test_taken_off_is_what_shows_less(
    before: dict[str, frozenset[str]], after: dict[str, frozenset[str]]
) -> None:
    marked = [{key: rules.mark(sets, "x") for key, sets in one.items()} for one in (before, after)]
    less = {key for key, fields in before.items() if fields - after.get(key, frozenset())}
    assert rules.taken_off(*marked) == less
