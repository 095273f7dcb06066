"""When two words are one word, written differently."""

from __future__ import annotations

import enum

from forum.matching import folding
from forum.matching.dictionary import Dictionary

_ENDINGS = frozenset({"", "e", "er", "es", "en", "em", "n", "s"})
_ADJECTIVAL = (
    "isch",
    "lich",
    "ig",
    "deutsch",
    "sozial",
    "kommunal",
    "kulturell",
    "ional",
    "beauftragt",
)
_FROM_PLACE = frozenset(
    {"er", "ner", "r", "aner", "enser", "sche", "scher", "sches", "ische", "ischer", "isches"}
)
_MEMBERS = ("er", "ern", "en", "n", "ier", "iern", "erinnen", "innen")
_JOINTS = frozenset({"s", "n", "en", "es", "er", "e"})


class Surety(enum.IntEnum):
    """How surely two words are one."""

    NO = 0
    PERHAPS = 1
    YES = 2


class _Edit(enum.StrEnum):
    """What one typing error did to a word."""

    MISSING = "missing"
    TURNED = "turned"
    OTHER = "other"


# From how many letters on an error of typing is sure, and from how many it may be one: where one of
# the words is known, and where both are names of places or people.
_KNOWN = {_Edit.MISSING: (7, 6), _Edit.TURNED: (6, 6), _Edit.OTHER: (9, 7)}
_NAMES = {_Edit.MISSING: (10, 7), _Edit.TURNED: (8, 6), _Edit.OTHER: (12, 8)}


def inflection(one: str, other: str, dictionary: Dictionary) -> Surety:
    """Whether only the ending differs: „Türkischer“, „Türkisches“."""
    start = _common_start(one, other)
    for cut in range(start, max(3, start - 3), -1):
        if one[cut:] in _ENDINGS and other[cut:] in _ENDINGS:
            if cut >= 6 and one[:cut].endswith(_ADJECTIVAL):
                return Surety.YES
            if cut >= 6 and not {one[cut:], other[cut:]} & {"em", "er"}:
                is_known = dictionary.is_thing(one) or dictionary.is_thing(other)
                return Surety.YES if is_known else Surety.PERHAPS
    return Surety.NO


def is_from(adjective: str, place: str) -> bool:
    """Whether the one is the adjective of the other: „Talbrücker“ of „Talbrück“."""
    if len(place) < 4:
        return False
    bases = [place]
    if place.endswith("en"):
        bases.append(place[:-2])
    if place.endswith(("e", "a")):
        bases.append(place[:-1])
    return any(
        adjective.startswith(base) and adjective[len(base) :] in _FROM_PLACE for base in bases
    )


def is_member_of(member: str, people: str, dictionary: Dictionary) -> bool:
    """Whether the one names those whom the other is about: „Syrer“, „Syrischer“."""
    stem = folding.stem(people)
    if not stem.endswith("isch") or stem not in dictionary.peoples:
        return False
    base = stem.removesuffix("isch")
    return len(base) >= 3 and any(member == f"{base}{ending}" for ending in _MEMBERS)


def is_cut(short: str, long: str) -> bool:
    """Whether a word with a full stop is the beginning of the other: „Russ.“ of „Russische“."""
    return len(short) >= 3 and len(long) > len(short) and long.startswith(short)


def dotless(one: str, other: str) -> Surety:
    """Whether one leaves out the dots of umlauts: „Burgerhaus“."""
    if min(len(one), len(other)) < 4 or folding.dotless(one) != folding.dotless(other):
        return Surety.NO
    return Surety.YES if min(len(one), len(other)) >= 8 else Surety.PERHAPS


def is_joint(one: str, other: str) -> bool:
    """Whether only a joint inside differs: „Mehrgenerationenhaus“, „Mehrgenerationshaus“."""
    if min(len(one), len(other)) < 10:
        return False
    start = _common_start(one, other)
    end = _common_start(one[start:][::-1], other[start:][::-1])
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    return start >= 4 and end >= 4 and {left, right} <= _JOINTS | {""}


