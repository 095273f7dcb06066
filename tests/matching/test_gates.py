"""The labelled pairs: how often verdicts are right, and that the right entry is suggested."""

from __future__ import annotations

import random

import pytest

from forum import matching
from forum.matching import Entry, Index
from tests.matching import generating
from tests.matching.measuring import Pair, labelled, measure

SETS = {
    "sample": lambda: labelled("sample.csv"),
    "handwritten": lambda: labelled("handwritten.csv"),
    "third": lambda: labelled("third.csv"),
    "fourth": lambda: labelled("fourth.csv"),
    "development": lambda: generating.pairs("development", number=600, seed=20),
    "heldout": lambda: generating.pairs("heldout", number=600, seed=21),
}


@pytest.mark.parametrize("name", SETS)
def test_verdicts_are_right_often_enough(name: str):
    found = measure(SETS[name](), matching.default())
    assert found.same_precision >= 0.99
    assert found.same_recall >= 0.90
    assert found.shown_precision >= 0.90
    assert found.shown_recall >= 0.95


def test_on_the_sample_nothing_is_called_the_same_that_is_not():
    found = measure(labelled("sample.csv"), matching.default())
    assert found.same_precision == found.shown_precision == 1
    assert found.same_recall >= 0.95


def test_a_gate_notices_wrong_verdicts():
    turned: list[Pair] = [(a, b, not same) for a, b, same in labelled("sample.csv")]
    assert measure(turned, matching.default()).same_precision < 0.1


@pytest.mark.parametrize("name", ["handwritten.csv", "third.csv", "fourth.csv"])
def test_in_one_town_the_right_entry_is_among_the_first_three(name: str):
    """All bodies of one town share its name, and half of them are asked for by an abbreviation."""
    pairs = labelled(name)
    kept: dict[str, int] = {}
    for one, other, same in pairs:
        for text in (one,) if same else (one, other):
            kept.setdefault(text, len(kept))
    asked = [(kept[one], other) for one, other, same in pairs if same and other not in kept]
    index = Index(
        (Entry(number, (text,)) for text, number in kept.items()), dictionary=matching.default()
    )
    found = [number in {one.id for one in index.suggest(text)} for number, text in asked]
    assert sum(found) / len(found) >= 0.97


def test_the_right_entry_is_among_the_first_three():
    rng = random.Random(8)  # noqa: S311
    bodies = {
        spellings[0]: spellings
        for _time in range(60)
        for spellings in generating.bodies(
            rng, [generating.place(rng) for _p in range(8)], number=20
        )
    }
    listed = list(bodies.values())
    index = Index(
        (Entry(number, (spellings[0],)) for number, spellings in enumerate(listed)),
        dictionary=matching.default(),
    )
    asked = [(number, rng.choice(listed[number][1:])) for number in range(0, len(listed), 3)]
    found = [number in {one.id for one in index.suggest(text)} for number, text in asked]
    assert sum(found) / len(found) >= 0.97
