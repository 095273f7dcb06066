"""Whether two names mean one organisation, perhaps, a part of it, or two; and why, in words."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from forum.base.text import Text, _
from forum.matching import legal, names
from forum.matching.aligning import Alignment, align, weak_left
from forum.matching.dictionary import Dictionary
from forum.matching.leftover import one_sided
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
    return compare(names.read(one, dictionary), names.read(other, dictionary), dictionary)


def compare(one: Name, other: Name, dictionary: Dictionary) -> Verdict:
    """Like `judge`, of names that were read before."""
    if one.plain == other.plain and not legal.conflict(one.forms, other.forms):
        return _equal(one, other)
    told_apart = _attributes_differ(one, other)
    if told_apart:
        return Verdict(Kind.DIFFERENT, (told_apart,))
    found = align(one, other, dictionary)
    mine, theirs = found.left
    if mine and theirs:
        return Verdict(
            Kind.DIFFERENT,
            (_("“%(one)s” is not “%(other)s”", one=_said(mine), other=_said(theirs)),),
        )
    if mine or theirs:
        return _more_words(one, other, found)
    return _all_agree(one, other, found)


def _equal(one: Name, other: Name) -> Verdict:
    if legal.near(one.forms, other.forms):
        return Verdict(Kind.MAYBE, (_forms(one, other),))
    if one.plain:
        said = _("Both are spelled alike but for capitals, signs and umlauts")
        return Verdict(Kind.SAME, (said, *_form_missing(one, other)))
    if one.text.split() == other.text.split():
        return Verdict(Kind.SAME, (_("Both are the same"),))
    return Verdict(Kind.DIFFERENT, (_("There are no words to compare"),))


def _said(words: list[Word] | tuple[Word, ...]) -> str:
    return " ".join(word.shown for word in words)


def _forms(one: Name, other: Name) -> Text:
    return _(
        "The legal forms differ: %(one)s and %(other)s",
        one=", ".join(sorted(one.forms)),
        other=", ".join(sorted(other.forms)),
    )


def _form_missing(one: Name, other: Name) -> tuple[Text, ...]:
    if bool(one.forms) == bool(other.forms):
        return ()
    forms = ", ".join(sorted(one.forms | other.forms))
    return (_("Only one of them names its legal form (%(form)s)", form=forms),)


def _attributes_differ(one: Name, other: Name) -> Text | None:
    """What is said beside the words and cannot be true of one body."""
    if one.numbers and other.numbers and one.numbers != other.numbers:
        return _(
            "The numbers differ: %(one)s and %(other)s",
            one=" ".join(one.numbers),
            other=" ".join(other.numbers),
        )
    if bool(one.supports) != bool(other.supports):
        supports = _said(one.supports or other.supports)
        return _("“%(support)s” supports a body and is not the body itself", support=supports)
    if legal.conflict(one.forms, other.forms):
        return _forms(one, other)
    if _conflict(one.levels, other.levels):
        return _(
            "The levels differ: “%(one)s” and “%(other)s”",
            one=_said(one.levels),
            other=_said(other.levels),
        )
    if _conflict(one.territories, other.territories) and not _both_places(one, other):
        return _(
            "The administrations differ: “%(one)s” and “%(other)s”",
            one=_said(one.territories),
            other=_said(other.territories),
        )
    return _crossed(one, other) or _crossed(other, one)


def _conflict(one: tuple[Word, ...], other: tuple[Word, ...]) -> bool:
    return bool(one and other) and not _values(one) & _values(other)


def _values(words: tuple[Word, ...]) -> frozenset[str]:
    return frozenset(value for word in words for value in word.values)


def _both_places(one: Name, other: Name) -> bool:
    """A town and a municipality of one name: one calls itself so, others call it otherwise."""
    return _values(one.territories) | _values(other.territories) == {"stadt", "gemeinde"}


_REACH = {"kreisverband": "landkreis", "stadtverband": "stadt"}


def _crossed(one: Name, other: Name) -> Text | None:
    """„AWO Kreisverband“ and „AWO Stadt“: a level here, an administration there."""
    if not one.levels or other.levels or one.territories or not other.territories:
        return None
    reach = {_REACH.get(value) for value in _values(one.levels)} - {None}
    if not reach or reach & _values(other.territories):
        return None
    return _(
        "“%(one)s” and “%(other)s” reach differently far",
        one=_said(one.levels),
        other=_said(other.territories),
    )


def _more_words(one: Name, other: Name, found: Alignment) -> Verdict:
    """One name says more than the other."""
    is_turned = bool(found.left[0])
    short, long = (other, one) if is_turned else (one, other)
    more = found.left[0] or found.left[1]
    kind, reason = one_sided(short, long, more, [pair[is_turned] for pair in found.agreed])
    part = None
    if kind == Kind.PART_OF:
        part = 0 if is_turned else 1
    return Verdict(Kind(kind), (reason, *found.doubts, *found.reasons), part)


def _all_agree(one: Name, other: Name, found: Alignment) -> Verdict:
    """All words that carry weight agree; what is said beside them may still leave a doubt."""
    doubts = list(found.doubts)
    mine, theirs = weak_left(one, other, found)
    if mine and theirs:
        return Verdict(
            Kind.DIFFERENT,
            (_("“%(one)s” is not “%(other)s”", one=_said(mine), other=_said(theirs)),),
        )
    if (
        not found.agreed
        and one.plain != other.plain
        and not (one.territories and other.territories)
    ):
        return Verdict(Kind.DIFFERENT, (_("There are no words to compare"),))
    doubts += _doubts(one, other, found)
    reasons = [*found.reasons, *_form_missing(one, other), *_beside(one, other, [*mine, *theirs])]
    if doubts:
        return Verdict(Kind.MAYBE, (*doubts, *reasons))
    if not reasons:
        reasons = [_("All words agree, whatever their order")]
    return Verdict(Kind.SAME, tuple(reasons))


def _doubts(one: Name, other: Name, found: Alignment) -> list[Text]:
    doubts = []
    if legal.near(one.forms, other.forms):
        doubts.append(_forms(one, other))
    if one.numbers != other.numbers:
        numbers = " ".join(one.numbers or other.numbers)
        doubts.append(_("Only one of them has the number %(number)s", number=numbers))
    if _values(one.supports) != _values(other.supports):
        doubts.append(
            _(
                "“%(one)s” and “%(other)s” are often used for each other",
                one=_said(one.supports),
                other=_said(other.supports),
            )
        )
    if _conflict(one.territories, other.territories):
        doubts.append(
            _(
                "“%(one)s” and “%(other)s” may be one place",
                one=_said(one.territories),
                other=_said(other.territories),
            )
        )
    has_thing = any(pair[0].is_thing or pair[1].is_thing for pair in found.agreed)
    has_name = any(not (pair[0].is_thing and pair[1].is_thing) for pair in found.agreed)
    if (
        bool(one.territories) != bool(other.territories)
        and not has_thing
        and not (one.levels or other.levels)
    ):
        doubts.append(
            _("Only one of them says “%(word)s”", word=_said(one.territories or other.territories))
        )
    if bool(one.levels) != bool(other.levels) and not has_name:
        doubts.append(_("Only one of them says “%(word)s”", word=_said(one.levels or other.levels)))
    return doubts


def _beside(one: Name, other: Name, weak: list[Word]) -> list[Text]:
    """What only one of them says and what changes nothing."""
    said = [*weak]
    for mine, theirs in ((one.levels, other.levels), (one.territories, other.territories)):
        if bool(mine) != bool(theirs):
            said += mine or theirs
    return [_("Only one of them says “%(word)s”", word=_said(said))] if said else []
