"""What two names say beside their words that cannot be true of one body."""

from __future__ import annotations

from collections.abc import Sequence

from forum.base.text import Text, _
from forum.matching import legal
from forum.matching.names import Name, Word

_REACH = {"kreisverband": "landkreis", "stadtverband": "stadt"}
_ONE_PLACE = {"stadt", "gemeinde"}
"""A town calls itself so, others call it a municipality."""


def why(one: Name, other: Name) -> Text | None:
    """Why the two cannot be one body, if something says so."""
    if one.numbers and other.numbers and one.numbers != other.numbers:
        return _differ(_("The numbers differ: %(one)s and %(other)s"), one.numbers, other.numbers)
    if bool(one.supports) != bool(other.supports):
        supports = said(one.supports or other.supports)
        return _("“%(support)s” supports a body and is not the body itself", support=supports)
    if legal.conflict(one.forms, other.forms):
        return forms(one, other)
    if conflict(one.levels, other.levels):
        return _differ(
            _("The levels differ: %(one)s and %(other)s"), shown(one.levels), shown(other.levels)
        )
    territories = values(one.territories) | values(other.territories)
    if conflict(one.territories, other.territories) and territories != _ONE_PLACE:
        return _administrations(shown(one.territories), shown(other.territories))
    return _crossed(one, other) or _crossed(other, one)


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


def _administrations(mine: Sequence[str], theirs: Sequence[str]) -> Text:
    return _differ(_("“%(one)s” and “%(other)s” are two administrations"), mine, theirs)


def _crossed(one: Name, other: Name) -> Text | None:
    """„AWO Kreisverband“ and „AWO Stadt“: a level here, an administration there."""
    if not one.levels or other.levels or one.territories or not other.territories:
        return None
    reach = {_REACH.get(value) for value in values(one.levels)} - {None}
    if not reach or reach & values(other.territories):
        return None
    return _administrations(shown(one.levels), shown(other.territories))
