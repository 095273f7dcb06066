"""Decides what each column of a list is: as chosen, as remembered, or as its heading says."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from forum.base import typed
from forum.base.text import Text, _

SAMPLES = 3
SENSITIVE = "need"
"""Its cells are never shown."""
SAMPLE = 60
"""A sample cell is cut after this many characters."""

FIELDS: Mapping[str, Text] = {
    "received": _("Received"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "name": _("Name"),
    "organisation": _("Organisation"),
    "sector": _("Field"),
    "role": _("Role"),
    "email": _("E-mail address"),
    "phone": _("Phone"),
    "wish1": _("First wish"),
    "wish2": _("Second wish"),
    "wish3": _("Third wish"),
    "need": _("Support need"),
    "contact_list": _("Contact list"),
    "photos": _("Photos"),
}
"""What a column can be, with the name that people read."""

CHOICES: Mapping[str, Text] = {**FIELDS, "name": _("First and last name")}
"""What can be chosen for a column."""

_HEADINGS: Mapping[str, str] = {
    "received": "eingang|eingegangen|eingangsdatum|eingegangen am|angemeldet am|anmeldedatum|datum"
    "|zeitstempel|received|date received|registered|registered at|date|timestamp",
    "first_name": "vorname|vornamen|rufname|first name|firstname|given name|forename",
    "last_name": "nachname|familienname|zuname|last name|lastname|surname|family name",
    "name": "name|vor und nachname|vorname und nachname|vorname nachname|name vorname"
    "|nachname vorname|teilnehmerin|teilnehmer|teilnehmer in|teilnehmende|person|full name"
    "|participant",
    "organisation": "organisation|organisation trager|organisation einrichtung|trager|einrichtung"
    "|institution|firma|unternehmen|verein|behorde|dienststelle|arbeitgeber|organization|company"
    "|employer",
    "sector": "bereich|sektor|arbeitsbereich|arbeitsfeld|sector|field|field of work",
    "role": "funktion|position|rolle|tatigkeit|ihre funktion|role|job title|your role|function",
    "email": "e mail|email|mail|e mail adresse|emailadresse|email adresse|mailadresse"
    "|e mail address|email address|mail address",
    "phone": "telefon|tel|telefonnummer|telefon nr|rufnummer|mobil|handy|phone|phone number"
    "|telephone|mobile",
    "wish1": "1 wunsch|wunsch 1|erster wunsch|erstwunsch|wunsch|inselwunsch|first wish|wish 1"
    "|1st wish|first choice",
    "wish2": "2 wunsch|wunsch 2|zweiter wunsch|zweitwunsch|second wish|wish 2|2nd wish"
    "|second choice",
    "wish3": "3 wunsch|wunsch 3|dritter wunsch|drittwunsch|third wish|wish 3|3rd wish|third choice",
    "need": "bedarf|bedarfe|unterstutzungsbedarf|assistenzbedarf|barrierefreiheit|access need"
    "|access needs|support need|support needs|need|needs",
    "contact_list": "kontaktliste|auf die kontaktliste|einwilligung kontaktliste|contact list",
    "photos": "foto|fotos|fotoerlaubnis|einwilligung foto|einwilligung fotos|photo|photos",
}
_FIELD_OF: Mapping[str, str] = {
    heading: name for name, headings in _HEADINGS.items() for heading in headings.split("|")
}
NAMES = {"first_name", "last_name", "name"}


@dataclass(frozen=True)
class Choice:
    """Which row holds the headings (0: there are none), and what each column is."""

    heading: int
    fields: tuple[str | None, ...]

    @property
    def names_people(self) -> bool:
        """Whether a column holds names, without which a list cannot be taken in."""
        return bool(NAMES & set(self.fields))

    def fitting(self, width: int) -> Choice:
        """The same for a list of this many columns."""
        return replace(self, fields=(*self.fields, *[None] * width)[:width])


@dataclass(frozen=True)
class Column:
    """A column with its first cells; `field` is what it is, None where it is not used."""

    heading: str
    field: str | None
    samples: Sequence[str] = ()
    number: int = 0

    @property
    def letter(self) -> str:
        """What a spreadsheet calls the column."""
        first, second = divmod(self.number, 26)
        return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + second)

    @property
    def called(self) -> Text | str:
        """Its heading, else its letter."""
        return self.heading or _("Column %(letter)s", letter=self.letter)

    @property
    def is_filled(self) -> bool:
        return bool(self.heading or self.samples or self.is_sensitive)

    @property
    def is_sensitive(self) -> bool:
        """Whether its cells are not to be shown."""
        return self.field == SENSITIVE


def marks(headings: Sequence[str]) -> list[str]:
    """What each heading is remembered by; empty for an empty one.

    A fingerprint, because the first row of a list without headings holds people. The second column
    of the same name has a mark of its own.
    """
    seen: Counter[str] = Counter()
    found = []
    for heading in map(typed.comparable, headings):
        seen[heading] += 1
        mark = hashlib.sha256(f"{heading}|{seen[heading]}".encode()).hexdigest()
        found.append(mark if heading else "")
    return found


def guess(headings: Sequence[str], remembered: Mapping[str, str]) -> tuple[str | None, ...]:
    """What the columns are. What is remembered wins; of two for one thing the first counts."""
    known = [remembered.get(mark) for mark in marks(headings)]
    taken = set(filter(None, known))
    found = [_FIELD_OF.get(typed.comparable(heading)) for heading in headings]
    if "name" in found and "first_name" in {*found, *taken} and "last_name" not in {*found, *taken}:
        found[found.index("name")] = "last_name"
    fields: list[str | None] = []
    for before, name in zip(known, found, strict=True):
        choice = name if before is None and name not in taken else before
        fields.append(choice if choice and choice not in fields else None)
    return tuple(fields)


def to_remember(headings: Sequence[str], fields: Sequence[str | None]) -> dict[str, str | None]:
    """What to remember for each heading; None: nothing, because it is guessed without.

    Only what differs from the guess: that one depends on the other columns, so that „Name“ is a
    last name beside „Vorname“ only.
    """
    return {
        mark: None if chosen == guessed else chosen or ""
        for mark, chosen, guessed in zip(marks(headings), fields, guess(headings, {}), strict=True)
        if mark
    }


def choose(tops: Mapping[int, Sequence[str]], remembered: Mapping[str, str]) -> Choice:
    """The row of the headings with what its columns are.

    The first row that names people; else the one with most known headings; else, because a title
    is short and a heading stands over every column, the first one with most filled cells.
    """
    found = [Choice(number, guess(line, remembered)) for number, line in tops.items()]
    for choice in found:
        if choice.names_people:
            return choice
    return max(
        found,
        key=lambda choice: (
            len(list(filter(None, choice.fields))),
            sum(map(bool, tops[choice.heading])),
        ),
        default=Choice(0, ()),
    )


def described(
    heading: Sequence[str], choice: Choice, rows: Iterable[Sequence[str]]
) -> list[Column]:
    """Every column with the first different cells that stand in it."""
    lines = list(rows)
    return [
        Column(
            heading[number] if heading else "",
            name,
            [] if name == SENSITIVE else _samples(lines, number),
            number,
        )
        for number, name in enumerate(choice.fields)
    ]


def _samples(lines: Sequence[Sequence[str]], number: int) -> list[str]:
    cells = (line[number] for line in lines if number < len(line) and line[number])
    different = dict.fromkeys(islice(cells, SAMPLES * 5))
    return [
        cell if len(cell) <= SAMPLE else f"{cell[:SAMPLE]}…" for cell in islice(different, SAMPLES)
    ]


def problems(
    columns: Sequence[Column], fields: Sequence[str | None]
) -> list[tuple[int | None, Text]]:
    """What must be changed before the list can be checked, with the column it is about."""
    found: list[tuple[int | None, Text]] = []
    first: dict[str, Column] = {}
    for column, name in zip(columns, fields, strict=True):
        if name and first.setdefault(name, column) is not column:
            sentence = _(
                "%(this)s and %(other)s are both chosen as “%(field)s”. Please leave one of them.",
                this=_called(column),
                other=_called(first[name]),
                field=FIELDS[name],
            )
            found.append((column.number, sentence))
    if not NAMES & set(first):
        found.append((None, _("Please choose the column that holds the names.")))
    return found


def _called(column: Column) -> Text:
    if column.heading:
        return _("“%(heading)s”", heading=column.heading)
    return _("Column %(letter)s", letter=column.letter)
