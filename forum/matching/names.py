"""Reads a name: its words with their meaning, and what is said beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from forum.matching import folding, legal
from forum.matching.dictionary import Dictionary, Meaning, Role
from forum.matching.folding import Token

_NEAR_RIVER = frozenset({"am", "an", "a", "bei", "b", "ob", "der", "d"})
_FOR = frozenset({"fuer", "f", "for"})
_ACRONYM = re.compile(r"[^\W\d_]*[A-ZÄÖÜ][^\W\d_]*[A-ZÄÖÜ]")
_MUNICIPAL = re.compile(r"(stadt|kreis)s?(\w{4,}amt)")
_OF = {"stadt": "stadt", "kreis": "landkreis"}
_BRACKET = re.compile(r"\(([^()]{2,12})\)")


@dataclass(frozen=True)
class Word:
    """A word or phrase of a name: what it may mean, and how it was written."""

    values: frozenset[str]
    shown: str
    folded: str
    role: Role
    is_thing: bool = False
    """It names a kind of thing or a known body, not a place or a person."""
    is_cut: bool = False
    is_acronym: bool = False
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
    """Words and weak words as they follow each other."""
    levels: tuple[Word, ...] = ()
    territories: tuple[Word, ...] = ()
    supports: tuple[Word, ...] = ()
    numbers: tuple[str, ...] = ()
    forms: frozenset[str] = frozenset()
    acronyms: frozenset[str] = frozenset()
    """Abbreviations that the name itself gives in brackets."""

    @property
    def has_thing(self) -> bool:
        return any(word.is_thing for word in self.words)


def read(text: str, dictionary: Dictionary) -> Name:
    """What the name says, with the words of the dictionary; any text is a name."""
    known = dictionary.cache.get(text)
    if known is None:
        if len(dictionary.cache) > 50_000:
            dictionary.cache.clear()
        known = dictionary.cache[text] = _read(text, dictionary)
    return known


def _read(text: str, dictionary: Dictionary) -> Name:
    tidied = folding.tidy(text)
    rest, forms = legal.taken(tidied)
    rest, stated = _stated(rest)
    found = folding.tokens(rest) or folding.tokens(tidied)
    plain = " ".join(token.folded for token in found)
    parts = _Parts(dictionary)
    parts.take(found, is_shouted=rest.isupper())
    return Name(
        text,
        plain,
        _once(parts.by_role[Role.WORD]),
        _once(parts.by_role[Role.WEAK]),
        _once(parts.line),
        _once(parts.by_role[Role.LEVEL]),
        _once(parts.by_role[Role.TERRITORY]),
        _once(parts.by_role[Role.SUPPORT]),
        tuple(sorted(set(parts.numbers))),
        forms,
        stated,
    )


def _once(words: Sequence[Word]) -> tuple[Word, ...]:
    return tuple({word.values: word for word in reversed(words)}.values())[::-1]


def _stated(text: str) -> tuple[str, frozenset[str]]:
    """The name without an abbreviation of itself in brackets, „Migrantenrat (MR)“, and this."""
    stated = set()
    for found in _BRACKET.finditer(text):
        before = folding.tokens(text[: found.start()])
        letters = folding.fold(found[1].replace(".", "").strip())
        if before and letters.isalpha() and abbreviates(letters, [t.folded for t in before]):
            stated.add(letters)
            text = text.replace(found[0], " ")
    return text, frozenset(stated)


def abbreviates(letters: str, words: Sequence[str]) -> bool:
    """Whether the letters are those the words begin with, in order, and some from inside them."""
    words = [word for word in words if word not in folding.STOP or word[0] in letters]
    return _abbreviates(letters, words) or _abbreviates(
        letters, [w for w in words if w not in folding.STOP]
    )


def _abbreviates(letters: str, words: Sequence[str]) -> bool:
    if not words:
        return not letters
    if not letters or letters[0] != words[0][0]:
        return False
    inside, left = words[0][1:], letters[1:]
    while True:
        if _abbreviates(left, words[1:]):
            return True
        if not left or (at := inside.find(left[0])) < 0:
            return False
        inside, left = inside[at + 1 :], left[1:]


class _Parts:
    """Sorts the words of a name by what they do in it."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self.by_role: dict[Role, list[Word]] = {role: [] for role in Role}
        self.line: list[Word] = []
        self.numbers: list[str] = []

    def take(self, tokens: Sequence[Token], *, is_shouted: bool) -> None:
        kept = [
            (i, t)
            for i, t in enumerate(tokens)
            if t.folded not in folding.STOP or self._is_letter(t)
        ]
        if not kept:
            kept = list(enumerate(tokens))
        before = [tokens[i - 1].folded if i else "" for i, _token in kept]
        line = [token for _i, token in kept]
        stems = [folding.stem(token.folded) for token in line]
        at = 0
        while at < len(line):
            at += (
                self._phrase(line, stems, at)
                or self._office(line, before, at)
                or self._single(line[at], before[at], is_shouted)
            )

    @staticmethod
    def _is_letter(token: Token) -> bool:
        """„Haus A“: one capital letter is a name, „a.“ a shortened word."""
        return len(token.raw) == 1 and token.raw.isupper() and not token.is_cut

    def _phrase(self, line: Sequence[Token], stems: Sequence[str], at: int) -> int:
        """Takes the longest phrase of the dictionary that begins here; how many words it has."""
        for length in range(min(self.dictionary.longest, len(line) - at), 0, -1):
            key = "".join(stems[at : at + length])
            meanings = self.dictionary.phrases.get(key)
            if meanings is None and length > 1:
                key = folding.stem("".join(token.folded for token in line[at : at + length]))
                meanings = self.dictionary.phrases.get(key)
            if meanings:
                self._mean(meanings, line[at : at + length])
                return length
        return 0

    def _mean(self, meanings: Sequence[Meaning], tokens: Sequence[Token]) -> None:
        shown = " ".join(token.raw for token in tokens)
        folded = "".join(token.folded for token in tokens)
        values = frozenset(meaning.value for meaning in meanings)
        role = meanings[0].role
        said = " / ".join(meaning.shown for meaning in meanings)
        is_new = folding.stem(folded) not in map(folding.stem, values)
        is_thing = role in (Role.BODY, Role.WORD) and (
            role is Role.BODY or self.dictionary.is_thing(meanings[0].value)
        )
        word = Word(values, shown, folded, role, is_thing, meaning=said if is_new else "")
        self._add(word)

    def _office(self, line: Sequence[Token], before: Sequence[str], at: int) -> int:
        """Reads „Amt für Ausländerwesen“ as „Ausländerwesenamt“, as it is said too."""
        if line[at].folded != "amt" or at + 1 == len(line) or before[at + 1] not in _FOR:
            return 0
        of = line[at + 1].folded
        values = {f"{part}{joint}amt" for part in (of, folding.stem(of)) for joint in ("", "s")}
        shown = f"{line[at].raw} für {line[at + 1].raw}"
        self._add(Word(frozenset(values), shown, f"{of}amt", Role.WORD, is_thing=True))
        return 2

    def _single(self, token: Token, before: str, is_shouted: bool) -> int:
        folded = token.folded
        municipal = _MUNICIPAL.fullmatch(folded)
        if any(letter.isdigit() for letter in folded) or self._is_letter(token):
            self.numbers.append(folded)
        elif before in _NEAR_RIVER and folded in self.dictionary.tails:
            self._add(self._word(token, folded, Role.WEAK))
        elif municipal:
            territory = Word(
                frozenset({_OF[municipal[1]]}), municipal[1].title(), municipal[1], Role.TERRITORY
            )
            self._add(territory)
            office = Meaning(Role.WORD, municipal[2], municipal[2])
            meanings = self.dictionary.phrases.get(folding.stem(municipal[2]), (office,))
            self._mean(meanings, [Token(token.raw, municipal[2])])
        else:
            is_acronym = not is_shouted and len(folded) <= 6 and bool(_ACRONYM.match(token.raw))
            self._add(self._word(token, folded, Role.WORD, is_acronym))
        return 1

    def _add(self, word: Word) -> None:
        role = Role.WORD if word.role is Role.BODY else word.role
        self.by_role[role].append(word)
        if role in (Role.WORD, Role.WEAK):
            self.line.append(word)

    def _word(self, token: Token, folded: str, role: Role, is_acronym: bool = False) -> Word:
        is_thing = self.dictionary.is_thing(folded)
        return Word(
            frozenset({folded}), token.raw, folded, role, is_thing, token.is_cut, is_acronym
        )
