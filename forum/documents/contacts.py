"""A contact list on paper."""

from __future__ import annotations

from forum.documents import press, words
from forum.documents.model import ContactSheet
from forum.documents.press import Printed


def contact_list(sheet: ContactSheet) -> Printed:
    """The list as sheets of A4 across, with what it is for on each."""
    said = words.said()
    values = {
        "title": " – ".join((said["contact_list"], sheet.forum)),
        "language": sheet.language,
        "words": said,
        "missing": [],
        "forum": {"title": sheet.forum, "plan": sheet.stamp},
        "headings": list(sheet.headings),
        "rows": [list(row) for row in sheet.rows],
        "notes": list(sheet.notes),
    }
    return press.press("contacts", values, made_at=sheet.made_at)
