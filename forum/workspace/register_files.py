"""The register as a file for spreadsheets. It names no person."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

import xlsxwriter

from forum.base import clock, sheets
from forum.base.text import _
from forum.organisations import words
from forum.workspace.register_queries import Line

HEADINGS = (
    _("Organisation"),
    _("Short name"),
    _("Place"),
    _("Field"),
    _("Status"),
    _("People"),
    _("Contact persons"),
    _("Last came"),
    _("Existed until"),
)
WIDTHS = (44, 16, 20, 24, 14, 10, 18, 14, 14)
DAY = "%d.%m.%Y"


def _rows(lines: Sequence[Line]) -> Iterator[list[str | int]]:
    yield [str(heading) for heading in HEADINGS]
    for one in lines:
        came = one.numbers.last_came
        yield [
            one.name,
            one.short_name,
            one.place,
            str(words.SECTORS[one.sector]),
            str(words.STATUSES[one.status]),
            one.numbers.people,
            one.numbers.contacts,
            clock.in_berlin(came).strftime(DAY) if came else "",
            one.valid_to.strftime(DAY) if one.valid_to else "",
        ]


def as_csv(lines: Sequence[Line]) -> bytes:
    """CSV that Excel opens: UTF-8 with its mark, semicolons, formulas kept as text."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in _rows(lines):
        writer.writerow([sheets.harmless(c) if isinstance(c, str) else c for c in row])
    return "\ufeff".encode() + text.getvalue().encode()


def as_xlsx(lines: Sequence[Line]) -> bytes:
    """A spreadsheet; every cell is text or a number, never a formula or a link."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        for number, row in enumerate(_rows(lines)):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                elif cell:
                    sheet.write_string(number, column, cell, None if number else bold)
    return content.getvalue()
