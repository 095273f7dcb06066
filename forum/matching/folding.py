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
_QUOTES = re.compile("[\"'`´„“”‚‘’«»‹›]")
_GENDER = re.compile(r"(\w\w)(?:(?:[:*/·]-?|\()in(nen)?\)?|(?<=[a-zäöüß])In(nen)?)(?![A-ZÄÖÜ])")
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
_ROMAN = {"I": "1", "V": "5", "II": "2", "III": "3", "IV": "4", "VI": "6", "VII": "7", "VIII": "8"}


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
    is_many = bool(found[2] or found[3])
    return found[1] + ("en" if is_many and found[1] != "er" else "")


def tidy(text: str) -> str:
    """The name with its letters and order, but one way of writing signs, gender and sites."""
    text = unicodedata.normalize("NFKC", text)
    text = _DASHES.sub("-", _QUOTES.sub(" ", _INVISIBLE.sub("", text)))
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
    for _time in range(2):  # twice, so that „Kreises“ and „Kreis“ end alike
        ending = next((one for one in _ENDINGS if folded.endswith(one)), "")
        if ending and len(folded) - len(ending) >= 4:
            folded = folded[: -len(ending)]
    return folded


def tokens(text: str) -> list[Token]:
    """The words of a tidied text in their order."""
    text = _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", text)
    is_shouted = text.isupper()
    found = []
    for match in _TOKEN.finditer(text):
        raw = match[0]
        folded = raw if is_shouted else _ROMAN.get(raw, raw)
        is_cut = text[match.end() : match.end() + 1] == "." and not raw.isdigit()
        is_tied = (
            text[match.start() - 1 : match.start()] == "-" and text[match.start() - 2].isalnum()
        )
        found.append(Token(raw, fold(folded), is_cut, is_tied=is_tied))
    return found
