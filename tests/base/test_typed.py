"""What people type, cleaned; what is compared, without its accidents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.base import typed


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (None, ""),
        ("  Ümit \t Yıldız ", "Ümit Yıldız"),
        ("a\x00b\x07c", "abc"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("right\u202eleft", "rightleft"),
        ("U\u0308mit", "Ümit"),
        ("zwei\r\nZeilen", "zwei Zeilen"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("مرحبا بكم 🌻", "مرحبا بكم 🌻"),
    ],
)
def test_clean_line(text, clean):
    assert typed.clean_line(text) == clean


def test_clean_lines_keeps_lines():
    assert typed.clean_lines("eins\r\nzwei\rdrei\x00\n") == "eins\nzwei\ndrei"


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    once = typed.clean_line(text)
    assert typed.clean_line(once) == once
    assert "\n" not in once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("STRASSE", "straße"),
        ("Müller-Lüdenscheidt", "muller ludenscheidt"),
        ("Café  „Zuhause“", "cafe zuhause"),
        ("Yıldız", "YıLDıZ"),
    ],
)
def test_comparable(one, other):
    assert typed.comparable(one) == typed.comparable(other)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Übergänge 2027", "uebergaenge-2027"),
        ("  KIM – Case-Management! ", "kim-case-management"),
        ("مرحبا", ""),
        ("a" * 100, "a" * 60),
    ],
)
def test_slug(text, slug):
    assert typed.slug(text) == slug
