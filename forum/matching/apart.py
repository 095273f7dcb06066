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
        yield _differ(_("The numbers differ: %(one)s and %(other)s"), one.numbers, other.numbers)
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
        levels = shown(one.levels), shown(other.levels)
        yield _differ(_("The levels differ: %(one)s and %(other)s"), *levels)
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
    one, other = sorted((said(mine), said(theirs)))
    return _("“%(one)s” is not “%(other)s”", one=one, other=other)


def forms(one: Name, other: Name) -> Text:
    """That the legal forms differ."""
    said_forms = _("The legal forms differ: %(one)s and %(other)s")
    return _differ(said_forms, sorted(one.forms), sorted(other.forms))


def said(words: Sequence[Word]) -> str:
    """The words as they were written."""
    return " ".join(shown(words))


def shown(words: Sequence[Word]) -> list[str]:
    return [word.shown for word in words]


def values(words: Sequence[Word]) -> set[str]:
    """Everything that the words may mean."""
    return {value for word in words for value in word.values}


def conflict(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether both say something and nothing of it agrees."""
    return bool(one and other) and not values(one) & values(other)


def _differ(sentence: Text, mine: Sequence[str], theirs: Sequence[str]) -> Text:
    one, other = sorted((" ".join(mine), " ".join(theirs)))
    return Text(sentence.sentence, one=one, other=other)


def _administrations(one: Sequence[Word], other: Sequence[Word]) -> Text:
    sentence = _("“%(one)s” and “%(other)s” are two administrations")
    return _differ(sentence, shown(one), shown(other))


def _reach_apart(one: Name, other: Name) -> bool:
    """„AWO Kreisverband“ and „AWO Stadt“: a level here, an administration there."""
    if other.levels or one.territories or not other.territories:
        return False
    reach = {_REACH.get(value) for value in values(one.levels)} - {None}
    return bool(reach) and not reach & values(other.territories)
