"""Finds the entries of a register that a name may mean, without comparing it with every one."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from forum.base.text import _
from forum.matching import folding, judging, names, reading, spelling
from forum.matching.dictionary import Dictionary
from forum.matching.judging import Kind, Verdict
from forum.matching.names import Name

_COMPARED = 60
"""How many entries, those that share the rarest words, are compared in full."""
_LOOKED_THROUGH = 1000
"""How many entries are looked through for what an abbreviation stands for."""
_TYPED = 6
"""Words of so many letters are also looked for with one typing error."""
_ORDER = {Kind.SAME: 0, Kind.MAYBE: 1, Kind.PART_OF: 2, Kind.DIFFERENT: 3}


@dataclass(frozen=True)
class Entry:
    """An entry of the register: its names and aliases, and its place, should they not say so."""

    id: int
    names: tuple[str, ...]
    place: str = ""


@dataclass(frozen=True)
class Suggestion:
    """An entry that a name may mean, by which of its names, and why.

    Of "part_of" `verdict.part` says which is the part: 0 what was typed, 1 the entry.
    """

    id: int
    name: str
    verdict: Verdict


class Index:
    """The entries of a register by their words. Entries come and go one by one."""

    def __init__(self, entries: Iterable[Entry] = (), *, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._entries: dict[int, list[Name]] = {}
        self._by_key: dict[str, set[int]] = defaultdict(set)
        self._by_shape: dict[tuple[str, int], set[str]] = defaultdict(set)
        for entry in entries:
            self.add(entry)

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entry: Entry) -> None:
        """Adds an entry, or puts it in place of the one with this id."""
        self.remove(entry.id)
        self._entries[entry.id] = list(self._names(entry))
        for key in self._keys_of(entry.id):
            self._by_key[key].add(entry.id)
            self._by_shape[_shape(key)].add(key)

    def remove(self, id: int) -> None:  # noqa: A002 - it is the entry's name for it
        """Takes an entry out; nothing happens where there is none."""
        for key in self._keys_of(id):
            self._by_key[key].discard(id)
            if not self._by_key[key]:
                del self._by_key[key]
                self._by_shape[_shape(key)].discard(key)
        self._entries.pop(id, None)

    def suggest(self, text: str, limit: int = 3) -> list[Suggestion]:
        """The entries that the text most likely means: same first, then maybe, then parts.

        Two entries are two organisations. Where several would be the same, only the one that is
        spelled like the text is; without it, each of them is a "maybe".
        """
        name = reading.read(text, self._dictionary)
        found = []
        for known, closeness in self._candidates(name):
            compared = [self._compared(known, name, own) for own in self._entries[known]]
            best = min(compared, key=_rank)
            if best.verdict.kind is not Kind.DIFFERENT:
                found.append((_rank(best), -closeness, known, best))
        ordered = [best for *_order, best in sorted(found, key=lambda one: one[:3])]
        return self._with_one_same(name, ordered)[:limit]

    def _with_one_same(self, name: Name, ordered: list[Suggestion]) -> list[Suggestion]:
        same = [one for one in ordered if one.verdict.kind is Kind.SAME]
        if len(same) < 2:
            return ordered
        alike = [one for one in same if self._is_spelled(name, one)]
        kept = alike if len(alike) == 1 else []
        asked = [_asked_about(one) for one in same if one not in kept]
        return [*kept, *asked, *ordered[len(same) :]]

    def _is_spelled(self, name: Name, one: Suggestion) -> bool:
        return reading.read(one.name, self._dictionary).plain == name.plain

    def _names(self, entry: Entry) -> Iterator[Name]:
        """Its names; one that says neither place nor person only together with its place."""
        for text in entry.names:
            name = reading.read(text, self._dictionary)
            has_place = folding.fold(entry.place) in folding.fold(text)
            if has_place or any(not word.is_thing for word in name.words):
                yield name
            if not has_place:
                placed = reading.read(f"{text} {entry.place}", self._dictionary)
                yield placed

    def _keys_of(self, known: int) -> set[str]:
        return {key for name in self._entries.get(known, ()) for key in _keys(name)}

    def _compared(self, known: int, name: Name, own: Name) -> Suggestion:
        return Suggestion(known, own.text, judging.compare(name, own, self._dictionary))

    def _candidates(self, name: Name) -> list[tuple[int, float]]:
        """The entries that share the rarest words with the name, and how much they share."""
        weights: dict[int, float] = defaultdict(float)
        for key, share in self._near(name).items():
            entries = self._by_key[key]
            weight = share * math.log(1 + len(self._entries) / len(entries))
            for known in entries:
                weights[known] += weight
        self._weigh_abbreviated(name, weights)
        return heapq.nlargest(_COMPARED, weights.items(), key=lambda one: one[1])

    def _weigh_abbreviated(self, name: Name, weights: dict[int, float]) -> None:
        """Lets those come first of the entries that share a word whose other words, one after the
        other, have the letters of an abbreviation in the name; or the other way round."""
        short = _abbreviations(name)
        near = heapq.nlargest(_LOOKED_THROUGH, weights.items(), key=lambda one: one[1])
        for known, _weight in near:
            for own in self._entries[known]:
                if any(_runs(letters, own) for letters in short) or any(
                    _runs(letters, name) for letters in _abbreviations(own)
                ):
                    weights[known] += math.log(1 + len(self._entries))

    def _near(self, name: Name) -> dict[str, float]:
        """The words of the register that are in the name, or in it but for one typing error."""
        own = set(_keys(name))
        near = {key: 1.0 for key in own if key in self._by_key}
        for key in own:
            for length in range(len(key) - 1, len(key) + 2) if len(key) >= _TYPED else ():
                for other in self._by_shape.get((key[0], length), ()):
                    if other not in near and spelling.is_near(key, other):
                        near[other] = 0.8
        return near


def _abbreviations(name: Name) -> list[str]:
    return [word.folded for word in name.words if word.is_acronym and len(word.folded) > 1]


def _runs(letters: str, name: Name) -> bool:
    """Whether words of a name that follow each other begin with the letters, or hold them."""
    folded = [word.folded for word in name.words]
    starts = [at for at, word in enumerate(folded) if word[0] == letters[0]]
    return any(
        names.abbreviates(letters, folded[at:end])
        for at in starts
        for end in range(at + 1, min(len(folded), at + len(letters)) + 1)
    )


def _asked_about(one: Suggestion) -> Suggestion:
    several = _("Several entries may be meant")
    verdict = replace(one.verdict, kind=Kind.MAYBE, reasons=(several, *one.verdict.reasons))
    return replace(one, verdict=verdict)


def _rank(one: Suggestion) -> int:
    return _ORDER[one.verdict.kind]


def _shape(key: str) -> tuple[str, int]:
    return key[0], len(key)


def _keys(name: Name) -> Iterator[str]:
    """Under which words a name is found: each, and neighbours joined as they may be written."""
    words = name.words or name.line
    for word in words:
        yield from map(folding.stem, word.values)
        yield folding.stem(word.folded)
    for first, second in pairwise(name.line):
        yield folding.stem(first.folded + second.folded)
    yield from name.acronyms
    yield from name.numbers
