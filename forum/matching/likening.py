"""Why two words are one word, and whether that is sure."""

from __future__ import annotations

from collections.abc import Iterator

from forum.base.text import Text, _
from forum.matching import spelling
from forum.matching.dictionary import Dictionary
from forum.matching.names import WORDS, Name, Word
from forum.matching.spelling import Surety

Said = tuple[Text, bool]
"""A reason, and whether it is sure."""


def equal(one: Word, other: Word) -> Said | None:
    """What there is to say about two words that are written alike or mean the same."""
    if one.is_beside != other.is_beside:
        said = _("Only one of them is beside something called “%(word)s”", word=one.shown)
        return said, False
    if one.is_mistyped != other.is_mistyped:
        return _mistyped(one, other), True
    return None if one.folded == other.folded else _meant(one, other)


def _meant(one: Word, other: Word) -> Said:
    """That two words mean the same; one that may mean something else leaves a doubt."""
    for word, partner in ((one, other), (other, one)):
        if len(word.values) > 1 and word.usual not in partner.values and word.meaning:
            said = _("“%(short)s” can mean: %(meanings)s", short=word.shown, meanings=word.meaning)
            return said, False
    short, long = sorted((one, other), key=lambda word: (len(word.shown), word.shown))
    if short.meaning and len(short.shown) <= 5:
        return stands_for(short.shown, short.meaning if long.meaning else long.shown), True
    return _alike(one, other), True


def spelled(
    one: Word, other: Word, within: tuple[Name, Name], dictionary: Dictionary
) -> Said | None:
    """Why two words that differ are one word; the first reason counts, None if there is none."""
    both = ((one, other, within[0]), (other, one, within[1]))
    reasons = (
        _in_another_form(one, other, dictionary),
        *(_shortened_or_of_place(*turn, dictionary) for turn in both),
        _typed_otherwise(one, other, dictionary),
        _exchanged(one, other, dictionary),
    )
    return next((said for reason in reasons for said in reason), None)


def _in_another_form(one: Word, other: Word, dictionary: Dictionary) -> Iterator[Said]:
    surety = spelling.inflection(one.folded, other.folded, dictionary)
    if surety or spelling.is_joint(one.folded, other.folded):
        yield _alike(one, other), surety is not Surety.PERHAPS


def _shortened_or_of_place(
    word: Word, partner: Word, within: Name, dictionary: Dictionary
) -> Iterator[Said]:
    if spelling.is_member_of(word.folded, partner.folded, dictionary):
        yield _alike(word, partner), True
    if not partner.is_thing and spelling.is_from(word.folded, partner.folded):
        yield _alike(word, partner), _stands_before_thing(word, within)
    elif not partner.is_thing and word.folded.endswith("er"):
        surety = spelling.typing_error(word.folded[:-2], partner.folded, dictionary)
        if surety:
            yield _mistyped(word, partner), surety is Surety.YES
    if word.is_cut and spelling.is_cut(word.folded, partner.folded):
        yield stands_for(f"{word.shown}.", partner.shown), True


def _typed_otherwise(one: Word, other: Word, dictionary: Dictionary) -> Iterator[Said]:
    if surety := spelling.dotless(one.folded, other.folded):
        yield _alike(one, other), surety is Surety.YES
    if surety := spelling.typing_error(one.folded, other.folded, dictionary):
        yield _mistyped(one, other), surety is Surety.YES


def _exchanged(one: Word, other: Word, dictionary: Dictionary) -> Iterator[Said]:
    left, right = one.folded, other.folded
    similar = {near for value in one.values for near in dictionary.similar.get(value, ())}
    is_place = spelling.is_place_of(left, right) or spelling.is_place_of(right, left)
    if is_place or other.values & similar:
        yield often_exchanged(one.shown, other.shown), False


def _stands_before_thing(word: Word, name: Name) -> bool:
    """„Talbrücker Tafel“, but not „Gärtnerei Steiner“ nor „Fischer Meyer“."""
    at = name.line.index(word)
    return any(one.is_thing or one.role not in WORDS for one in name.line[at + 1 :])


def _alike(one: Word, other: Word) -> Text:
    first, second = sorted((one.shown, other.shown))
    return _("“%(one)s” and “%(other)s” mean the same", one=first, other=second)


def _mistyped(one: Word, other: Word) -> Text:
    first, second = sorted((one.shown, other.shown))
    return _("“%(one)s” and “%(other)s” differ by one typing error", one=first, other=second)


def stands_for(short: str, long: str) -> Text:
    """That an abbreviation means what the other name writes out."""
    return _("“%(short)s” stands for “%(long)s”", short=short, long=long)


def often_exchanged(one: str, other: str) -> Text:
    """The doubt that two words leave of which one is often used for the other."""
    first, second = sorted((one, other))
    return _("“%(one)s” and “%(other)s” are often used for each other", one=first, other=second)
