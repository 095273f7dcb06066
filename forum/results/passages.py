"""Passages of a sentence that may be about a person: found where it is written, and once more
before it is published.

Recall matters here, not precision: a person decides, and a passage that was looked at may stand.
"""

from __future__ import annotations

import enum
import itertools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass


class Hint(enum.StrEnum):
    """Why a passage is shown."""

    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    NAME = "name"
    CASE = "case"


@dataclass(frozen=True, order=True)
class Passage:
    """From which to which character of the sentence, and why it is shown."""

    start: int
    end: int
    hint: Hint


_CAPITAL = "A-ZÄÖÜÉÈÁÀÇĆČŞŠĐŁŻİ"
_WORD = rf"[{_CAPITAL}][\w'’.-]*"
_EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\w)(?:\+|00|0|\(0)[\d\s()/.–-]{5,}\d")
_STREET = re.compile(
    rf"(?:{_WORD}(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|ufer|damm|hof|markt)"
    rf"|{_WORD}[\s-](?:Straße|Strasse|Str\.|Weg|Platz|Allee|Gasse|Ring|Ufer|Damm)"
    rf"|(?:Straße|Platz|Am|An der|Auf der|Im)\s(?:der\s|des\s)?{_WORD})\s?\d{{1,4}}\s?[a-z]?\b"
)
_TOWN = re.compile(rf"\b\d{{5}}\s{_WORD}")
_TITLED = re.compile(
    r"\b(?:Herrn?|Frau|Hr\.|Fr\.|Familie|Fam\.|Klient(?::?in)?|Mandant(?::?in)?|Mr\.?|Mrs\.?|Ms\.?"
    rf"|Dr\.|Prof\.)\s(?:(?:von|van|de|al|el|Dr\.|Prof\.)\s)*(?:{_WORD}(?:\s{_WORD})?)"
)
_SHORTENED = re.compile(rf"\b[{_CAPITAL}]\w{{2,}}\s[{_CAPITAL}]\.(?!\w)")
_INITIALS = re.compile(rf"(?<!\w)[{_CAPITAL}]\.\s?[{_CAPITAL}]\.(?=[\s,;)]|$)")
_BIRTH = re.compile(r"\b(?:geb(?:oren|\.)?|\*)\s?(?:am\s)?\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}", re.I)
_DATE = re.compile(r"(?<!\d)\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d{2}(?!\d)")
_FILE = re.compile(
    r"\b(?:Az\.|Aktenzeichen|AZR|BG-Nummer|Kundennummer|Fallnummer)\W{0,3}[\w/.-]*\d[\w/.-]*", re.I
)
_AGE = re.compile(
    r"\b(?:\d{1,2}[ -]?(?:Jahre?|J\.|jährige[rnms]?|year[ -]?olds?|years old|Monate)\b"
    r"|(?:ist|Alter|aged?)\s\d{1,2}\b)|(?<=,\s)\d{1,2}(?=,)",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\b(?:ein(?:e|er|em|en|es)?|unser(?:e|er|em|en)?|mein(?:e|er|em|en)?|der|die|a|my|our)\s"
    r"(?:\w+\s){0,2}"
    r"(?:Klient\w*|Mandant\w*|Mann|Frau|Mutter|Vater|Kind|Sohn|Tochter|Junge|Mädchen|Schüler\w*"
    r"|Jugendliche\w*|Patient\w*|Geflüchtete\w*|man|woman|mother|father|client|boy|girl|son"
    r"|daughter)\b",
    re.IGNORECASE,
)
_CIRCUMSTANCE = re.compile(
    r"\b(?:aus\s(?!der Praxis|dem|den|einer|einem|Sicht|Mangel)[" + _CAPITAL + r"]\w+"
    r"|from\s[A-Z]\w+|Duldung|geduldet\w*|Abschiebung|abgeschoben|ausreisepflichtig\w*"
    r"|Aufenthaltsgestattung|Fiktionsbescheinigung|subsidiär\w*|Asylantrag|schwanger\w*|traumatisiert\w*"
    r"|depressiv\w*|krebskrank\w*|HIV\w*|suizid\w*|misshandelt\w*|vergewaltigt\w*|verurteilt\w*"
    r"|inhaftiert\w*|verschuldet\w*|alleinerziehend\w*|lebt seit|kam \d{4}|pregnant|deported)\b"
)
_SURE = (
    (_EMAIL, Hint.EMAIL),
    (_PHONE, Hint.PHONE),
    (_STREET, Hint.ADDRESS),
    (_TOWN, Hint.ADDRESS),
    (_TITLED, Hint.NAME),
    (_SHORTENED, Hint.NAME),
    (_INITIALS, Hint.NAME),
    (_BIRTH, Hint.CASE),
    (_DATE, Hint.CASE),
    (_FILE, Hint.CASE),
)
_COMMON = re.compile(r"\w{2,}")
_BETWEEN = re.compile(r"[\s,'’-]*(?:(?:al|el|von|van|de|der|den|bin|da|dos)[\s-])?", re.IGNORECASE)
SHORTEST_NAME = 3
FEWEST_DIGITS = 6


def find(text: str, names: Collection[str] = ()) -> tuple[Passage, ...]:
    """The passages of `text` that may be about a person, from left to right, none inside another.

    `names` are first and last names of people who are known, such as the participants: both
    together count in any order, a last name alone only with a capital letter (`known_names`).
    """
    found = [
        Passage(match.start(), match.end(), hint)
        for pattern, hint in _SURE
        for match in pattern.finditer(text)
        if hint is not Hint.PHONE or sum(c.isdigit() for c in match[0]) >= FEWEST_DIGITS
    ]
    found += _known(text, names)
    found += _cases(text)
    return _apart(found)


def known_names(people: Collection[tuple[str, str]]) -> frozenset[str]:
    """The words of people's first and last names that `find` looks for, folded."""
    return frozenset(
        word.casefold()
        for person in people
        for part in person
        for word in re.split(r"[\s-]+", part)
        if len(word) >= SHORTEST_NAME
    )


def _known(text: str, names: Collection[str]) -> Iterator[Passage]:
    """Two known names beside each other, in any order."""
    words = [m for m in _COMMON.finditer(text) if m[0].casefold() in names and m[0][0].isupper()]
    for first, second in itertools.pairwise(words):
        if _BETWEEN.fullmatch(text[first.end() : second.start()]):
            yield Passage(first.start(), second.end(), Hint.NAME)


def _cases(text: str) -> Iterator[Passage]:
    """Somebody in particular: two of an age, a single person, and what one tells of them."""
    ages = [*_AGE.finditer(text)]
    people = [*_KIND.finditer(text)]
    told = [*_CIRCUMSTANCE.finditer(text)]
    if sum(map(bool, (ages, people, told))) >= 2:
        for match in (*ages, *people, *told):
            yield Passage(match.start(), match.end(), Hint.CASE)


def _apart(found: list[Passage]) -> tuple[Passage, ...]:
    """The same passages with those left out that overlap a longer or earlier one."""
    kept: list[Passage] = []
    for one in sorted(found, key=lambda passage: (passage.start, -passage.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)
