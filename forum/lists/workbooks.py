"""Opens a spreadsheet file without trusting it."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from typing import Any
from xml.parsers import expat

import python_calamine

from forum.base.refusal import Refused
from forum.base.text import _

UNPACKED = 50 * 1024 * 1024
"""A file that holds more than these bytes once unpacked is not a list of people."""
PARTS = 500
ELEMENTS = 1_500_000
STRANGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    UnicodeError,
    ValueError,
)


def unreadable() -> Refused:
    return Refused(
        _("This file cannot be read as a list. Please save it as CSV or XLSX and try again."),
        field="file",
    )


def too_large() -> Refused:
    return Refused(
        _("This list is too large: at most 5,000 rows, 60 columns and 5 MB can be taken in."),
        field="file",
    )


def rows(content: bytes, *, most_rows: int, most_columns: int) -> list[list[str]]:
    """The cells of the first sheet as text, every row from the first line of the sheet on.

    Raises:
        Refused: it is no XLSX file, too large, or made to do harm.
    """
    safe = _repacked(content, most_rows=most_rows, most_columns=most_columns)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(safe)) as book:
            table = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, *STRANGE):
        raise unreadable() from None
    return [[_text(cell) for cell in row] for row in table]


def _repacked(content: bytes, *, most_rows: int, most_columns: int) -> bytes:
    """The parts that hold text, unpacked within limits: the reader sees only what was checked."""
    parts: dict[str, bytes] = {}
    left = UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            infos = packed.infolist()
            if len(infos) > PARTS or sum(info.file_size for info in infos) > UNPACKED:
                raise too_large()
            for info in infos:
                if info.filename.lower().endswith((".xml", ".rels")):
                    with packed.open(info) as opened:
                        parts[info.filename] = opened.read(left + 1)
                    left -= len(parts[info.filename])
                    if left < 0:
                        raise too_large()
    except STRANGE:
        raise unreadable() from None
    if "xl/workbook.xml" not in parts:
        raise unreadable()
    _Inspection(most_rows, most_columns).look_at(parts)
    repacked = io.BytesIO()
    with zipfile.ZipFile(repacked, "w", zipfile.ZIP_STORED) as whole:
        for name, part in parts.items():
            whole.writestr(name, part)
    return repacked.getvalue()


class _Inspection:
    """Reads every part once: no entities, no cell far outside, no text repeated without end."""

    def __init__(self, most_rows: int, most_columns: int) -> None:
        self.most_rows, self.most_columns = most_rows, most_columns
        self.shared: list[int] = []
        self.in_shared = False
        self.cell: dict[str, str] = {}
        self.row = self.column = 0
        self.value: list[str] | None = None
        self.left = UNPACKED
        self.elements = 0

    def look_at(self, parts: dict[str, bytes]) -> None:
        for name in sorted(parts, key=lambda name: "sharedstrings" not in name.lower()):
            parser = expat.ParserCreate(namespace_separator=" ")
            parser.StartDoctypeDeclHandler = self._doctype
            parser.StartElementHandler = self._start
            parser.EndElementHandler = self._end
            parser.CharacterDataHandler = self._characters
            self.row = self.column = 0
            try:
                parser.Parse(parts[name], True)
            except (expat.ExpatError, ValueError):
                raise unreadable() from None

    def _doctype(self, *_declared: Any) -> None:
        raise unreadable()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        self.elements += 1
        if self.elements > ELEMENTS:
            raise too_large()
        if name == "si":
            self.in_shared = True
            self.shared.append(0)
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif name == "c":
            self.cell = attributes
            self._place(attributes.get("r", ""))
        elif name in {"v", "is"} and self.cell:
            self.value = []

    def _place(self, reference: str) -> None:
        self.column += 1
        found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", reference)
        if found:
            self.column = 0
            for letter in found[1]:
                self.column = self.column * 26 + ord(letter) - ord("A") + 1
            self.row = int(found[2])
        elif reference:
            raise unreadable()

    def _characters(self, text: str) -> None:
        if self.in_shared:
            self.shared[-1] += len(text)
        if self.value is not None:
            self.value.append(text)
            self.left -= len(text)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name == "si":
            self.in_shared = False
        elif name in {"v", "is"} and self.value is not None:
            self._weigh("".join(self.value))
            self.value = None
        elif name == "c":
            self.cell = {}

    def _weigh(self, value: str) -> None:
        if self.row > self.most_rows or self.column > self.most_columns:
            raise too_large()
        if self.cell.get("t") == "s":
            index = int(value)
            if not 0 <= index < len(self.shared):
                raise unreadable()
            self.left -= self.shared[index]
        if self.left < 0:
            raise too_large()


def _text(cell: Any) -> str:
    """A cell as people would type it."""
    if isinstance(cell, bool):
        return "ja" if cell else "nein"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.strftime("%d.%m.%Y")
    return str(cell)
