"""Reads a list as an office keeps it, CSV or XLSX: bytes in, rows of named cells out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from forum.base import typed
from forum.base.refusal import Refused
from forum.base.text import Text, _
from forum.lists import workbooks

LARGEST = 5 * 1024 * 1024
ROWS = 5000
COLUMNS = 60
LONGEST = 200
"""More characters than this in a cell that is used are a mistake."""
HEADING_WITHIN = 10
DELIMITERS = ";,\t|"

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
_NAMES = {"first_name", "last_name", "name"}
_NOTHING = {"-", "–", "—", "/", "./.", "k.a.", "k. a.", "keine angabe", "n/a"}


@dataclass(frozen=True)
class Column:
    """A heading of the list and what it was taken for; `field` is None where it is not used."""

    heading: str
    field: str | None


@dataclass(frozen=True)
class Row:
    """A row that holds something, numbered as a spreadsheet numbers it, the heading being 1."""

    number: int
    cells: Mapping[str, str] = field(default_factory=dict)
    has_surplus: bool = False
    """It has more filled cells than there are headings: something has slipped."""

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(frozen=True)
class List:
    """A list as read."""

    columns: Sequence[Column]
    rows: Sequence[Row]


def read(content: bytes) -> List:
    """Reads a list.

    Raises:
        Refused: it is empty, too large, unreadable, or says nobody's name.
    """
    if len(content) > LARGEST:
        raise workbooks.too_large()
    if not content.strip(b"\x00\xef\xbb\xbf \t\r\n;,"):
        raise Refused(_("This file is empty. Please choose the file with your list."), field="file")
    if content.startswith(b"PK\x03\x04"):
        lines = workbooks.rows(content, most_rows=ROWS + HEADING_WITHIN, most_columns=COLUMNS)
    else:
        lines = _from_csv(_decoded(content))
    return _recognised([[_clean(cell) for cell in line] for line in lines])


def _decoded(content: bytes) -> str:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            encodings: tuple[str, ...] = (encoding,)
            break
    else:
        encodings = ("utf-8", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise workbooks.unreadable()


def _from_csv(text: str) -> list[list[str]]:
    """The cells of the text; marks inside a cell that break the rules of quoting stay letters."""
    named = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    delimiter = named[1] if named else _delimiter(text)
    text = text[named.end() :] if named else text
    try:
        return _cells(text, delimiter, strict=True)
    except csv.Error as problem:
        if "unexpected end" in str(problem):
            raise Refused(
                _("A quotation mark in this list is never closed. Please check the file."),
                field="file",
            ) from None
    except (ValueError, TypeError):
        raise workbooks.unreadable() from None
    try:
        return _cells(text, delimiter, strict=False)
    except csv.Error:
        raise workbooks.unreadable() from None


def _cells(text: str, delimiter: str, *, strict: bool) -> list[list[str]]:
    lines = []
    for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict):
        lines.append(line)
        if len(lines) > ROWS + HEADING_WITHIN or any(line[COLUMNS:]):
            raise workbooks.too_large()
    return lines


def _delimiter(text: str) -> str:
    """The sign that stands most often in the first line that holds any, outside of quotes."""
    for line in text.splitlines()[:HEADING_WITHIN]:
        bare = re.sub(r'"[^"]*"', "", line)
        counts = {sign: bare.count(sign) for sign in DELIMITERS}
        if any(counts.values()):
            return max(counts, key=lambda sign: counts[sign])
    return ";"


def _clean(cell: str) -> str:
    """A cell as meant; the sign that keeps a formula harmless in our own lists is taken off."""
    if re.match(r"'+[=+\-@\t\r]", cell):
        cell = cell[1:]
    cell = typed.clean_line(cell)
    return "" if cell.casefold() in _NOTHING else cell


def _recognised(lines: Sequence[Sequence[str]]) -> List:
    filled = [(number, line) for number, line in enumerate(lines, start=1) if any(line)]
    for index, (_number, line) in enumerate(filled[:HEADING_WITHIN]):
        columns = _columns(line)
        if _NAMES & {column.field for column in columns}:
            rows = [
                Row(number, _named(columns, cells), has_surplus=any(cells[len(columns) :]))
                for number, cells in filled[index + 1 :]
            ]
            break
    else:
        raise Refused(
            _(
                "No column with names was found. The first row must hold headings, for example "
                "“Vorname” and “Nachname”."
            ),
            field="file",
        )
    if not rows:
        raise Refused(
            _("This list holds headings only. Please choose a file with people in it."),
            field="file",
        )
    if len(rows) > ROWS:
        raise workbooks.too_large()
    return List(columns, rows)


def _columns(line: Sequence[str]) -> list[Column]:
    """What each heading stands for; of two columns for one thing the first counts."""
    fields = [_FIELD_OF.get(typed.comparable(heading)) for heading in line]
    if "name" in fields and "first_name" in fields and "last_name" not in fields:
        fields[fields.index("name")] = "last_name"
    kept = [name if name not in fields[:index] else None for index, name in enumerate(fields)]
    return [Column(heading, name) for heading, name in zip(line, kept, strict=True)]


def _named(columns: Sequence[Column], cells: Sequence[str]) -> dict[str, str]:
    named = {
        column.field: cell
        for column, cell in zip(columns, cells, strict=False)
        if column.field and cell
    }
    if "name" in named and not named.get("last_name"):
        first, last = _split(named["name"])
        named.setdefault("first_name", first)
        named["last_name"] = last
    return named


def _split(name: str) -> tuple[str, str]:
    """First and last name of „Lena Weber“, „Weber, Lena“ or „Lena von der Heide“."""
    if "," in name:
        last, _comma, first = name.partition(",")
        return first.strip(), last.strip()
    words = name.split()
    start = next((i for i, word in enumerate(words) if i and word[0].islower()), len(words) - 1)
    return " ".join(words[:start]), " ".join(words[start:])
