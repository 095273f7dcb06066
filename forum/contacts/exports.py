"""The contact list as files: for spreadsheets, for address books, and on paper."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from forum.base import clock, languages, sheets, shown
from forum.base.text import Text, _
from forum.contacts.visibility import Entry
from forum.contacts.wish_models import Side
from forum.documents import contacts as documents
from forum.documents.model import ContactSheet
from forum.documents.press import Printed
from forum.events.models import Event

HEADINGS = (
    _("First name"),
    _("Last name"),
    _("Organisation"),
    _("Role"),
    _("E-mail address"),
    _("Phone"),
    _("Offers"),
    _("Seeks"),
    _("Until"),
)
WIDTHS = (18, 22, 40, 24, 34, 20, 40, 40, 14)
SIDES = {Side.OFFERS: _("Offers"), Side.SEEKS: _("Seeks")}
ON_PAPER = (_("Name"), _("Organisation"), _("Role"), _("E-mail address"), _("Phone"))
ONLY_FOR = _("Only for professional exchange between those on it; please do not pass it on.")


def _until(entry: Entry) -> str:
    return clock.in_berlin(entry.until).strftime("%d.%m.%Y") if entry.until else ""


def _row(entry: Entry) -> tuple[str, ...]:
    said = (_said(entry, side) for side in SIDES)
    return (entry.first_name, entry.last_name, *_reach(entry), *said, _until(entry))


def _reach(entry: Entry) -> tuple[str, ...]:
    return (entry.organisation, entry.role, entry.email, entry.phone)


def _said(entry: Entry, side: Side) -> str:
    own = entry.lines.get((side, False), ())
    theirs = entry.lines.get((side, True), ())
    return "; ".join((*own, *(str(_("%(what)s (as organisation)", what=one)) for one in theirs)))


def _both(entry: Entry) -> str:
    """What somebody offers and seeks, each on a line of its own."""
    said = [(words, _said(entry, side)) for side, words in SIDES.items()]
    return "\n".join(f"{words}: {what}" for words, what in said if what)


def as_csv(entries: Sequence[Entry]) -> bytes:
    """CSV as German spreadsheets open it: semicolons, UTF-8 with BOM, headings in the reader's
    language."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([str(heading) for heading in HEADINGS])
    for entry in entries:
        writer.writerow([sheets.harmless(value) for value in _row(entry)])
    return target.getvalue().encode("utf-8-sig")


def as_xlsx(entries: Sequence[Entry]) -> bytes:
    """A spreadsheet; every cell is text, never a formula or a link."""
    import xlsxwriter  # only where somebody downloads

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for column, (width, heading) in enumerate(zip(WIDTHS, HEADINGS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, str(heading), bold)
        for number, entry in enumerate(entries, start=1):
            for column, cell in enumerate(_row(entry)):
                sheet.write_string(number, column, cell)
    return content.getvalue()


def as_vcards(entries: Sequence[Entry]) -> bytes:
    """vCards in version 3.0, which address books read best, one after the other."""
    import vobject  # only where somebody downloads

    cards = []
    for entry in entries:
        card = vobject.vCard()
        name = vobject.vcard.Name(family=entry.last_name, given=entry.first_name)
        card.add("n").value = name if entry.is_person else vobject.vcard.Name()
        card.add("fn").value = entry.name
        if entry.organisation:
            card.add("org").value = [entry.organisation]
        if entry.role:
            card.add("title").value = entry.role
        if entry.email:
            mail = card.add("email")
            mail.value, mail.type_param = entry.email, ["INTERNET", "WORK"]
        if entry.phone:
            phone = card.add("tel")
            phone.value, phone.type_param = entry.phone, "WORK"
        if entry.lines:
            card.add("note").value = _both(entry)
        cards.append(card.serialize())
    return "".join(cards).encode()


def stamp(version: int) -> Text:
    """Which version something is, and as of when."""
    return _(
        "Version %(number)s, as of %(moment)s", number=version, moment=shown.moment(clock.now())
    )


def as_pdf(event: Event, entries: Sequence[Entry], *, version: int, protected: int) -> Printed:
    """The list to print, tagged for screen readers; `protected` people are only counted."""
    notes = [str(ONLY_FOR)]
    if protected:
        notes.append(str(protected_more(protected)))
    # The columns for it stand there only where anybody says anything: paper is narrow.
    says = any(entry.lines for entry in entries)
    rows = [
        (
            entry.name if entry.is_person else "",
            *_reach(entry),
            *(_said(entry, side) for side in SIDES if says),
            _until(entry),
        )
        for entry in entries
    ]
    more = SIDES.values() if says else ()
    return documents.contact_list(
        ContactSheet(
            language=languages.current(),
            forum=f"{shown.own(event, 'title')}, {shown.short_day(event.starts_at)}",
            headings=[str(heading) for heading in (*ON_PAPER, *more, _("Until"))],
            rows=rows,
            notes=notes,
            stamp=str(stamp(version)),
            made_at=clock.now(),
        )
    )


def protected_more(number: int) -> Text:
    """How many take part whose name stands nowhere."""
    return _("+%(number)s protected", number=number)
