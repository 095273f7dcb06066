"""Takes the accidents of typing off a name: case, umlauts, accents, gender forms, punctuation."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "æ": "ae", "ł": "l", "ı": "i", "đ": "d"}
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212_]")
_APOSTROPHE = re.compile("(?<=[^\\W\\d_])['`´’](?=[^\\W\\d_])")
_QUOTES = re.compile("[\"'`´„“”‚‘’«»‹›]")
_GENDER = re.compile(
    r"(\w\w)(?:[:*/·]-?(?:(innen)|in(?!\w))|\(in(nen)?\)|(?<=[a-zäöüß])(?:(Innen)|In(?!\w)))"
)
_PAIR = re.compile(r"\b(\w{4,}?)(?:inn?en) (?:und|u\.|&) (\1\w{0,2})\b", re.IGNORECASE)
_PAIR_TURNED = re.compile(r"\b((\w{4,}?)\w{0,2}) (?:und|u\.|&) \2innen\b", re.IGNORECASE)
_SITE = re.compile(
    r"\b(?:https?://)?(?:www\.)?([\w-]{3,})\.(?:de|org|com|net|eu|info|nrw)\b/?", re.IGNORECASE
)
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
_CARE_OF = re.compile(
    r"\b(?:c/o|z\. ?hd\.|inh(?:aber(?:in)?|\.)|vertreten durch)(?!\w).*", re.IGNORECASE
)
_SMALL = (
    "der die das den dem des ein eine einer eines im in am an auf aus bei beim zu zur zum von vom "
    "fuer f und u mit the of and for at ob adr"
)
STOP = frozenset(_SMALL.split())
"""Words that say nothing about which organisation is meant."""
_TOKEN = re.compile(r"[^\W_]+")
_ENDINGS = ("ern", "em", "en", "er", "es", "e", "n", "s")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
_LONGEST = 500
"""No name has more letters."""


@dataclass(frozen=True)
class Token:
    """One word as it stands in a name; `folded` without its accidents."""

    raw: str
    folded: str
    is_cut: bool = False
    """It ends with a full stop: “Dt.”"""
    is_mistyped: bool = False
    is_tied: bool = False
    """A hyphen ties it to the word before: “Mark-Ruhr”"""


def _neutral(found: re.Match[str]) -> str:
    """„Migrant:innen“ as „Migranten“, „Bürger:innenhaus“ as „Bürgerhaus“."""
    is_many = any(found.groups()[1:])
    return found[1] + ("en" if is_many and found[1] != "er" else "")


def tidy(text: str) -> str:
    """The name with its letters and order, but one way of writing signs, gender and sites."""
    text = unicodedata.normalize("NFKC", text[:_LONGEST])
    text = _DASHES.sub("-", _QUOTES.sub(" ", _APOSTROPHE.sub("", _INVISIBLE.sub("", text))))
    text = unicodedata.normalize("NFC", text)
    text = _PAIR_TURNED.sub(r"\1", _PAIR.sub(r"\2", _GENDER.sub(_neutral, text)))
    text = _SITE.sub(r"\1", text)
    shortened = _CARE_OF.sub("", text)
    return re.sub(r"\s+", " ", shortened if shortened.strip() else text).strip()


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A word without case, umlauts and accents: „Straße“ and „STRASSE“ are one."""
    lowered = word.casefold()
    if lowered.isascii():
        return lowered
    lowered = unicodedata.normalize("NFC", lowered).translate(_UMLAUTS)
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def dotless(folded: str) -> str:
    """A folded word as it is written where the keyboard has no umlauts."""
    return folded.replace("ae", "a").replace("oe", "o").replace("ue", "u")


@lru_cache(maxsize=65536)
def stem(folded: str) -> str:
    """A word without its ending, for looking it up; never shorter than four letters."""
    return without_ending(without_ending(folded))  # twice: „Kreises“ and „Kreis“ end alike


def without_ending(folded: str) -> str:
    """A word without one ending, if four letters are left."""
    for ending in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= 4:
            return folded[: -len(ending)]
    return folded


def tokens(text: str) -> list[Token]:
    """The words of a tidied text in their order."""
    text = _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", text)
    found = []
    for match in _TOKEN.finditer(text):
        start, end, raw = match.start(), match.end(), match[0]
        folded = fold(raw)
        is_cut = text[end : end + 1] == "." and not raw.isdigit()
        found.append(
            Token(
                raw,
                folded if is_cut else _ROMAN.get(folded, folded),
                is_cut,
                is_tied=text[start - 1 : start] == "-" and text[start - 2].isalnum(),
            )
        )
    return found
