"""Finds the entries of a register that a name may mean, without comparing it with every one."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from forum.matching import folding, judging, reading, spelling
from forum.matching.dictionary import Dictionary
from forum.matching.judging import Kind, Verdict
from forum.matching.names import Name

_COMPARED = 60
"""How many entries, those that share the rarest words, are compared in full."""
_ORDER = {Kind.SAME: 0, Kind.MAYBE: 1, Kind.PART_OF: 2}


@dataclass(frozen=True)
class Entry:
    """An entry of the register: its names and aliases, and its place, should they not say so."""

    id: int
    names: tuple[str, ...]
    place: str = ""


@dataclass(frozen=True)
class Suggestion:
    """An entry that a name may mean, by which of its names, and why."""

    id: int
    name: str
    verdict: Verdict


class Index:
    """The entries of a register by their words. Entries come and go one by one."""

    def __init__(self, entries: Iterable[Entry] = (), *, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._entries: dict[int, list[Name]] = {}
        self._by_key: dict[str, set[int]] = defaultdict(set)
        self._by_start: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            self.add(entry)

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entry: Entry) -> None:
        """Adds an entry, or puts it in place of the one with this id."""
        self.remove(entry.id)
        read = [reading.read(text, self._dictionary) for text in _spellings(entry)]
        self._entries[entry.id] = read
        for name in read:
            for key in _keys(name):
                self._by_key[key].add(entry.id)
                self._by_start[key[:1]].add(key)

    def remove(self, id: int) -> None:  # noqa: A002 - it is the entry's name for it
        """Takes an entry out; nothing happens where there is none."""
        for name in self._entries.pop(id, ()):
            for key in _keys(name):
                entries = self._by_key.get(key, set())
                entries.discard(id)
                if not entries:
                    self._by_key.pop(key, None)
                    self._by_start[key[:1]].discard(key)

    def suggest(self, text: str, limit: int = 3) -> list[Suggestion]:
        """The entries that the text most likely means: same first, then maybe, then parts."""
        name = reading.read(text, self._dictionary)
        found = []
        for id, closeness in self._candidates(name):  # noqa: A001
            best = min(
                (self._suggestion(id, name, known) for known in self._entries[id]),
                key=_rank,
            )
            if best.verdict.kind in _ORDER:
                found.append((_rank(best), -closeness, id, best))
        return [best for *_order, best in heapq.nsmallest(limit, found, key=lambda one: one[:3])]

    def _suggestion(self, id: int, name: Name, known: Name) -> Suggestion:  # noqa: A002
        return Suggestion(id, known.text, judging.compare(name, known, self._dictionary))

    def _candidates(self, name: Name) -> list[tuple[int, float]]:
        """The entries that share the rarest words with the name, and how much they share."""
        weights: dict[int, float] = defaultdict(float)
        for key, share in self._near_keys(name).items():
            entries = self._by_key[key]
            weight = share * math.log(1 + len(self._entries) / len(entries))
            for id in entries:  # noqa: A001
                weights[id] += weight
        return heapq.nlargest(_COMPARED, weights.items(), key=lambda one: one[1])

    def _near_keys(self, name: Name) -> dict[str, float]:
        near = {}
        for key in set(_keys(name)):
            if key in self._by_key:
                near[key] = 1.0
            if len(key) >= 6:
                for other in self._by_start[key[:1]]:
                    if (
                        other != key
                        and abs(len(other) - len(key)) <= 1
                        and spelling.is_near(key, other)
                    ):
                        near.setdefault(other, 0.8)
        return near


def _rank(one: Suggestion) -> int:
    return _ORDER.get(one.verdict.kind, len(_ORDER))


def _spellings(entry: Entry) -> Iterator[str]:
    place = folding.fold(entry.place)
    for text in entry.names:
        yield text
        if place and place not in folding.fold(text):
            yield f"{text} {entry.place}"


def _keys(name: Name) -> Iterator[str]:
    """Under which words a name is found: each, and neighbours joined as they may be written."""
    words = name.words or name.weak
    for word in words:
        for value in word.values:
            yield folding.stem(value)
        yield folding.stem(word.folded)
    for first, second in pairwise(words):
        yield folding.stem(first.folded + second.folded)
    for word in (*name.territories, *name.levels) if not words else ():
        yield from word.values
    yield from name.acronyms
