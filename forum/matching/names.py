"""What a name says: its words with their meaning, and what is said beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from forum.matching import folding
from forum.matching.dictionary import Role

WORDS = (Role.BODY, Role.WORD)
"""Those roles by which names are told apart first."""


@dataclass(frozen=True)
class Word:
    """A word or phrase of a name: what it may mean, and how it was written."""

    values: frozenset[str]
    shown: str
    folded: str
    role: Role = Role.WORD
    is_thing: bool = False
    """It names a kind of thing or a known body, not a place or a person."""
    is_cut: bool = False
    """It ends with a full stop: “Russ.”"""
    is_acronym: bool = False
    is_mistyped: bool = False
    """It was read as a known word of which it is a typing error."""
    is_beside: bool = False
    """It says beside what something is: „am Markt“."""
    is_tied: bool = False
    """A hyphen ties the next word to it: „Kreis-Bibliothek“."""
    tied: frozenset[str] = frozenset()
    """The words beside it to which hyphens tie it."""
    usual: str = ""
    """What it usually means, where it may mean several things."""
    meaning: str = ""
    """What the dictionary says it stands for, where that is written differently."""


@dataclass(frozen=True)
class Name:
    """What a name says. The words stand in their order."""

    text: str
    plain: str
    """All its words without accidents, for seeing that two are equal."""
    words: tuple[Word, ...] = ()
    weak: tuple[Word, ...] = ()
    line: tuple[Word, ...] = ()
    """All words as they follow each other."""
    levels: tuple[Word, ...] = ()
    territories: tuple[Word, ...] = ()
    supports: tuple[Word, ...] = ()
    numbers: tuple[str, ...] = ()
    forms: frozenset[str] = frozenset()
    acronyms: frozenset[str] = frozenset()
    """Abbreviations that the name itself gives in brackets."""


def abbreviates(
    letters: str, words: Sequence[str], begins: Callable[[str], bool] = lambda _piece: True
) -> bool:
    """Whether the letters are those the words begin with, in order, and perhaps some from inside.

    `begins`: whether a word may begin with this piece of a longer word; by default any may.
    """
    spoken = [word for word in words if word not in folding.STOP]
    return _abbreviates(letters, words, begins) or _abbreviates(letters, spoken, begins)


def _abbreviates(letters: str, words: Sequence[str], begins: Callable[[str], bool]) -> bool:
    if not words or not letters or words[0][0] != letters[0]:
        return False
    places = {(0, 0)}  # where the last letter may stand: which word, and where in it
    for letter in letters[1:]:
        places = {place for at in places for place in _next(at, letter, words, begins)}
    return any(word == len(words) - 1 for word, _at in places)


def _next(
    place: tuple[int, int], letter: str, words: Sequence[str], begins: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    number, at = place
    word = words[number]
    for inside in range(at + 1, len(word)):
        if word[inside] == letter and begins(word[inside:]):
            yield number, inside
    if number + 1 < len(words) and words[number + 1][0] == letter:
        yield number + 1, 0
