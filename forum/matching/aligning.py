"""Lays the words of two names beside each other: what agrees, how, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from forum.base.text import Text, _
from forum.matching import folding, likening, names, spelling
from forum.matching.dictionary import Dictionary, Role
from forum.matching.likening import Said
from forum.matching.names import WORDS, Name, Word
from forum.matching.spelling import Surety

_JOINTS = ("", "s", "n", "en", "e", "er", "es")


@dataclass
class Alignment:
    """Which words agree, and which are left on either side."""

    left: tuple[list[Word], list[Word]]
    agreed: list[tuple[Word, Word]] = field(default_factory=list)
    reasons: list[Text] = field(default_factory=list)
    """In which words the names differ and still agree."""
    doubts: list[Text] = field(default_factory=list)
    """Where they agree only perhaps."""
    joined: set[Word] = field(default_factory=set)
    """Words of little weight that are written within a longer word on the other side."""

    def take(self, mine: Sequence[Word], theirs: Sequence[Word], *, turned: bool = False) -> None:
        """Notes that these words agree; `turned`: the first are those of the second name."""
        if turned:
            mine, theirs = theirs, mine
        for rest, words in zip(self.left, (mine, theirs), strict=True):
            for word in words:
                if word in rest:
                    rest.remove(word)
                else:
                    self.joined.add(word)
        self.agreed.append((mine[0], theirs[0]))

    def note(self, said: Said | None) -> None:
        """Keeps what was said about words that agree, if there is anything to say."""
        if said:
            reason, is_sure = said
            (self.reasons if is_sure else self.doubts).append(reason)


def align(one: Name, other: Name, dictionary: Dictionary) -> Alignment:
    """Pairs equal words first, then joined ones, then those that differ in spelling."""
    found = Alignment((list(one.words), list(other.words)))
    _pair_equal(found)
    if any(found.left):
        _pair_joined(found, one, dictionary, turned=False)
        _pair_joined(found, other, dictionary, turned=True)
    if all(found.left):
        _pair_spelled(found, one, other, dictionary)
        _pair_acronyms(found, one, other, dictionary)
    return found


def _pair_equal(found: Alignment) -> None:
    mine, theirs = found.left
    for word in tuple(mine):
        same = next((w for w in theirs if word.folded == w.folded or word.values & w.values), None)
        if same:
            found.take([word], [same])
            found.note(likening.equal(word, same))


def _pair_joined(found: Alignment, one: Name, dictionary: Dictionary, *, turned: bool) -> None:
    """Pairs words that stand apart in `one` and joined in the other: „Jugend-Werkstatt“."""
    mine, theirs = found.left[::-1] if turned else found.left
    for length in (4, 3, 2):
        for at in range(len(one.line) - length + 1):
            words = one.line[at : at + length]
            if not _may_join(words, mine):
                continue
            for word in tuple(theirs):
                surety = _joins(words, word, dictionary)
                if surety:
                    found.take(words, [word], turned=turned)
                    shown = " ".join(word.shown for word in words)
                    said = _("“%(apart)s” is written “%(joined)s”", apart=shown, joined=word.shown)
                    found.note((said, surety is Surety.YES))
                    break


def _joins(words: Sequence[Word], joined: Word, dictionary: Dictionary) -> Surety:
    """How surely one long word is made of these words."""
    together = "".join(word.folded for word in words)
    if joined.folded in {together, "s".join(word.folded for word in words)}:
        return Surety.YES
    if joined.folded in _turned_round(words):
        return Surety.YES if words[0].role is Role.TERRITORY else Surety.PERHAPS
    return spelling.typing_error(together, joined.folded, dictionary)


def _may_join(words: Sequence[Word], left: Sequence[Word]) -> bool:
    """Whether at least one of the words is left, and the others are left or carry no weight."""
    is_left = [word in left for word in words]
    return any(is_left) and all(
        one or word.role not in WORDS for one, word in zip(is_left, words, strict=True)
    )


def _turned_round(words: Sequence[Word]) -> set[str]:
    """„Notruf für Frauen“ as „Frauennotruf“, which is perhaps the same."""
    if len(words) != 2:
        return set()
    head, of = words[0].folded, words[1].folded
    return {f"{part}{joint}{head}" for part in (of, folding.stem(of)) for joint in _JOINTS}


def _pair_spelled(found: Alignment, one: Name, other: Name, dictionary: Dictionary) -> None:
    mine, theirs = found.left
    for word in tuple(mine):
        for match in tuple(theirs):
            said = likening.spelled(word, match, (one, other), dictionary)
            if said:
                found.take([word], [match])
                found.note(said)
                break


def _pair_acronyms(found: Alignment, one: Name, other: Name, dictionary: Dictionary) -> None:
    """Pairs an abbreviation that no dictionary knows with the words that begin with its letters."""
    for turned, theirs in ((False, other), (True, one)):
        for word in tuple(found.left[turned]):
            rest = [w for w in theirs.words if w in found.left[not turned]]
            is_stated = word.folded in theirs.acronyms
            if not is_stated and not (word.is_acronym and len(word.folded) >= 2):
                continue
            capitals = folding.fold("".join(filter(str.isupper, word.shown)))
            run = _run(word.folded, rest) or _run(capitals, rest)
            if run:
                found.take([word], run, turned=turned)
                long = " ".join(w.shown for w in run)
                is_sure = len(word.folded) >= 3 and names.abbreviates(
                    capitals, [w.folded for w in run], dictionary.begins_word
                )
                found.note((likening.stands_for(word.shown, long), is_stated or is_sure))


def _run(letters: str, words: Sequence[Word]) -> Sequence[Word]:
    """The words, one after another, whose beginnings make the letters."""
    for length in range(len(words), 0, -1):
        for at in range(len(words) - length + 1):
            run = words[at : at + length]
            if names.abbreviates(letters, [word.folded for word in run]):
                return run
    return ()


def weak_left(one: Name, other: Name, found: Alignment) -> tuple[list[Word], list[Word]]:
    """Words of little weight that only one of the names has."""
    return _weak_of(one, other, found), _weak_of(other, one, found)


def _weak_of(one: Name, other: Name, found: Alignment) -> list[Word]:
    others = {value for word in other.weak for value in word.values}
    return [word for word in one.weak if not word.values & others and word not in found.joined]
