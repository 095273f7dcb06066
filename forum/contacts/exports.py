"""The contact list as files: CSV for a spreadsheet, vCards for an address book."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from forum.base import sheets
from forum.base.text import _
from forum.contacts.queries import ContactEntry


def as_csv(entries: Sequence[ContactEntry]) -> bytes:
    """CSV as German spreadsheets open it: semicolons, UTF-8 with BOM, headings in the reader's
    language."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    headings = (
        _("First name"),
        _("Last name"),
        _("Organisation"),
        _("E-mail address"),
        _("Phone"),
    )
    writer.writerow([str(heading) for heading in headings])
    for entry in entries:
        row = (entry.first_name, entry.last_name, entry.organisation, entry.email, entry.phone)
        writer.writerow([sheets.harmless(value) for value in row])
    return target.getvalue().encode("utf-8-sig")


def as_vcards(entries: Sequence[ContactEntry]) -> bytes:
    """vCards in version 3.0, which address books read best, one after the other."""
    import vobject  # only where somebody downloads

    cards = []
    for entry in entries:
        card = vobject.vCard()
        card.add("n").value = vobject.vcard.Name(family=entry.last_name, given=entry.first_name)
        card.add("fn").value = entry.name
        if entry.organisation:
            card.add("org").value = [entry.organisation]
        if entry.email:
            card.add("email").value = entry.email
        if entry.phone:
            phone = card.add("tel")
            phone.value = entry.phone
            phone.type_param = "WORK"
        cards.append(card.serialize())
    return "".join(cards).encode()
