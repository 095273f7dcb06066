"""What two names say beside their words that cannot be true of one body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from forum.base.text import Text, _
from forum.matching import legal
from forum.matching.names import Name, Word

_SUPPORTERS = {"foerderverein", "freundeskreis"}
"""A body has one or the other, and people call it either."""
_REACH = {"kreisverband": "landkreis", "stadtverband": "stadt"}
_ONE_PLACE = {"stadt", "gemeinde"}
"""A town calls itself so, others call it a municipality."""


def why(one: Name, other: Name) -> Text | None:
    """Why the two cannot be one body, if something says so."""
    return next(_reasons(one, other), None)


def _reasons(one: Name, other: Name) -> Iterator[Text]:
    if one.numbers and other.numbers and one.numbers != other.numbers:
        yield _("The numbers differ: %(one)s and %(other)s", **_both(one.numbers, other.numbers))
    if bool(one.supports) != bool(other.supports):
        supporter = said(one.supports or other.supports)
        yield _("“%(support)s” supports a body and is not the body itself", support=supporter)
    if conflict(one.supports, other.supports) and not _may_be(
        _SUPPORTERS, one.supports, other.supports
    ):
        yield two_things(one.supports, other.supports)
    if legal.conflict(one.forms, other.forms):
        yield forms(one, other)
    if conflict(one.levels, other.levels):
        levels = _both(shown(one.levels), shown(other.levels))
        yield _("The levels differ: %(one)s and %(other)s", **levels)
    if conflict(one.territories, other.territories) and not _may_be(
        _ONE_PLACE, one.territories, other.territories
    ):
        yield _administrations(one.territories, other.territories)
    for first, second in ((one, other), (other, one)):
        if _reach_apart(first, second):
            yield _administrations(first.levels, second.territories)


def _may_be(pair: set[str], one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether the two say what people use for each other."""
    return values(one) | values(other) == pair


def two_things(mine: Sequence[Word], theirs: Sequence[Word]) -> Text:
    """That each name says something that the other does not."""
    return _("“%(one)s” is not “%(other)s”", **_both(shown(mine), shown(theirs)))


def forms(one: Name, other: Name) -> Text:
    """That the legal forms differ."""
    both = _both(sorted(one.forms), sorted(other.forms))
    return _("The legal forms differ: %(one)s and %(other)s", **both)


def said(words: Sequence[Word]) -> str:
    """The words as they were written."""
    return " ".join(shown(words))


def shown(words: Sequence[Word]) -> list[str]:
    return [word.shown for word in words]


def values(words: Sequence[Word]) -> set[str]:
    """Everything that the words may mean."""
    return {value for word in words for value in word.values}


def conflict(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether each says something that the other does not."""
    return _says_more(one, other) and _says_more(other, one)


def _says_more(one: Sequence[Word], other: Sequence[Word]) -> bool:
    return any(not word.values & values(other) for word in one)


def _both(mine: Sequence[str], theirs: Sequence[str]) -> dict[str, str]:
    """What both say, in one order whichever name comes first."""
    one, other = sorted((" ".join(mine), " ".join(theirs)))
    return {"one": one, "other": other}


def _administrations(one: Sequence[Word], other: Sequence[Word]) -> Text:
    both = _both(shown(one), shown(other))
    return _("“%(one)s” and “%(other)s” are two administrations", **both)


def _reach_apart(one: Name, other: Name) -> bool:
    """„AWO Kreisverband“ and „AWO Stadt“: a level here, an administration there."""
    if other.levels or one.territories or not other.territories:
        return False
    reach = {_REACH.get(value) for value in values(one.levels)} - {None}
    return bool(reach) and not reach & values(other.territories)
