"""When two spellings are certainly the same organisation, and what it was called when."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from forum import matching
from forum.base import typed

_LEGAL_FORMS = (
    r"gemeinnützige gmbh",
    r"ggmbh",
    r"gmbh (?:&|und|u\.?) co\.? ?kg",
    r"gmbh",
    r"e\. ?v\.?",
    r"ev\b",
    r"eingetragener verein",
    r"e\. ?g\.?",
    r"eg\b",
    r"ag\b",
    r"kg\b",
    r"aör\b",
)
_PARTS = re.compile(r"[^\W_]+|[\W_]+")
_FORM = re.compile(r"(?:^|[\s,(])(?:" + "|".join(_LEGAL_FORMS) + r")[\s,.)]*$", re.IGNORECASE)


def key(spelling: str) -> str:
    """The spelling without its accidents: case, punctuation, accents, one legal form at the end.

    Two spellings with one key are taken for one organisation without asking. Anything less certain
    (abbreviations, parts of an organisation) is for a person to decide.
    """
    name = typed.clean_line(spelling)
    shortened = _FORM.sub("", name)
    return typed.comparable(shortened) or typed.comparable(name)


def is_other_body(known: str, spelling: str) -> bool:
    """Whether two names of one key are two bodies all the same: their legal forms exclude each
    other."""
    return known != spelling and matching.exclude(known, spelling)


def key_with_form(spelling: str) -> str:
    """The key of a spelling whose legal form tells it from another of the same name."""
    return typed.comparable(typed.clean_line(spelling))


def name_on(name: str, former: Sequence[Mapping[str, str]], day: date) -> str:
    """What an organisation was called on a day. `former`: its names before, each with the day
    `until` which it was valid, the oldest first."""
    return next((one["name"] for one in former if day.isoformat() < one["until"]), name)


def marked(name: str, other: str) -> list[tuple[str, bool]]:
    """A name in its words and what stands between them, and of each whether the other name lacks
    it."""
    known = set(typed.comparable(other).split())
    return [
        (part, not set(typed.comparable(part).split()) <= known) for part in _PARTS.findall(name)
    ]


LONGEST_SHORT = 6
"""An abbreviation of at most so many letters is a name: "AWO", "DRK KV"."""


def leads_by_itself(
    *,
    one_is_confirmed: bool,
    other_is_confirmed: bool,
    one_name: str,
    other_name: str,
    one_people: int,
    other_people: int,
) -> bool:
    """Whether the first of two entries is offered as the leading one: the confirmed one, else the
    one that is written like a name, else the one that more people come from."""
    if one_is_confirmed != other_is_confirmed:
        return one_is_confirmed
    if is_written_out(one_name) != is_written_out(other_name):
        return is_written_out(one_name)
    return one_people >= other_people


def is_written_out(name: str) -> bool:
    """Whether a name can stand in a document as it is: not "caritas-volmetal", not "CARITAS"."""
    letters = [sign for sign in name if sign.isalpha()]
    is_loud = len(letters) > LONGEST_SHORT and all(sign.isupper() for sign in letters)
    return bool(letters) and letters[0].isupper() and not is_loud
