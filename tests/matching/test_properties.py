"""What holds for any names."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from forum import matching
from forum.matching import Kind, folding, reading
from tests.matching.measuring import labelled

DICTIONARY = matching.default()
NAMES = sorted(
    {
        name
        for file in ("sample.csv", "handwritten.csv")
        for a, b, _s in labelled(file)
        for name in (a, b)
    }
)
name = st.sampled_from(NAMES)
text = st.one_of(st.text(max_size=80), name, st.builds("{} {}".format, name, st.text(max_size=8)))


@settings(max_examples=300, deadline=None)
@given(one=text, other=text)
@example(one="(aaaaaaaaaaaa) " + "a" * 80, other="Ǆ ß İ ﬁ")
@example(one="GmbH", other="e.V.")
def test_any_two_texts_get_one_verdict_whichever_comes_first(one: str, other: str):
    there, back = (matching.judge(*pair, DICTIONARY) for pair in ((one, other), (other, one)))
    assert there.kind is back.kind
    assert there.reasons == back.reasons
    assert all(str(reason) for reason in there.reasons)
    if there.kind is Kind.PART_OF:
        assert {there.part, back.part} == {0, 1}
    else:
        assert there.part is back.part is None


@settings(max_examples=200, deadline=None)
@given(one=text)
def test_a_text_is_the_same_as_itself(one: str):
    assert matching.judge(one, one, DICTIONARY).kind is Kind.SAME


@settings(deadline=None)
@given(one=name)
@example(one="Jüdische Gemeinde Elmsdorf K.d.ö.R.")
@example(one="Stadtwerke Elmsdorf A.ö.R.")
def test_a_name_is_the_same_however_it_is_typed(one: str):
    wide = folding.tidy(one).replace(" ", "  ")
    plain = one.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    for typed in (wide, plain, one.replace("Ä", "Ae").replace("Ö", "Oe").replace("Ü", "Ue")):
        assert matching.judge(one, typed, DICTIONARY).kind is Kind.SAME


@settings(deadline=None)
@given(one=name, numbers=st.lists(st.integers(1, 99), min_size=2, max_size=2, unique=True))
def test_other_numbers_are_another_body(one: str, numbers: list[int]):
    first, second = (f"{one} Haus {number}" for number in numbers)
    assert matching.judge(first, second, DICTIONARY).kind is Kind.DIFFERENT
    assert matching.judge(f"{one} Haus", first, DICTIONARY).kind is not Kind.SAME


@settings(deadline=None)
@given(
    one=name,
    levels=st.sampled_from([("KV", "OV"), ("Landesverband", "Kreisverband"), ("UB", "LV")]),
)
def test_other_levels_are_another_body(one: str, levels: tuple[str, str]):
    first, second = (f"Arbeiterwohlfahrt {level} Moor {one}" for level in levels)
    if not reading.read(one, DICTIONARY).levels:
        assert matching.judge(first, second, DICTIONARY).kind is Kind.DIFFERENT


@settings(deadline=None)
@given(words=st.sampled_from(["Bunte Welt", "Tafel Moor", "Stadtbau Moor", "Sprachcafé Moor"]))
def test_other_legal_forms_are_another_body(words: str):
    forms = ("e.V.", "gGmbH", "eG", "AG", "KG", "AöR", "GmbH & Co. KG")
    kinds = {
        matching.judge(f"{words} {one}", f"{words} {other}", DICTIONARY).kind
        for one in forms
        for other in forms
        if one != other
    }
    assert kinds == {Kind.DIFFERENT}
