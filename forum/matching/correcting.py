"""Corrects typing errors in long words that are known: „Landrastamt“ is „Landratsamt“."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from forum.matching import folding

_ENDINGS = ("", "es", "s", "en", "er")
_SHORTEST = 8
"""Fewer letters, and the word may be another that exists."""


class Corrections:
    """Known words by what is left of them without one letter."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._endings = frozenset(map(folding.without_ending, self._words))
        self._by_rest: dict[str, set[str]] = {}
        for word in self._words:
            if len(word) >= _SHORTEST:
                for rest in _near(word):
                    self._by_rest.setdefault(rest, set()).add(word)

    def of(self, folded: str) -> str | None:
        """The one known word of which this is a typing error: a letter missing, doubled or too
        many, or two letters turned. Never one letter for another, which may make another word."""
        if len(folded) < _SHORTEST - 1 or not folded.isalpha():
            return None
        if folded in self._words or folding.without_ending(folded) in self._endings:
            return None
        for ending in _ENDINGS:
            found = self._word(folded.removesuffix(ending)) if folded.endswith(ending) else None
            if found:
                return found + ending
        return None

    def _word(self, folded: str) -> str | None:
        near = {
            word
            for rest in _near(folded)
            for word in self._by_rest.get(rest, ())
            if _is_error(folded, word) or _is_error(folding.dotless(folded), folding.dotless(word))
        }
        return near.pop() if len(near) == 1 else None


def _near(word: str) -> Iterator[str]:
    """The word, also without dots, and what is left of it without one letter."""
    for spelled in {word, folding.dotless(word)}:
        yield spelled
        for at in range(1, len(spelled)):
            yield spelled[:at] + spelled[at + 1 :]


def _is_error(typed: str, word: str) -> bool:
    if typed[0] != word[0] or typed == word:
        return typed == word
    if len(typed) != len(word):
        return abs(len(typed) - len(word)) == 1 and not _is_ending(typed, word)
    differing = [at for at, letter in enumerate(word) if typed[at] != letter]
    return (
        len(differing) == 2
        and differing[1] == differing[0] + 1
        and typed[differing[0]] == word[differing[1]]
        and typed[differing[1]] == word[differing[0]]
    )


def _is_ending(one: str, other: str) -> bool:
    """Whether only the last letter is more: „Vereine“."""
    return one.startswith(other) or other.startswith(one)
