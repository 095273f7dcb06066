"""What holds at an island, without a database."""

from __future__ import annotations

import contextlib
import itertools
import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.base.refusal import Refused
from forum.results import capture_rules as rules
from forum.results import pictures, reading
from forum.results.models import CardColumn
from tests.support import photographs

DAY = date(2026, 12, 3)


def test_links_open_on_the_day_and_two_days_after() -> None:
    around = range(-400, 401)
    opened = [days for days in around if rules.is_open(DAY + timedelta(days=days), DAY)]
    assert opened == [0, 1, 2]


@given(st.text(min_size=1), st.text(min_size=1), st.integers(0, 50))
def test_the_code_is_six_digits_and_changes_with_the_links(key: str, link: str, turn: int) -> None:
    code = rules.code(key, link, turn)
    assert (len(code), code.isdigit()) == (6, True)
    assert rules.code(key, link, turn) == code
    assert len({rules.code(key, link, turn + n) for n in range(20)}) > 15


@given(st.sets(st.integers(1, 200)))
def test_devices_never_take_a_number_of_the_sheet(used: set[int]) -> None:
    number = rules.next_number(used)
    assert number not in used
    assert number not in rules.PAPER
    assert number > max(used - set(rules.PAPER), default=0)


def test_three_dots_are_three() -> None:
    for one, two, three in itertools.product(range(-1, 5), repeat=3):
        is_right = min(one, two, three) >= 0 and one + two + three <= 3
        assert (rules.dots_problem({"a": one, "b": two, "c": three}) is None) is is_right
    assert rules.dots_problem({}) is None


def test_a_group_has_a_full_sentence() -> None:
    assert rules.title_problem("Beratung") is not None
    assert rules.title_problem("Beratung braucht mehr Zeit") is None


def test_forty_lines_of_a_sheet_are_read() -> None:
    typed = "\n".join(f"{number}. Satz {number} vom Bogen" for number in rules.PAPER)
    cards = reading.lines(typed + "\n\n", sheet="paper-1")
    assert [one.number for one in cards] == list(rules.PAPER)
    assert [one.column for one in cards[::10]] == list(CardColumn)
    (moved,) = reading.lines("105 H Es fehlt Geld", sheet="paper-1")
    assert (moved.column, moved.text) == (CardColumn.CHALLENGE, "Es fehlt Geld")
    for wrong in ("7 Satz", "Satz", "101", "101 a b\n101 c d", "  \n"):
        with pytest.raises(Refused):
            reading.lines(wrong, sheet="paper-1")
    with pytest.raises(Refused) as refused:
        reading.lines("7 Satz\n101 gut\n102\n101 nochmal", sheet="paper-1")
    said = str(refused.value.sentence)
    assert [part in said for part in ("Line 1:", "Line 3:", "Number 101")] == [True] * 3


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
def test_whatever_is_sent_is_read_or_refused(sent: object) -> None:
    for read in (reading.delivery, reading.budget):
        for thing in (sent, {"device": "a", "waiting": 1, "cards": [sent]}):
            with contextlib.suppress(reading.Unreadable):
                read(thing)
    with pytest.raises(Refused):
        reading.backup(json.dumps(sent).encode())


def test_pictures_tell_nothing_beside_what_is_seen() -> None:
    for content, kind in ((photographs.jpeg(), "image/jpeg"), (photographs.png(), "image/png")):
        assert photographs.SECRET in content
        plain, media_type = pictures.plain(content)
        assert media_type == kind
        assert photographs.SECRET not in plain
        assert pictures.plain(plain) == (plain, kind)
        for end in range(2, len(plain) - 4, 7):
            try:
                assert photographs.SECRET not in pictures.plain(content[:end])[0]
            except Refused:
                continue
    for wrong in (b"", b"GIF89a", b"\xff\xd8\xff", b"x" * (pictures.LARGEST + 1)):
        with pytest.raises(Refused):
            pictures.plain(wrong)
