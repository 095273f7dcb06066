"""The certificate that somebody took part, as a sheet of A4."""

from __future__ import annotations

from forum.documents import press, words
from forum.documents.model import Certificate
from forum.documents.press import Printed


def certificate(one: Certificate) -> Printed:
    """A sheet of A4 that says that somebody took part."""
    said = words.said()
    values = {
        "title": " – ".join((said["certificate"], one.name, one.forum)),
        "language": one.language,
        "words": said,
        "missing": [],
        "forum": {"title": one.forum, "plan": one.issued},
        "name": one.name,
        "facts": [
            {"name": said[word], "value": value}
            for word, value in (
                ("day", one.day),
                ("time", one.times),
                ("place", one.place),
                ("organiser", one.organiser),
            )
            if value
        ],
        "signed": ", ".join(part for part in (one.organiser, one.issued) if part),
    }
    return press.press("certificate", values, made_at=one.made_at)
