"""When two words are one word, written differently."""

from __future__ import annotations

from forum.matching import folding
from forum.matching.dictionary import Dictionary

_ENDINGS = ("", "e", "er", "es", "en", "em", "n", "s")
_ADJECTIVAL = (
    "isch",
    "lich",
    "ig",
    "deutsch",
    "sozial",
    "kommunal",
    "kulturell",
    "international",
    "ional",
)
_FROM_PLACE = (
    "er",
    "ner",
    "r",
    "aner",
    "enser",
    "sche",
    "scher",
    "sches",
    "ische",
    "ischer",
    "isches",
)


def is_inflected(one: str, other: str) -> bool:
    """Whether only the ending differs: „Türkischer“, „Türkisches“."""
    start = _common_start(one, other)
    for cut in range(start, max(3, start - 3), -1):
        if one[cut:] in _ENDINGS and other[cut:] in _ENDINGS:
            if one[:cut].endswith(_ADJECTIVAL):
                return True
            if cut >= 7 and {one[cut:], other[cut:]} <= {"", "s", "e", "en", "n", "es"}:
                return True
    return False


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


def is_cut(short: str, long: str) -> bool:
    """Whether a word with a full stop is the beginning of the other: „Russ.“ of „Russische“."""
    return len(short) >= 3 and len(long) > len(short) and long.startswith(short)


def is_without_dots(one: str, other: str) -> bool:
    """Whether one leaves out the dots of umlauts: „Burgerhaus“."""
    if abs(len(one) - len(other)) > 3 or min(len(one), len(other)) < 8:
        return False
    return one != other and _dotless(one) == _dotless(other)


def _dotless(folded: str) -> str:
    return folded.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def typing_error(one: str, other: str, dictionary: Dictionary) -> float:
    """How surely one long word is the other with one typing error: 0 not at all, .5 perhaps, 1 so.

    The first letter agrees. Two words that exist are never each other's error, nor are two that
    end or begin with different parts that exist („Altenburg“, „Altenberg“).
    """
    short, long = sorted((one, other), key=len)
    if len(short) < 6 or one[0] != other[0] or len(long) - len(short) > 1:
        return 0
    kind = _edit(short, long)
    if not kind or (exists(one, dictionary) and exists(other, dictionary)):
        return 0
    if _differ_in_part(one, other, dictionary):
        return 0
    is_known = exists(one, dictionary) or exists(other, dictionary)
    sure, perhaps = (11, 9) if kind == "other" else (9, 7)
    if is_known:
        sure, perhaps = sure - 2, perhaps - 2
    return 1 if len(long) > sure else 0.5 if len(long) >= perhaps else 0


def is_near(one: str, other: str) -> bool:
    """Whether one typing error makes the one word of the other, whatever they mean."""
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) <= 1 and bool(_edit(short, long))


def exists(folded: str, dictionary: Dictionary) -> bool:
    """Whether a word stands in the dictionary in any of its endings."""
    return (
        folded in dictionary.known
        or folding.stem(folded) in dictionary.known_stems
        or folding.stem(folded) in dictionary.phrases
    )


def _edit(short: str, long: str) -> str:
    """ "missing", "turned" or "other" where one error explains the difference, else ""."""
    start = _common_start(short, long)
    if len(short) < len(long):
        return "missing" if short[start:] == long[start + 1 :] else ""
    if short[start + 1 :] == long[start + 1 :]:
        return "other" if short != long else ""
    turned = short[start + 1 : start + 2] + short[start : start + 1] + short[start + 2 :]
    return "turned" if turned == long[start:] else ""


def _common_start(one: str, other: str) -> int:
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return at
    return min(len(one), len(other))


def _differ_in_part(one: str, other: str, dictionary: Dictionary) -> bool:
    start = _common_start(one, other)
    for cut in range(start, max(2, start - 8), -1):
        if _is_part(one[cut:], dictionary) and _is_part(other[cut:], dictionary):
            return True
    one, other = one[::-1], other[::-1]
    start = _common_start(one, other)
    for cut in range(start, max(2, start - 8), -1):
        if _is_part(one[cut:][::-1], dictionary) and _is_part(other[cut:][::-1], dictionary):
            return True
    return False


def _is_part(piece: str, dictionary: Dictionary) -> bool:
    return len(piece) >= 2 and (piece in dictionary.parts or piece in dictionary.known)
