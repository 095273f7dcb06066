"""Whether two names mean one organisation, perhaps, a part of it, or two; and why, in words."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from forum.base.text import Text, _
from forum.matching import apart, leftover, legal, reading
from forum.matching.aligning import Alignment, align, weak_left
from forum.matching.dictionary import Dictionary
from forum.matching.likening import often_exchanged
from forum.matching.names import Name, Word


class Kind(enum.StrEnum):
    """What two names are to each other."""

    SAME = "same"
    MAYBE = "maybe"
    PART_OF = "part_of"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Verdict:
    """What two names are to each other, and why; the reason that decided stands first.

    `part` says of "part_of" which of the two is the part: 0 the first, 1 the second.
    """

    kind: Kind
    reasons: tuple[Text, ...]
    part: int | None = None


def judge(one: str, other: str, dictionary: Dictionary) -> Verdict:
    """What two names are to each other. Says the same whichever comes first, but for `part`."""
    return compare(reading.read(one, dictionary), reading.read(other, dictionary), dictionary)


def compare(one: Name, other: Name, dictionary: Dictionary) -> Verdict:
    """Like `judge`, of names that were read before."""
    if (other.plain, other.text) < (one.plain, one.text):
        return _turned(_compare(other, one, dictionary))
    return _compare(one, other, dictionary)


def _turned(verdict: Verdict) -> Verdict:
    return verdict if verdict.part is None else replace(verdict, part=1 - verdict.part)


def _compare(one: Name, other: Name, dictionary: Dictionary) -> Verdict:
    told_apart = apart.why(one, other)
    if told_apart:
        return Verdict(Kind.DIFFERENT, (told_apart,))
    if one.plain == other.plain:
        return _spelled_alike(one, other)
    found = align(one, other, dictionary)
    weak = weak_left(one, other, found)
    if all(found.left) or (all(weak) and not any(found.left)):
        left = found.left if all(found.left) else weak
        return Verdict(Kind.DIFFERENT, (apart.two_things(*left),))
    if any(found.left):
        return _says_more(one, other, found)
    if not found.agreed and not (one.territories and other.territories):
        return Verdict(Kind.DIFFERENT, (_("No word is in both names"),))
    return _all_agree(one, other, found, [*weak[0], *weak[1]])


def _spelled_alike(one: Name, other: Name) -> Verdict:
    if legal.near(one.forms, other.forms):
        return Verdict(Kind.MAYBE, (apart.forms(one, other),))
    if not one.plain and one.text.split() != other.text.split():
        return Verdict(Kind.DIFFERENT, (_("There are no words to compare"),))
    alike = _("Both are spelled alike but for capitals, signs and umlauts")
    return Verdict(Kind.SAME, (alike, *_form_missing(one, other)))


def _says_more(one: Name, other: Name, found: Alignment) -> Verdict:
    """One name says more than the other."""
    turned = bool(found.left[0])
    short, long = (other, one) if turned else (one, other)
    agreed = [pair[turned] for pair in found.agreed]
    kind, reason = leftover.one_sided(leftover.Left(short, long, found.left[not turned], agreed))
    part = int(not turned) if kind == Kind.PART_OF else None
    return Verdict(Kind(kind), (reason, *found.doubts, *found.reasons), part)


def _all_agree(one: Name, other: Name, found: Alignment, weak: Sequence[Word]) -> Verdict:
    """All words that carry weight agree; what is said beside them may still leave a doubt."""
    doubts = [*found.doubts, *_doubts(one, other, found)]
    beside = [said for said in _beside(one, other, weak) if said not in doubts]
    reasons = [*found.reasons, *beside, *_form_missing(one, other)]
    if doubts:
        return Verdict(Kind.MAYBE, (*doubts, *reasons))
    return Verdict(Kind.SAME, tuple(reasons) or (_("All words agree, whatever their order"),))


def _form_missing(one: Name, other: Name) -> tuple[Text, ...]:
    if bool(one.forms) == bool(other.forms):
        return ()
    forms = ", ".join(sorted(one.forms | other.forms))
    return (_("Only one of them names its legal form (%(form)s)", form=forms),)


def _only_one_says(words: Sequence[Word]) -> Text:
    return _("Only one of them says “%(word)s”", word=apart.said(words))


def _doubts(one: Name, other: Name, found: Alignment) -> Iterator[Text]:
    if legal.near(one.forms, other.forms):
        yield apart.forms(one, other)
    if one.numbers != other.numbers:
        numbers = " ".join(one.numbers or other.numbers)
        yield _("Only one of them has the number %(number)s", number=numbers)
    if apart.conflict(one.supports, other.supports):
        yield often_exchanged(apart.said(one.supports), apart.said(other.supports))
    if apart.conflict(one.territories, other.territories):
        yield often_exchanged(apart.said(one.territories), apart.said(other.territories))
    things = [word.is_thing for pair in found.agreed for word in pair]
    levels = one.levels or other.levels
    territories = [w for w in one.territories or other.territories if w not in found.joined]
    has_words = any(things) or len(found.agreed) > 1
    is_alone = territories and bool(one.territories) != bool(other.territories)
    is_tied = any(word.is_tied for word in territories)
    if is_alone and (is_tied or (not levels and not has_words)):
        yield _only_one_says(territories)
    if bool(one.levels) != bool(other.levels) and (
        all(things) or apart.values(levels) == {"dioezesanverband"}
    ):
        yield _only_one_says(levels)


def _beside(one: Name, other: Name, weak: Sequence[Word]) -> Iterator[Text]:
    """What only one of them says and what changes nothing."""
    words = [*weak]
    for mine, theirs in ((one.levels, other.levels), (one.territories, other.territories)):
        if bool(mine) != bool(theirs):
            words += mine or theirs
    if words:
        yield _only_one_says(words)
