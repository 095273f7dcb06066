"""The words of the field, and those that organisers add."""

from __future__ import annotations

import tomllib
from importlib import resources

from forum import matching
from forum.matching import Kind, dictionary


def test_added_words_count_like_shipped_ones():
    shipped = matching.default()
    own = shipped.with_meanings([("Blaue Laterne", "Haus der Ankunft"), ("Rotes K.", "DRK")])
    pair = ("Blaue Laterne Talbrück", "Haus der Ankunft Talbrück e.V.")
    assert matching.judge(*pair, shipped).kind is not Kind.SAME
    assert matching.judge(*pair, own).kind is Kind.SAME
    assert matching.judge("Rotes K. Moor", "Deutsches Rotes Kreuz Moor", own).kind is Kind.SAME


def test_added_words_leave_the_shipped_ones_alone():
    shipped = matching.default()
    before = dict(shipped.phrases)
    shipped.with_meanings([("AWO", "Anderes Wort")])
    assert shipped.phrases == before
    assert matching.judge("AWO Moor", "Arbeiterwohlfahrt Moor", shipped).kind is Kind.SAME


def test_no_shipped_abbreviation_has_two_meanings_by_accident():
    text = resources.files("forum.matching").joinpath("words.toml").read_text(encoding="utf-8")
    meant = {key for short in tomllib.loads(text)["ambiguous"] for key in dictionary.keys_of(short)}
    assert {key for key, found in matching.default().phrases.items() if len(found) > 1} == meant


def test_the_keys_of_a_phrase_are_those_of_its_spellings():
    apart, joined = (set(dictionary.keys_of(text)) for text in ("Rotes Kreuz", "Rotkreuz"))
    assert set(dictionary.keys_of("Roten Kreuzes")) & apart
    assert joined.isdisjoint(apart)
