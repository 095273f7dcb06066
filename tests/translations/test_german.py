"""The German catalogue: complete, current, and in the tone of a careful public office."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Message

from tests.support import catalogues

FAMILIAR = re.compile(r"\b(du|dich|dir|dein\w*|euch|euer\w*|eure\w*)\b", re.IGNORECASE)
GENDER_SIGNS = re.compile(r"\w[*_:]innen\b|\wInnen\b")


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Message, Message | None]]:
    """Each marked sentence beside its entry in the catalogue."""
    german = catalogues.german()
    return [(one, german.get(one.id, one.context)) for one in catalogues.marked() if one.id]


def forms(message: Message | None) -> list[str]:
    if message is None:
        return [""]
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_every_sentence_has_its_german(pairs):
    assert [one.id for one, entry in pairs if not all(forms(entry))] == []


def test_no_translation_is_a_guess(pairs):
    assert [one.id for one, entry in pairs if entry is not None and entry.fuzzy] == []


def test_plurals_have_both_forms(pairs):
    assert [o.id for o, e in pairs if isinstance(o.id, tuple) and len(forms(e)) != 2] == []


def test_nothing_is_left_over(pairs):
    marked = {one.id for one, _entry in pairs}
    assert [m.id for m in catalogues.german() if m.id and m.id not in marked] == []


def test_the_same_values_are_shown(pairs):
    wrong = []
    for one, entry in pairs:
        wanted = catalogues.places(one.id)
        *_singular, plural = forms(entry)
        shown = {name for form in forms(entry) for name in catalogues.places(form)}
        if catalogues.places(plural) != wanted or not shown <= wanted:
            wrong.append((one.id, forms(entry)))
    assert wrong == []


def test_people_are_addressed_formally(pairs):
    found = [form for _one, entry in pairs for form in forms(entry) if FAMILIAR.search(form)]
    assert found == []


def test_the_tone_is_calm(pairs):
    assert [form for _one, e in pairs for form in forms(e) if "!" in form] == []


def test_screen_readers_can_speak_every_word(pairs):
    assert [form for _one, e in pairs for form in forms(e) if GENDER_SIGNS.search(form)] == []


def test_values_are_found():
    assert catalogues.places("%(a)s and %(num)s") == {"a", "num"}
