"""Lists as tests send them, and what is asked after they were taken in."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
from sqlalchemy import select

from forum.base.database import db
from forum.base.paths import PACKAGE
from forum.events.models import Event
from forum.lists.reporting import Report
from forum.registration.models import Registration

DEMO = (PACKAGE / "commands" / "demo_data" / "registrations.csv").read_bytes()
WORDS = "Mein Name, meine Organisation und meine E-Mail-Adresse dürfen auf die Kontaktliste."


def csv(*lines: str, heading: str = "Vorname;Nachname;Organisation;E-Mail;Telefon") -> bytes:
    """Lines under a heading, as UTF-8."""
    return "\r\n".join([heading, *lines]).encode()


def xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """Rows of text as a spreadsheet; empty cells are left out, as Excel does."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, column, cell)
    return content.getvalue()


def counts(report: Report) -> tuple[int, int, int, int, int]:
    """rows, created, updated, unchanged, refused; the first is the sum of the others."""
    counted = (report.created, report.updated, report.unchanged, len(report.refused))
    assert sum(counted) == report.rows
    return (report.rows, *counted)


def rows_of(report: Report, field: str) -> list[int]:
    return [one.row for one in report.attention if one.field == field]


def reasons(report: Report, field: str) -> list[str]:
    """The sentences about a field in English, as the programmer wrote them."""
    found = [one.reason for one in report.attention if one.field == field]
    return [one.sentence % one.values for one in found]


def everybody(event_id: int) -> list[Registration]:
    db.session.rollback()
    db.session.expire_all()
    query = select(Registration).where(Registration.event_id == event_id).order_by(Registration.id)
    return list(db.session.scalars(query))


def find(event_id: int, last_name: str) -> Registration:
    found = [one for one in everybody(event_id) if one.person.last_name == last_name]
    assert len(found) == 1
    return found[0]


def by_address(event: Event, local: str) -> Registration:
    found = [one for one in everybody(event.id) if (one.email or "").startswith(f"{local}@")]
    assert len(found) == 1
    return found[0]


def wishes(registration: Registration) -> list[str]:
    return [wish.island.theme for wish in registration.wishes]
