"""Reads a name as people write it into its words and what they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from forum.matching import folding, legal, names
from forum.matching.dictionary import Dictionary, Meaning, Role
from forum.matching.folding import Token
from forum.matching.names import Name, Word

_NEAR_RIVER = frozenset({"am", "an", "a", "bei", "b", "ob", "der", "d"})
_BESIDE = frozenset({"am", "zum", "zur", "beim"})
_FOR = frozenset({"fuer", "f", "for"})
_ACRONYM = re.compile(r"[^\W\d_]*[A-ZÄÖÜ][^\W\d_]*[A-ZÄÖÜ]")
_MUNICIPAL = re.compile(r"(stadt|kreis)s?(\w{4,}amt)")
_OFFICES = frozenset({"amt", "ministerium"})
_OF = {"stadt": "stadt", "kreis": "landkreis"}
_AND = {"und", "u"}
_OF_PEOPLE = re.compile(r"(?:isch|lich|orthodox|ev|kath)(?:e|en|er)?$")
_BRACKET = re.compile(r"\(([^()]{2,12})\)")


def read(text: str, dictionary: Dictionary) -> Name:
    """What the name says, with the words of the dictionary; any text is a name."""
    tidied = folding.tidy(text)
    right, typed = _corrected(tidied, dictionary)
    rest, forms = legal.taken(right)
    rest, stated = _stated(rest)
    found = folding.tokens(rest) or folding.tokens(right)
    plain = " ".join(token.folded for token in found)
    found = [
        replace(token, raw=typed[token.folded], is_mistyped=True)
        if token.folded in typed
        else token
        for token in found
    ]
    parts = _Parts(dictionary, found, is_shouted=len(found) > 1 and rest.isupper())
    return Name(
        text,
        plain,
        words=_once(parts.of(Role.BODY, Role.WORD)),
        weak=_once(parts.of(Role.WEAK)),
        line=_once(parts.words),
        levels=_once(parts.of(Role.LEVEL)),
        territories=_once(parts.of(Role.TERRITORY)),
        supports=_once(parts.of(Role.SUPPORT)),
        numbers=tuple(sorted(parts.numbers)),
        forms=forms,
        acronyms=stated,
    )


def _corrected(text: str, dictionary: Dictionary) -> tuple[str, dict[str, str]]:
    """The text without typing errors in known words, and what was typed for each."""
    typed = {}
    for token in folding.tokens(text):
        right = dictionary.corrections.of(token.folded)
        if right:
            typed[right] = token.raw
            text = text.replace(token.raw, right)
    return text, typed


def _once(words: Sequence[Word]) -> tuple[Word, ...]:
    return tuple({word.values: word for word in reversed(words)}.values())[::-1]


def _stated(text: str) -> tuple[str, frozenset[str]]:
    """The name without an abbreviation of itself in brackets, „Migrantenrat (MR)“, and this."""
    stated = set()
    for found in _BRACKET.finditer(text):
        words = [token.folded for token in folding.tokens(text[: found.start()])]
        letters = folding.fold(found[1].replace(".", "").strip())
        if letters.isalpha() and any(
            names.abbreviates(letters, words[:end]) for end in range(len(words), 0, -1)
        ):
            stated.add(letters)
            text = text.replace(found[0], " ")
    return text, frozenset(stated)


class _Parts:
    """The words of a name, sorted by what they do in it."""

    def __init__(
        self, dictionary: Dictionary, tokens: Sequence[Token], *, is_shouted: bool
    ) -> None:
        self.dictionary, self.is_shouted = dictionary, is_shouted
        self.words: list[Word] = []
        self.numbers: list[str] = []
        kept = [i for i, token in enumerate(tokens) if not self._is_small(token)]
        kept = kept or list(range(len(tokens)))
        self.line = [tokens[i] for i in kept]
        self.before = [tokens[i - 1].folded if i else "" for i in kept]
        self.stems = [folding.stem(token.folded) for token in self.line]
        self.full = [self._written_out(stem) for stem in self.stems]
        at = 0
        while at < len(self.line):
            at += self._phrase(at) or self._office(at) or self._single(at)

    def _is_small(self, token: Token) -> bool:
        """Whether a word says nothing here; „a.“ is such a word, shortened."""
        is_letter = token.is_cut and len(token.folded) == 1
        return token.folded in folding.STOP or (is_letter and token.raw.islower())

    def of(self, *roles: Role) -> list[Word]:
        return [word for word in self.words if word.role in roles]

    def _phrase(self, at: int) -> int:
        """Takes the longest phrase of the dictionary that begins here; how many words it has."""
        phrases = self.dictionary.phrases
        for length in range(min(self.dictionary.longest, len(self.line) - at), 0, -1):
            end = at + length
            meanings = phrases.get("".join(self.stems[at:end]))
            if meanings is None and length > 1:
                meanings = phrases.get("".join(self.full[at:end]))
            if meanings is None and length > 1:
                joined = "".join(token.folded for token in self.line[at:end])
                meanings = phrases.get(folding.stem(joined))
            if meanings and not (length == 1 and self._is_office(at)):
                self._mean(meanings, self.line[at:end], is_tied=self._is_tied(end))
                return length
        return 0

    def _written_out(self, stem: str) -> str:
        """„kath“ as „katholisch“, as a phrase has it."""
        meanings = self.dictionary.phrases.get(stem, ())
        is_plain = len(meanings) == 1 and meanings[0].role is Role.WORD
        return folding.stem(meanings[0].value) if is_plain else stem

    def _is_tied(self, at: int) -> bool:
        return at < len(self.line) and self.line[at].is_tied

    def _mean(
        self, meanings: Sequence[Meaning], tokens: Sequence[Token], *, is_tied: bool = False
    ) -> None:
        folded = "".join(token.folded for token in tokens)
        usual = meanings[0].value
        meanings = [one for one in meanings if one.value != "?"]
        values = frozenset(meaning.value for meaning in meanings)
        first = meanings[0]
        is_new = folding.stem(folded) not in map(folding.stem, values)
        role = self._role(first)
        is_thing = role is Role.BODY or (
            role is Role.WORD and self.dictionary.is_thing(first.value)
        )
        word = Word(
            values,
            " ".join(token.raw for token in tokens),
            folded,
            role,
            is_thing,
            usual=usual,
            is_mistyped=any(token.is_mistyped for token in tokens),
            is_tied=is_tied,
            meaning=" / ".join(meaning.shown for meaning in meanings) if is_new else "",
        )
        self.words.append(word)

    def _role(self, meaning: Meaning) -> Role:
        """What a word does here: in „Jüdische Gemeinde“ the second is no administration."""
        is_ruled = meaning.role is Role.TERRITORY and meaning.value == "gemeinde"
        if is_ruled and self.words and self._is_of_people(self.words[-1]):
            return Role.WORD
        return meaning.role

    def _is_of_people(self, word: Word) -> bool:
        """„Griechische“, also shortened: „Griech.“"""
        is_begun = word.is_cut and self.dictionary.begins_people(word.folded)
        return is_begun or bool(_OF_PEOPLE.search(word.folded))

    def _office(self, at: int) -> int:
        """Reads „Amt für Ausländerwesen“ as „Ausländerwesenamt“, as it is said too."""
        if not self._is_office(at):
            return 0
        kind, of = self.line[at], self.line[at + 1]
        parts = (of.folded, folding.stem(of.folded))
        values = frozenset(f"{part}{joint}{kind.folded}" for part in parts for joint in ("", "s"))
        shown = f"{kind.raw} für {of.raw}"
        self.words.append(Word(values, shown, f"{of.folded}{kind.folded}", is_thing=True))
        return 2

    def _is_office(self, at: int) -> bool:
        is_kind = self.line[at].folded in _OFFICES and at + 1 < len(self.line)
        is_for_more = at + 2 < len(self.line) and self.before[at + 2] in _AND
        return is_kind and self.before[at + 1] in _FOR and not is_for_more

    def _single(self, at: int) -> int:
        token = self.line[at]
        if any(letter.isdigit() for letter in token.folded) or _is_letter(token):
            self.numbers.append(token.folded)
        elif self.before[at] in _NEAR_RIVER and token.folded in self.dictionary.tails:
            values = frozenset({token.folded})
            self.words.append(Word(values, token.raw, token.folded, Role.WEAK))
        elif municipal := _MUNICIPAL.fullmatch(token.folded):
            self._municipal(token, *municipal.groups())
        else:
            self.words.append(self._plain(at))
        return 1

    def _municipal(self, token: Token, whose: str, office: str) -> None:
        """Reads „Stadtjugendamt“ as „Stadt“ and „Jugendamt“."""
        self.words.append(Word(frozenset({_OF[whose]}), token.raw, whose, Role.TERRITORY))
        unknown = (Meaning(Role.WORD, office, office),)
        meanings = self.dictionary.phrases.get(folding.stem(office), unknown)
        self._mean(meanings, [Token(token.raw, office)])

    def _plain(self, at: int) -> Word:
        token = self.line[at]
        tied = {self.line[at - 1].folded} if at and token.is_tied else set()
        if at + 1 < len(self.line) and self.line[at + 1].is_tied:
            tied.add(self.line[at + 1].folded)
        is_acronym = len(token.raw) <= 8 and bool(_ACRONYM.match(token.raw))
        return Word(
            frozenset({token.folded}),
            token.raw,
            token.folded,
            is_thing=self.dictionary.is_thing(token.folded),
            is_cut=token.is_cut,
            is_beside=self.before[at] in _BESIDE,
            is_mistyped=token.is_mistyped,
            is_acronym=is_acronym and not self.is_shouted,
            tied=frozenset(tied),
        )


def _is_letter(token: Token) -> bool:
    """„Haus A“: one letter is a name, „a.“ a shortened word."""
    return len(token.folded) == 1 and not token.is_cut
