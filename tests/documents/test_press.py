"""Any text can be printed, and what cannot be shown is said."""

from __future__ import annotations

import string
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.documents import press, signs
from forum.documents.model import Stop
from tests.documents import days
from tests.support.imports import ROOT
from tests.support.pdfs import Pdf, squeezed

READABLE = string.digits + string.ascii_letters + string.punctuation + "äöüÄÖÜßéğışЖжΩ "


@pytest.mark.parametrize("kind", days.WITH_NAMES)
def test_what_no_font_shows_is_said_and_the_rest_is_printed(kind: str) -> None:
    people = [days.person("Kim Beispiel"), days.person("Lin 张伟"), days.person("Ümit", "漢字")]
    made = days.printed(kind, people)
    pdf = Pdf(made.pdf)
    assert made.missing == ("Lin 张伟", "漢字")
    assert (pdf.is_tagged, pdf.claims, pdf.language) == (True, set(), "de")
    assert "Kim Beispiel" in pdf.text
    assert "What could not be printed" in pdf.pages[-1]
    assert "Lin" in pdf.pages[-1]
    assert squeezed(days.PLAN) in squeezed(pdf.pages[-1])


def test_signs_for_private_use_are_no_failure() -> None:
    assert days.printed("badges", [days.person("Kim \ue000")]).missing == ("Kim \ue000",)


@settings(max_examples=60, deadline=None)
@given(name=st.text(max_size=80), organisation=st.text(max_size=200))
def test_any_name_is_printed(name: str, organisation: str) -> None:
    made = days.printed("badges", [days.person(name, organisation)])
    pdf = Pdf(made.pdf)
    assert len(pdf.pages) == (2 if made.missing else 1)
    assert pdf.claims == (set() if made.missing else {"ua-1", "a-2"})


@settings(max_examples=60, deadline=None)
@given(name=st.text(READABLE, min_size=1, max_size=60))
def test_what_can_be_read_comes_back_as_it_is(name: str) -> None:
    one = days.person(name, stops=[Stop(0, "B")])
    alone = days.forum()
    (text,) = days.read("lists", [one], rounds=alone.rounds[:1], islands=alone.islands[1:2]).pages
    assert squeezed(name).replace("-", "") in squeezed(text).replace("-", "")


def test_a_wrong_sheet_is_a_failure() -> None:
    with pytest.raises(RuntimeError):
        press.press("badges", {"title": "without anything"}, made_at=days.forum().made_at)


def test_every_island_has_its_sign_in_the_colours_of_the_pages() -> None:
    css = (ROOT / "forum" / "static" / "praxisforum.css").read_text(encoding="utf-8")
    for position, letter in enumerate(string.ascii_uppercase):
        drawn = signs.island(letter)
        colour = signs.COLOURS[position % 10]
        assert (drawn.count(colour) > 0, "var(" in drawn, "currentColor" in drawn) == (
            True,
            False,
            False,
        )
        word = string.ascii_lowercase[position % 10]
        assert f".pf-sign--{word} {{ color: light-dark({colour}," in css


def test_nothing_heavy_is_loaded_before_something_is_printed() -> None:
    code = (
        "import sys, forum.app, forum.islands.papers, forum.workspace;"
        "forum.workspace._assemble();"
        "print(sorted({'typst', 'segno'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
