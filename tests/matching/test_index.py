"""Which entries of a register are suggested for a name."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from forum import matching
from forum.matching import Entry, Index, Kind

DICTIONARY = matching.default()
REGISTER = [
    Entry(1, ("Caritasverband Hagen e.V.", "CV Hagen")),
    Entry(2, ("Stadt Hagen",)),
    Entry(3, ("Stadt Hagen, Sozialamt",)),
    Entry(4, ("Caritas",), place="Talbrück"),
    Entry(5, ("Jobcenter Hagen",)),
    Entry(6, ("Jugendwerkstatt Kleinmoor",)),
    Entry(7, ("Sareni Svijet - Bunte Welt",), place="Hagen"),
]


def suggested(text: str, index: Index | None = None) -> list[tuple[int, str]]:
    found = (index if index is not None else Index(REGISTER, dictionary=DICTIONARY)).suggest(text)
    return [(one.id, one.verdict.kind.value) for one in found]


def test_the_same_comes_first_then_what_may_be_then_parts():
    assert suggested("Caritas Hagen")[0] == (1, "same")
    assert suggested("Stadtverwaltung Hagen") == [(2, "same"), (3, "part_of")]
    assert suggested("Caritas") == [(1, "maybe"), (4, "maybe")]


def test_of_several_entries_only_the_one_spelled_alike_is_the_same():
    index = Index(
        [Entry(1, ("Jobcenter Stadt Moor",)), Entry(2, ("Jobcenter Kreis Moor",))],
        dictionary=DICTIONARY,
    )
    assert suggested("Jobcenter Moor", index) == [(1, "maybe"), (2, "maybe")]
    assert str(index.suggest("Jobcenter Moor")[0].verdict.reasons[0]) == (
        "Several entries may be meant"
    )
    index.add(Entry(3, ("Jobcenter Moor",)))
    assert suggested("JOBCENTER Moor", index) == [(3, "same"), (1, "maybe"), (2, "maybe")]


def test_a_name_without_place_is_found_by_the_place_of_its_entry():
    assert suggested("Caritasverband Talbrück")[0] == (4, "same")
    assert suggested("Šareni Svijet – Bunte Welt") == [(7, "same")]
    assert suggested("Bunte Welt (Sareni Svijet) Hagen") == [(7, "same")]


def test_a_suggestion_says_which_name_it_means_and_why():
    (first, *_rest) = Index(REGISTER, dictionary=DICTIONARY).suggest("JC Hagen")
    assert (first.name, first.verdict.kind) == ("Jobcenter Hagen", Kind.SAME)
    assert str(first.verdict.reasons[0]) == "“JC” stands for “Jobcenter”"


def test_joined_words_and_typing_errors_are_found():
    assert suggested("Jugend-Werkstatt Kleinmoor") == [(6, "same")]
    assert suggested("Jugendwerkstat Klienmoor") == [(6, "same")]


def test_nothing_is_suggested_for_something_else():
    assert suggested("Feuerwehr Obermoor") == []
    assert suggested("") == []
    assert suggested("Jobcenter Hagen", Index(dictionary=DICTIONARY)) == []


def test_no_more_than_asked_for():
    many = [Entry(number, (f"Tafel Ort{number}",)) for number in range(30)]
    index = Index(many, dictionary=DICTIONARY)
    assert len(index.suggest("Tafel")) == 3
    assert len(index.suggest("Tafel", limit=7)) == 7


@settings(deadline=None)
@given(ids=st.permutations([entry.id for entry in REGISTER]), kept=st.integers(0, 6))
def test_entries_come_and_go_without_a_trace(ids: list[int], kept: int):
    index = Index(REGISTER, dictionary=DICTIONARY)
    for known in ids[kept:]:
        index.remove(known)
    left = [entry for entry in REGISTER if entry.id in ids[:kept]]
    fresh = Index(left, dictionary=DICTIONARY)
    assert len(index) == len(fresh) == kept
    for text in ("Caritas Hagen", "Stadt Hagen", "Jobcenter", "Jugendwerkstat Kleinmoor"):
        assert index.suggest(text) == fresh.suggest(text)


def test_an_entry_that_is_added_again_takes_the_place_of_the_old():
    index = Index(REGISTER, dictionary=DICTIONARY)
    index.add(Entry(5, ("Volkshochschule Hagen",)))
    assert (len(index), suggested("VHS Hagen", index)) == (7, [(5, "same")])
    assert suggested("Jobcenter Hagen", index) == []
