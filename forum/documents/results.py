"""The results of a forum, as sheets of A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from forum.base.text import Text, _
from forum.documents import press
from forum.documents.press import Printed

WORDS: dict[str, Text] = {
    "learned": _("What we have learned"),
    "steps": _("Next steps"),
    "demands": _("Demands and what became of them"),
    "no": _("No."),
    "step": _("Step"),
    "demand": _("Demand"),
    "lead": _("In the lead"),
    "until": _("Until"),
    "state": _("State"),
    "to": _("To"),
    "islands": _("Islands"),
    "silent": _("Islands without a result"),
    "versions": _("Versions"),
    "none": _("none"),
    "results": _("Results"),
    "missing": _("What could not be printed"),
    "missing_hint": _("No font has all the characters of these texts:"),
    "page": _("Page %(number)s of %(total)s", number="{number}", total="{total}"),
}


@dataclass(frozen=True)
class Entry:
    """One line with its number; texts in the language of the paper, empty: nothing."""

    code: str
    text: str
    islands: str
    votes: int
    who: str = ""
    due: str = ""
    first: str = ""
    state: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Results:
    """What the paper says. `made_at` (timezone-aware) is when it was released."""

    language: str
    title: str
    day: str
    stamp: str
    made_at: datetime
    learned: Sequence[tuple[str, Sequence[Entry]]]
    steps: Sequence[Entry]
    demands: Sequence[Entry]
    silent: Sequence[str]
    versions: Sequence[tuple[str, str, str]]


def results(one: Results) -> Printed:
    """The results with headings and tables that a screen reader can follow."""
    said = {name: str(word) for name, word in WORDS.items()}
    values = {
        "title": f"{said['results']} – {one.title}",
        "language": one.language,
        "words": said,
        "missing": [],
        "forum": {"title": one.title, "plan": one.stamp},
        "day": one.day,
        "learned": [
            {"heading": heading, "entries": [asdict(entry) for entry in entries]}
            for heading, entries in one.learned
        ],
        "steps": [asdict(entry) for entry in one.steps],
        "demands": [asdict(entry) for entry in one.demands],
        "silent": list(one.silent),
        "versions": [{"name": name, "day": day, "note": note} for name, day, note in one.versions],
    }
    return press.press("results", values, made_at=one.made_at)
