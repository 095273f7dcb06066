"""Which organisation somebody means who registers: suggested, never decided for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_

from forum.base.text import Text, _
from forum.matching import Kind
from forum.organisations import suggesting
from forum.organisations.models import Organisation, Status
from forum.organisations.suggesting import Suggested
from forum.registration import queries, words
from forum.registration.details import Choice

SAME, PART, NEW, WITHOUT = "same", "part", "new", "without"
SHORTEST = 3
"""So many letters are typed before anything is suggested."""
QUESTION = _("Do you mean one of these organisations? Please choose.")


def suggest(text: str) -> list[Suggested]:
    """Up to three organisations that a text may mean, once `suggesting.knows` was asked.

    Of those that everybody may see: confirmed ones, and those that somebody with a confirmed place
    comes from. So nobody can publish words by typing them.
    """
    return suggesting.suggest(text, shown=_for_everybody(), is_fresh=True)


def complete(text: str) -> list[Suggested]:
    """The same while somebody types."""
    return suggesting.complete(text, shown=_for_everybody())


def _for_everybody() -> ColumnElement[bool]:
    return or_(Organisation.status == Status.CONFIRMED, Organisation.id.in_(queries.sending()))


def ask(text: str | None, chosen: str) -> tuple[Sequence[Suggested], Choice | None]:
    """What has to be asked about a text, or else what was said of it: neither where the text is
    known. No query where this process knows it, one where nothing resembles it."""
    if not text or chosen == WITHOUT or suggesting.knows(text):
        return (), None
    if chosen == NEW:
        return (), Choice()
    found = suggest(text)
    number = _number(chosen)
    if found and number not in {one.id for one in found}:
        return found, None
    return (), Choice(number if found else None, is_part=chosen.startswith(PART))


@dataclass(frozen=True)
class Option:
    """One answer to which organisation is meant; `is_likely`: the one that is ticked at first."""

    value: str
    label: Text | str
    more: str = ""
    is_likely: bool = False


def options(suggested: Sequence[Suggested]) -> list[Option]:
    """What can be said of a text: each suggestion with place and field, a part of the nearest one
    or of those it names a part of, a new one, and none at all."""
    found = []
    for one in suggested:
        more = ", ".join(part for part in (one.place, str(words.SECTORS[one.sector])) if part)
        if not one.is_whole:
            is_likely = one is suggested[0] and one.verdict.kind is Kind.SAME
            found.append(Option(f"{SAME}-{one.id}", one.name, more, is_likely))
        if one.is_whole or one is suggested[0]:
            part = _("A part of %(name)s", name=one.name)
            found.append(Option(f"{PART}-{one.id}", part, more if one.is_whole else ""))
    if suggested:
        found.append(Option(NEW, _("None of these: a new one")))
        found.append(Option(WITHOUT, _("I come without an organisation")))
    return found


def _number(chosen: str) -> int | None:
    """The organisation in an answer like “same-7” or “part-7”."""
    kind, _dash, number = chosen.partition("-")
    return int(number) if kind in {SAME, PART} and number.isascii() and number.isdigit() else None
