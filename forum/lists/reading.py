"""Reads a list as an office keeps it, CSV or XLSX: bytes in, rows of named cells out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from forum.base import typed
from forum.base.refusal import Refused
from forum.base.text import _
from forum.lists import columns, workbooks
from forum.lists.columns import Choice, Column

LARGEST = 5 * 1024 * 1024
ROWS = 5000
COLUMNS = 60
LONGEST = 200
"""More characters than this in a cell that is used are a mistake."""
HEADING_WITHIN = 10
DELIMITERS = ";,\t|"

_NOTHING = {"-", "–", "—", "/", "./.", "k.a.", "k. a.", "keine angabe", "n/a"}


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
    choice: Choice
    tops: Mapping[int, Sequence[str]]
    """The first rows that hold something: one of them holds the headings."""


def read(
    content: bytes, *, remembered: Mapping[str, str] | None = None, choice: Choice | None = None
) -> List:
    """Reads a list with the columns as chosen, else as remembered and guessed from the headings.

    Raises:
        Refused: it is empty, too large, unreadable, or says nobody's name.
    """
    read = named(table(content), choice, remembered or {})
    if not read.choice.names_people:
        raise Refused(
            _(
                "No column with names was found. The first row must hold headings, for example "
                "“Vorname” and “Nachname”."
            ),
            field="file",
        )
    return read


def table(content: bytes) -> list[list[str]]:
    """The cells of the list as text, every row from the first line of the file on.

    Raises:
        Refused: it is empty, too large or unreadable.
    """
    if len(content) > LARGEST:
        raise workbooks.too_large()
    if not content.strip(b"\x00\xef\xbb\xbf \t\r\n;,"):
        raise _empty()
    if content.startswith(b"PK\x03\x04"):
        lines = workbooks.rows(content, most_rows=ROWS + HEADING_WITHIN, most_columns=COLUMNS)
    else:
        lines = _from_csv(_decoded(content))
    return [[_clean(cell) for cell in line] for line in lines]


def nobody() -> Refused:
    return Refused(
        _("This list holds headings only. Please choose a file with people in it."), field="file"
    )


def _empty() -> Refused:
    return Refused(_("This file is empty. Please choose the file with your list."), field="file")


def named(
    lines: Sequence[Sequence[str]], choice: Choice | None, remembered: Mapping[str, str]
) -> List:
    """The rows below the headings, their cells named by what each column is.

    Raises:
        Refused: there are no rows, or too many.
    """
    filled = {number: line for number, line in enumerate(lines, start=1) if any(line)}
    tops = dict(list(filled.items())[:HEADING_WITHIN])
    if choice is None or choice.heading not in {0, *tops}:
        choice = columns.choose(tops, remembered)
    heading = filled.get(choice.heading, [])
    below = {number: line for number, line in filled.items() if number > choice.heading}
    width = len(heading) or max(map(len, below.values()), default=0)
    choice = choice.fitting(width)
    if not below and choice.names_people:
        raise nobody()
    if len(below) > ROWS:
        raise workbooks.too_large()
    rows = [
        Row(number, _named(choice.fields, cells), has_surplus=any(cells[width:]))
        for number, cells in below.items()
    ]
    return List(columns.described(heading, choice, below.values()), rows, choice, tops)


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


def _named(fields: Sequence[str | None], cells: Sequence[str]) -> dict[str, str]:
    named = {name: cell for name, cell in zip(fields, cells, strict=False) if name and cell}
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
