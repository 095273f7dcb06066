"""Writes a list that is given out as a file, piece by piece, so that its length costs no memory."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from forum.base import clock, sheets
from forum.base.text import Text, _
from forum.lists import selecting
from forum.lists.selecting import WISHES, Selection
from forum.registration import consents, words
from forum.registration.models import Decision

HEADINGS = selecting.HEADINGS
FORMATS = ("csv", "xlsx", "json")
MIME_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
WIDTHS = {"received": 12, "first_name": 16, "last_name": 20, "organisation": 36, "email": 36}
OTHER_WIDTH = 18
EVERYTHING = Selection()
"""What is given out where nobody chose."""
ANSWERS: Mapping[bool | None, Text] = {True: _("yes"), False: _("no"), None: _("not asked")}
DECISIONS = tuple(purpose.value for purpose in consents.ON_FORM)
FIRST_DAY = date(1899, 12, 30).toordinal()
"""The day that spreadsheets count from."""
PIECE = 64 * 1024

Cell = Callable[[Any], Any]


def written(event_id: int, fmt: str, selection: Selection = EVERYTHING) -> Iterator[bytes]:
    """The list of a forum in one of the formats, in pieces."""
    write = {"csv": _as_csv, "xlsx": _as_xlsx, "json": _as_json}[fmt]
    return write(event_id, selection)


def _answer(decision: str | None) -> bool | None:
    return None if decision is None else decision == Decision.GRANTED.value


def _cells(event_id: int, names: Sequence[str], text: Cell) -> list[Cell]:
    """How each column's value becomes a cell, in the language being spoken."""
    sectors = {sector.value: str(word) for sector, word in words.SECTORS.items()}
    states = {state.value: str(word) for state, word in words.STATES.items()}
    said = {answer: str(word) for answer, word in ANSWERS.items()}
    answers = {None: said[None]} | {one.value: said[_answer(one.value)] for one in Decision}
    makers: dict[str, Cell] = {"sector": sectors.get, "state": states.get, "received": _day}
    makers |= dict.fromkeys(DECISIONS, answers.get)
    if WISHES[0] in names:
        called = selecting.islands(event_id)
        makers |= dict.fromkeys(WISHES, {one: text(word) for one, word in called.items()}.get)
    return [makers.get(name, text) for name in names]


def _day(at: datetime) -> str:
    day = clock.in_berlin(at)
    return f"{day.day:02}.{day.month:02}.{day.year}"


def _serial(at: datetime) -> int:
    return clock.in_berlin(at).date().toordinal() - FIRST_DAY


def _plain(value: str | None) -> str:
    return value or ""


def _harmless(value: str | None) -> str:
    return sheets.harmless(value) if value else ""


def _rows(event_id: int, selection: Selection) -> Iterator[list[Sequence[Any]]]:
    """The values of the list, the wishes of each registration without gaps."""
    names = selection.cells
    first = names.index(WISHES[0]) if WISHES[0] in names else None
    for batch in selecting.batches(event_id, selection):
        yield list(batch) if first is None else [_closed(row, first) for row in batch]


def _closed(row: Sequence[Any], first: int) -> Sequence[Any]:
    if row[first] is not None and row[first + 1] is not None:
        return row
    wishes = [one for one in row[first : first + 3] if one is not None]
    return [*row[:first], *(wishes + [None] * 3)[:3], *row[first + 3 :]]


def _as_csv(event_id: int, selection: Selection) -> Iterator[bytes]:
    """CSV that Excel opens: UTF-8 with its mark, semicolons, formulas kept as text."""
    names = selection.cells
    makers = _cells(event_id, names, _harmless)
    yield "\ufeff".encode() + _lines([[str(HEADINGS[name]) for name in names]])
    for batch in _rows(event_id, selection):
        yield _lines(
            [make(value) for make, value in zip(makers, row, strict=True)] for row in batch
        )


def _lines(rows: Any) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def _as_xlsx(event_id: int, selection: Selection) -> Iterator[bytes]:
    """A spreadsheet; but for the day every cell is text, never a formula or a link."""
    with tempfile.TemporaryFile() as file:
        with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
            _fill(book, event_id, selection)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _fill(book: xlsxwriter.Workbook, event_id: int, selection: Selection) -> None:
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
    sheet.freeze_panes(1, 0)
    names = selection.cells
    for column, name in enumerate(names):
        sheet.set_column(column, column, WIDTHS.get(name, OTHER_WIDTH))
        sheet.write_string(0, column, str(HEADINGS[name]), bold)
    makers = _cells(event_id, names, _plain)
    days = {column for column, name in enumerate(names) if name == "received"}
    number = 0
    for batch in _rows(event_id, selection):
        for row in batch:
            number += 1
            for column, value in enumerate(row):
                if column in days:
                    sheet.write_number(number, column, _serial(value), day)
                elif text := makers[column](value):
                    sheet.write_string(number, column, text)


def _as_json(event_id: int, selection: Selection) -> Iterator[bytes]:
    """The list for machines: keys and choices in English, moments with their offset."""
    names = selection.cells
    called = selecting.islands(event_id) if WISHES[0] in names else {}
    start = b"["
    for batch in _rows(event_id, selection):
        items = (_item(dict(zip(names, row, strict=True)), called) for row in batch)
        texts = (json.dumps(item, ensure_ascii=False, indent=2) for item in items)
        yield start + ",".join("\n  " + text.replace("\n", "\n  ") for text in texts).encode()
        start = b","
    yield b"[]\n" if start == b"[" else b"\n]\n"


def _item(row: dict[str, Any], called: Mapping[int | None, str]) -> dict[str, Any]:
    item: dict[str, Any] = {}
    for name, value in row.items():
        match name:
            case "received":
                item["received_at"] = clock.in_berlin(value).isoformat()
            case "wish1" | "wish2" | "wish3":
                item.setdefault("wishes", [])
                item["wishes"] += [called[value]] if value is not None else []
            case _ if name in DECISIONS:
                item[name] = _answer(value)
            case _:
                item[name] = value or ""
    return item