def is_place_of(place: str, doing: str) -> bool:
    """Whether the one names where the other is done: „Frauenberatungsstelle“, „Frauenberatung“."""
    return place in {f"{doing}sstelle", f"{doing}stelle"}


def typing_error(one: str, other: str, dictionary: Dictionary) -> Surety:
    """How surely one long word is the other with one typing error.

    The first letter agrees. Two words that exist are never each other's error, nor are two that
    end or begin with different parts that exist („Altenburg“, „Altenberg“).
    """
    known = [exists(word, dictionary) for word in (one, other)]
    one, other = folding.dotless(one), folding.dotless(other)
    short, long = sorted((one, other), key=len)
    if len(short) < 5 or one[0] != other[0] or len(long) - len(short) > 1:
        return Surety.NO
    edit = _edit(short, long)
    if edit is _Edit.OTHER and not any(known) and _by_vowel(one, other):
        return Surety.NO
    if not edit or all(known) or _differ_in_part(one, other, dictionary):
        return Surety.NO
    sure, perhaps = (_KNOWN if any(known) else _NAMES)[edit]
    if len(long) < perhaps:
        return Surety.NO
    is_name = not any(dictionary.is_thing(word) for word in (one, other))
    may_be_two = is_name and edit is _Edit.MISSING and _is_variant(short, long)
    return Surety.YES if len(long) >= sure and not may_be_two else Surety.PERHAPS


def _is_variant(short: str, long: str) -> bool:
    """Whether the letter more is one by which names differ: „Hofmann“, „Hoffmann“, „Schmidt“."""
    at = _common_start(short, long)
    is_double = long[at] == long[at - 1] and long[at - 2] in "aeiouy"
    return len(long) < 12 and (at == len(short) or long[at] in "hc" or is_double)


def _by_vowel(one: str, other: str) -> bool:
    """Whether a vowel stands for another: „Schröder“, „Schräder“ are two names."""
    at = _common_start(one, other)
    return {one[at], other[at]} <= set("aeiouy")


def is_near(one: str, other: str) -> bool:
    """Whether one typing error makes the one word of the other, whatever they mean."""
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) <= 1 and _edit(short, long) is not None


def exists(folded: str, dictionary: Dictionary) -> bool:
    """Whether a word stands in the dictionary in any of its endings."""
    return (
        folded in dictionary.known
        or folding.stem(folded) in dictionary.known_stems
        or folding.stem(folded) in dictionary.phrases
    )


def _edit(short: str, long: str) -> _Edit | None:
    """The one error that explains the difference, if one does."""
    start = _common_start(short, long)
    if len(short) < len(long):
        return _Edit.MISSING if short[start:] == long[start + 1 :] else None
    if short[start + 1 :] == long[start + 1 :]:
        return _Edit.OTHER if short != long else None
    turned = short[start + 1 : start + 2] + short[start : start + 1] + short[start + 2 :]
    return _Edit.TURNED if turned == long[start:] else None


def _common_start(one: str, other: str) -> int:
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return at
    return min(len(one), len(other))


def _differ_in_part(one: str, other: str, dictionary: Dictionary) -> bool:
    ends = _parts_from(one, other)
    beginnings = ((a[::-1], b[::-1]) for a, b in _parts_from(one[::-1], other[::-1]))
    return any(
        _is_part(left, dictionary) and _is_part(right, dictionary)
        for left, right in (*ends, *beginnings)
    )


def _parts_from(one: str, other: str) -> list[tuple[str, str]]:
    """The ends of two words that begin alike, from each place before they differ."""
    start = _common_start(one, other)
    return [(one[cut:], other[cut:]) for cut in range(start, max(2, start - 8), -1)]


def _is_part(piece: str, dictionary: Dictionary) -> bool:
    return len(piece) >= 2 and (piece in dictionary.parts or piece in dictionary.known)
