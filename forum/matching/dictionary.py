"""What the words of the field mean: abbreviations, phrases, levels, and words of little weight.

The shipped words stand in `words.toml`; organisers add their own, which count like these.
"""

from __future__ import annotations

import enum
import functools
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

from forum.matching import folding
from forum.matching.correcting import Corrections


class Role(enum.StrEnum):
    """What a word does in a name."""

    BODY = "body"
    """Names an organisation of its own: Caritas, Jobcenter."""
    WORD = "word"
    LEVEL = "level"
    """How far an association reaches: Kreisverband."""
    TERRITORY = "territory"
    """Whose administration it is: Stadt, Landkreis."""
    SUPPORT = "support"
    """Who supports a body and is not it: Förderverein."""
    WEAK = "weak"
    """Says little: left out by one, written by another."""


@dataclass(frozen=True)
class Meaning:
    """What a phrase stands for; `value` is compared, `shown` is said to people."""

    role: Role
    value: str
    shown: str


@dataclass(frozen=True)
class Dictionary:
    """The words of the field; make others with `with_meanings`."""

    phrases: Mapping[str, tuple[Meaning, ...]]
    """By the joined stems of a phrase; several meanings where it is ambiguous."""
    known: frozenset[str]
    """Words that exist, so that none is the typing error of another."""
    things: frozenset[str]
    """Those of them that name a kind of thing, not a people or a country."""
    endings: tuple[str, ...]
    """How words end that name a kind of thing, not a place or a person."""
    parts: frozenset[str]
    """What long words are made of; two words that differ in such a part are different."""
    similar: Mapping[str, frozenset[str]]
    """Words that are often used for each other."""
    tails: frozenset[str] = frozenset()
    """Rivers that stand behind a place."""
    longest: int = 6

    @functools.cached_property
    def peoples(self) -> frozenset[str]:
        """The stems of peoples, faiths and countries."""
        return frozenset(map(folding.stem, self.known - self.things))

    @functools.cached_property
    def known_stems(self) -> frozenset[str]:
        return frozenset(map(folding.stem, self.known))

    def begins_people(self, folded: str) -> bool:
        """Whether a people or a faith begins so: „griech“."""
        return len(folded) >= 3 and any(one.startswith(folded) for one in self.peoples)

    def begins_word(self, folded: str) -> bool:
        """Whether a known word or part of a word stands at the beginning."""
        pieces = (folded[:end] for end in range(3, len(folded) + 1))
        return any(piece in self.parts or piece in self.known for piece in pieces)

    @functools.cached_property
    def corrections(self) -> Corrections:
        return Corrections(self.known)

    def with_meanings(self, pairs: Iterable[tuple[str, str]]) -> Dictionary:
        """A dictionary that also knows of each pair that the first is written for the second."""
        phrases, known = dict(self.phrases), set(self.known)
        for short, long in pairs:
            meanings = _meanings_of(phrases, long)
            for key in keys_of(short):
                phrases[key] = meanings
            for key in keys_of(long):
                phrases.setdefault(key, meanings)
            known |= set(_words(short)) | set(_words(long))
        things = self.things | (known - self.known)
        return replace(self, phrases=phrases, known=frozenset(known), things=things)

    def is_thing(self, folded: str) -> bool:
        """Whether a word names a kind of thing: „Altenpflege“, not „Talbrück“."""
        return folded in self.things or folded.endswith(self.endings)


_NOTHING = Meaning(Role.WORD, "?", "?")
"""Stands first where none of several meanings is the usual one."""


def _meanings_of(phrases: Mapping[str, tuple[Meaning, ...]], long: str) -> tuple[Meaning, ...]:
    if long == _NOTHING.shown:
        return (_NOTHING,)
    known = next((phrases[key] for key in keys_of(long) if key in phrases), None)
    return known or (Meaning(Role.BODY, "".join(_words(long)), long),)


def _words(text: str) -> list[str]:
    words = [token.folded for token in folding.tokens(folding.tidy(text))]
    return [word for word in words if word not in folding.STOP] or words


def keys_of(phrase: str) -> Iterator[str]:
    """Under which keys a phrase is found, written apart or joined."""
    words = _words(phrase)
    yield "".join(map(folding.stem, words))
    yield folding.stem("".join(words))


@functools.cache
def default() -> Dictionary:
    """The shipped words."""
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return read(tomllib.loads(text))


def read(words: Mapping[str, Any]) -> Dictionary:
    """A dictionary from the sections of `words.toml`."""
    phrases: dict[str, tuple[Meaning, ...]] = {}
    known = {word for text in words["known"] for word in _words(text)}
    peoples = {word for text in words["peoples"] for word in _words(text)}
    for role in Role:
        for shown, variants in words.get(role, {}).items():
            meaning = Meaning(role, "".join(_words(shown)), shown)
            for phrase in (shown, *variants):
                known |= set(_words(phrase))
                for key in keys_of(phrase):
                    phrases[key] = tuple(dict.fromkeys((*phrases.get(key, ()), meaning)))
    for short, longs in words["ambiguous"].items():
        several = [meaning for long in longs for meaning in _meanings_of(phrases, long)]
        phrases |= dict.fromkeys(keys_of(short), tuple(dict.fromkeys(several)))
    return Dictionary(
        phrases,
        frozenset(known | peoples),
        frozenset(known - peoples),
        tuple(folding.fold(one) for one in words["endings"]),
        frozenset(folding.fold(one) for one in (*words["parts"], *words["endings"])),
        dict(_similar(words["similar"])),
        frozenset(folding.fold(one) for one in words["tails"]),
    )


def _similar(groups: Iterable[Iterable[str]]) -> Iterator[tuple[str, frozenset[str]]]:
    for group in groups:
        words = frozenset("".join(_words(one)) for one in group)
        for word in words:
            yield word, words
