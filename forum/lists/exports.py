"""Giving the list of registrations out, in the shape that an import takes in again.

Access needs never stand here; neither does what has ended.
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import xlsxwriter
from sqlalchemy import Select, select

from forum.base import clock, sheets, shown
from forum.base.database import db
from forum.base.text import Text, _
from forum.events.models import Island
from forum.organisations.models import Organisation, Sector
from forum.people.models import Affiliation, Person
from forum.registration import rules, words
from forum.registration.models import Consent, Decision, Purpose, Registration, State, Wish

FORMATS = ("csv", "xlsx", "json")
MIME_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
HEADINGS: dict[str, Text] = {
    "received": _("Received"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "organisation": _("Organisation"),
    "sector": _("Field"),
    "role": _("Role"),
    "email": _("E-mail address"),
    "phone": _("Phone"),
    "wish1": _("First wish"),
    "wish2": _("Second wish"),
    "wish3": _("Third wish"),
    "state": _("Status"),
    "contact_list": _("Contact list"),
}
WIDTHS = (12, 16, 20, 36, 22, 24, 36, 18, 18, 18, 18, 18, 14)
ANSWERS: dict[bool | None, Text] = {True: _("yes"), False: _("no"), None: _("not asked")}


@dataclass(frozen=True)
class Line:
    """One registration as it is given out."""

    received_at: datetime
    first_name: str
    last_name: str
    organisation: str
    sector: Sector
    role: str
    email: str
    phone: str
    state: State
    on_contact_list: bool | None
    wishes: list[str] = field(default_factory=list)

    def cells(self) -> list[str]:
        """The cells in the order of the headings, in the language being spoken."""
        return [
            clock.in_berlin(self.received_at).strftime("%d.%m.%Y"),
            self.first_name,
            self.last_name,
            self.organisation,
            str(words.SECTORS[self.sector]),
            self.role,
            self.email,
            self.phone,
            *(self.wishes + [""] * 3)[:3],
            str(words.STATES[self.state]),
            str(ANSWERS[self.on_contact_list]),
        ]


def lines(event_id: int) -> Iterator[Line]:
    """Every active registration of a forum, in the order they came; two queries, row by row."""
    wishes = _wishes(event_id)
    query = _registrations(event_id).execution_options(yield_per=500)
    for registration_id, organisation, role, email, decision, *rest in db.session.execute(query):
        received_at, first_name, last_name, sector, phone, state = rest
        yield Line(
            received_at=received_at,
            first_name=first_name,
            last_name=last_name,
            organisation=organisation or "",
            sector=sector,
            role=role or "",
            email=email or "",
            phone=phone,
            state=state,
            on_contact_list=None if decision is None else decision is Decision.GRANTED,
            wishes=wishes[registration_id],
        )


def _registrations(event_id: int) -> Select[Any]:
    decision = (
        select(Consent.decision)
        .where(Consent.registration_id == Registration.id, Consent.purpose == Purpose.CONTACT_LIST)
        .order_by(Consent.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    may_lack = (Organisation.name, Affiliation.role, Registration.email, decision)
    name = (Person.first_name, Person.last_name)
    about = (Registration.sector, Registration.phone, Registration.state)
    return (
        select(Registration.id, *may_lack, Registration.created_at, *name, *about)
        .join(Registration.person)
        .outerjoin(Registration.affiliation)
        .outerjoin(Affiliation.organisation)
        .where(Registration.event_id == event_id, Registration.state.in_(rules.ACTIVE))
        .order_by(Registration.created_at, Registration.id)
    )


def _wishes(event_id: int) -> dict[int, list[str]]:
    """The islands each registration wishes for, by theme; by letter too where themes are alike."""
    rows = db.session.execute(
        select(Wish.registration_id, Island)
        .join(Wish.island)
        .where(Island.event_id == event_id)
        .order_by(Wish.registration_id, Wish.rank)
    ).all()
    islands = {island.id: island for _registration_id, island in rows}.values()
    themes = [shown.own(island, "theme") for island in islands]
    wishes: dict[int, list[str]] = defaultdict(list)
    for registration_id, island in rows:
        theme = shown.own(island, "theme")
        is_clear = themes.count(theme) == 1
        wishes[registration_id].append(theme if is_clear else f"{island.letter} {theme}")
    return wishes


def as_csv(rows: Iterable[Line]) -> Iterator[bytes]:
    """The list as CSV that Excel opens: UTF-8 with its mark, semicolons, formulas kept as text."""
    yield "\ufeff".encode()
    yield _csv_line(map(str, HEADINGS.values()))
    for row in rows:
        yield _csv_line(sheets.harmless(cell) for cell in row.cells())


def _csv_line(cells: Iterable[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode()


def as_xlsx(rows: Iterable[Line]) -> bytes:
    """The list as a spreadsheet; but for the day every cell is text, never a formula or a link."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
        sheet.freeze_panes(1, 0)
        for column, (heading, width) in enumerate(zip(HEADINGS.values(), WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, str(heading), bold)
        for number, row in enumerate(rows, start=1):
            sheet.write_datetime(number, 0, clock.in_berlin(row.received_at).date(), day)
            for column, cell in enumerate(row.cells()[1:], start=1):
                sheet.write_string(number, column, cell)
    return content.getvalue()


def as_json(rows: Iterable[Line]) -> bytes:
    """The list for machines: keys and choices in English, moments with their offset."""
    listed = [
        {
            "received_at": clock.in_berlin(row.received_at).isoformat(),
            "first_name": row.first_name,
            "last_name": row.last_name,
            "organisation": row.organisation,
            "sector": row.sector.value,
            "role": row.role,
            "email": row.email,
            "phone": row.phone,
            "wishes": row.wishes,
            "state": row.state.value,
            "contact_list": row.on_contact_list,
        }
        for row in rows
    ]
    return (json.dumps(listed, ensure_ascii=False, indent=2) + "\n").encode()


def written(event_id: int, fmt: str) -> Iterable[bytes]:
    """The list of a forum in one of the formats, in pieces."""
    if fmt == "csv":
        return as_csv(lines(event_id))
    return [as_xlsx(lines(event_id)) if fmt == "xlsx" else as_json(lines(event_id))]
