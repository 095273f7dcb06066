"""Lays the words of two names beside each other: what agrees, how, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from forum.base.text import Text, _
from forum.matching import names, spelling
from forum.matching.dictionary import Dictionary, Role
from forum.matching.names import Name, Word


@dataclass
class Alignment:
    """Which words agree, and which are left on either side."""

    agreed: list[tuple[Word, Word]] = field(default_factory=list)
    left: tuple[list[Word], list[Word]] = field(default_factory=lambda: ([], []))
    reasons: list[Text] = field(default_factory=list)
    """In which words the names differ and still agree."""
    doubts: list[Text] = field(default_factory=list)
    """Where they agree only perhaps."""
    joined: set[Word] = field(default_factory=set)
    """Words of little weight that are written within a longer word on the other side."""


def align(one: Name, other: Name, dictionary: Dictionary) -> Alignment:
    """Pairs equal words first, then joined ones, then those that differ in spelling."""
    found = Alignment(left=(list(one.words), list(other.words)))
    _pair_equal(found)
    _pair_joined(found, one)
    _pair_joined(found, other, turned=True)
    _pair_spelled(found, one, other, dictionary)
    _pair_acronyms(found, one, other)
    return found


def _take(found: Alignment, left: Sequence[Word], right: Sequence[Word]) -> None:
    for rest, words in ((found.left[0], left), (found.left[1], right)):
        for word in words:
            if word in rest:
                rest.remove(word)
            else:
                found.joined.add(word)
    found.agreed.append((left[0], right[0]))


def _pair_equal(found: Alignment) -> None:
    for word in tuple(found.left[0]):
        for match in tuple(found.left[1]):
            if word.folded == match.folded or word.values & match.values:
                _take(found, [word], [match])
                _explain_equal(found, word, match)
                break


def _explain_equal(found: Alignment, one: Word, other: Word) -> None:
    if one.folded == other.folded:
        return
    if one.meaning != other.meaning:
        for word, partner in ((one, other), (other, one)):
            if " / " in word.meaning:
                found.doubts.append(_("“%(short)s” can mean more than one thing", short=word.shown))
                return
            if word.meaning:
                found.reasons.append(
                    _("“%(short)s” means “%(long)s”", short=word.shown, long=partner.shown)
                )
                return
    found.reasons.append(_said_otherwise(one, other))


def _said_otherwise(one: Word, other: Word) -> Text:
    return _("“%(one)s” is “%(other)s”", one=one.shown, other=other.shown)


def _pair_joined(found: Alignment, one: Name, *, turned: bool = False) -> None:
    """Pairs words that stand apart in `one` and joined in `other`: „Jugend-Werkstatt“."""
    mine, theirs = found.left[::-1] if turned else found.left
    for length in (4, 3, 2):
        for at in range(len(one.line) - length + 1):
            words = one.line[at : at + length]
            if not all(word in mine or word.role is Role.WEAK for word in words):
                continue
            joined = "".join(word.folded for word in words)
            same = [w for w in theirs if w.folded == joined or _with_joint(words, w.folded)]
            if same:
                _take(found, *(([same[0]], words) if turned else (words, [same[0]])))
                shown = " ".join(word.shown for word in words)
                found.reasons.append(
                    _("“%(apart)s” is written “%(joined)s”", apart=shown, joined=same[0].shown)
                )


def _with_joint(words: Sequence[Word], joined: str) -> bool:
    """„Integration“ and „Büro“ make „Integrationsbüro“."""
    return len(words) == 2 and joined == f"{words[0].folded}s{words[1].folded}"


def _pair_spelled(found: Alignment, one: Name, other: Name, dictionary: Dictionary) -> None:
    for word in tuple(found.left[0]):
        for match in tuple(found.left[1]):
            said = _spelled(word, match, (one, other), dictionary)
            if said is None:
                continue
            reason, is_sure = said
            (found.reasons if is_sure else found.doubts).append(reason)
            _take(found, [word], [match])
            break


def _spelled(
    one: Word, other: Word, within: tuple[Name, Name], dictionary: Dictionary
) -> tuple[Text, bool] | None:
    """Why two words are one word, and whether that is sure."""
    left, right = one.folded, other.folded
    if spelling.is_inflected(left, right):
        return _said_otherwise(one, other), True
    for adjective, place, name in ((one, other, within[0]), (other, one, within[1])):
        if spelling.is_from(adjective.folded, place.folded) and not place.is_thing:
            return _said_otherwise(one, other), name.words[-1] is not adjective
        if adjective.is_cut and spelling.is_cut(adjective.folded, place.folded):
            return _said_otherwise(one, other), True
    if not one.is_thing and spelling.is_without_dots(left, right):
        return _said_otherwise(one, other), True
    surety = spelling.typing_error(left, right, dictionary)
    if surety:
        said = _(
            "“%(one)s” and “%(other)s” differ by one typing error",
            one=one.shown,
            other=other.shown,
        )
        return said, surety == 1
    if any(other.values & dictionary.similar.get(value, frozenset()) for value in one.values):
        said = _(
            "“%(one)s” and “%(other)s” are often used for each other",
            one=one.shown,
            other=other.shown,
        )
        return said, False
    return None


def _pair_acronyms(found: Alignment, one: Name, other: Name) -> None:
    """Pairs an abbreviation that no dictionary knows with the words that begin with its letters."""
    for mine, name, turned in ((0, other, False), (1, one, True)):
        for word in tuple(found.left[mine]):
            rest = [w for w in name.words if w in found.left[1 - mine]]
            is_stated = word.folded in name.acronyms
            if len(rest) < 1 or not (word.is_acronym or is_stated) or len(word.folded) < 2:
                continue
            run = _run(word.folded, rest)
            if not run:
                continue
            _take(found, *((run, [word]) if turned else ([word], run)))
            said = _(
                "“%(short)s” means “%(long)s”",
                short=word.shown,
                long=" ".join(w.shown for w in run),
            )
            (found.reasons if is_stated else found.doubts).append(said)


def _run(letters: str, words: Sequence[Word]) -> list[Word]:
    """The words, one after another, whose beginnings make the letters."""
    for length in range(len(words), 0, -1):
        for at in range(len(words) - length + 1):
            run = list(words[at : at + length])
            if names.abbreviates(letters, [word.folded for word in run]):
                return run
    return []


def weak_left(one: Name, other: Name, found: Alignment) -> tuple[list[Word], list[Word]]:
    """Words of little weight that only one of the names has."""
    mine = [w for w in one.weak if not any(w.values & v.values for v in other.weak)]
    theirs = [w for w in other.weak if not any(w.values & v.values for v in one.weak)]
    return [w for w in mine if w not in found.joined], [w for w in theirs if w not in found.joined]
