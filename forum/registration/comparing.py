"""Two registrations side by side, with the words in which they differ marked."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from forum.base import shown
from forum.base.text import Text, _
from forum.registration import queries, words
from forum.registration.models import Registration


@dataclass(frozen=True)
class Part:
    """A piece of a value; `differs`: the other registration says something else here."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Row:
    """What both registrations say about one thing."""

    label: Text
    left: Sequence[Part]
    right: Sequence[Part]

    @property
    def differs(self) -> bool:
        return any(part.differs for part in (*self.left, *self.right))


def rows(left: Registration, right: Registration) -> list[Row]:
    """Everything two registrations say, row by row."""
    return [
        Row(label, *marked(one, other))
        for (label, one), (_label, other) in zip(_said(left), _said(right), strict=True)
    ]


def _said(registration: Registration) -> list[tuple[Text, str]]:
    affiliation = registration.affiliation
    wishes = ", ".join(wish.island.letter for wish in registration.wishes)
    return [
        (_("Name"), registration.person.name),
        (_("E-mail address"), registration.email or ""),
        (_("Phone"), registration.phone),
        (_("Organisation"), queries.organisation_of(registration)),
        (_("Role"), affiliation.role if affiliation else ""),
        (_("Field"), str(words.SECTORS[registration.sector])),
        (_("Wishes"), wishes),
        (_("Status"), str(words.STATES[registration.state])),
        (_("How it came in"), str(words.CHANNELS[registration.channel])),
        (_("Received"), str(shown.moment(registration.created_at))),
    ]


def marked(left: str, right: str) -> tuple[list[Part], list[Part]]:
    """Both texts in pieces, word by word; those that the other one lacks are marked."""
    one, other = left.split(), right.split()
    matcher = difflib.SequenceMatcher(a=one, b=other, autojunk=False)
    lefts: list[Part] = []
    rights: list[Part] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if one[a:b]:
            lefts.append(Part(" ".join(one[a:b]), kind != "equal"))
        if other[c:d]:
            rights.append(Part(" ".join(other[c:d]), kind != "equal"))
    return lefts, rights
