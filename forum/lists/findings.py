"""What was noticed in a list, grouped and short: thousands of rows still make a page to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forum.base.text import Text, _, _n
from forum.lists.reporting import Report

FIRST = 10
"""As many sentences of a group stand on the first page."""
PAGE = 200
MERGED = 20
"""As many spellings that were taken for one organisation are shown."""
SPANS = 30

TITLES: Mapping[str, tuple[Text, Text | None]] = {
    "refused": (
        _("Rows that cannot be taken in"),
        _("Please correct these rows in your file and choose it again."),
    ),
    "waiting": (
        _("On the waiting list"),
        _("All places are given. These people move up when one becomes free."),
    ),
    "duplicate": (
        _("More than once in the list"),
        _("One person becomes one registration."),
    ),
    "known": (
        _("Registered already"),
        _("What is new in these rows is added; nothing is doubled."),
    ),
    "cancelled": (_("Cancelled before"), _("These people are not registered again.")),
    "damaged": (
        _("Damaged names"),
        _("An earlier program has lost letters. They are taken in as they are."),
    ),
    "organisation": (
        _("New organisations"),
        _("They are not known here yet and are added. Please look for misspelt names."),
    ),
    "similar": (_("Perhaps the same organisation"), _("They stay separate until you decide.")),
    "address": (_("Without an e-mail address of their own"), None),
    "kept": (_("The registration says something else"), None),
    "sector": (_("Unknown fields of work"), None),
    "wish": (_("Unknown wishes"), None),
    "need": (_("Support needs"), None),
    "consent": (_("Consents to clarify"), None),
}


@dataclass(frozen=True)
class Finding:
    """One sentence and the rows it is about."""

    label: Text | str
    reason: Text
    rows: Sequence[int]

    @property
    def where(self) -> Text:
        """The rows in words."""
        return spans(self.rows)


@dataclass(frozen=True)
class Group:
    """Findings of one kind."""

    key: str
    findings: Sequence[Finding]

    @property
    def title(self) -> Text:
        return TITLES[self.key][0]

    @property
    def explanation(self) -> Text | None:
        return TITLES[self.key][1]

    @property
    def first(self) -> Sequence[Finding]:
        """Those on the first page."""
        return self.findings[:FIRST]

    @property
    def count(self) -> int:
        """How many rows it is about; of organisations, how many there are."""
        if self.key == "organisation":
            return len(self.findings)
        return len({row for finding in self.findings for row in finding.rows})


def groups(report: Report) -> list[Group]:
    """Every kind of finding that there is, what keeps the list from being taken in first."""
    found: dict[str, dict[tuple[Text | str, Text], list[int]]] = {key: {} for key in TITLES}
    for row, reason in report.refused:
        found["refused"].setdefault(("", reason), []).append(row)
    for one in report.attention:
        found[one.kind].setdefault((one.label, one.reason), []).append(one.row)
    if report.waiting_rows:
        found["waiting"]["", _("There are no places left.")] = list(report.waiting_rows)
    if report.known_rows:
        found["known"]["", _("Somebody who is registered already.")] = list(report.known_rows)
    for spelling, rows in report.new_organisations.items():
        found["organisation"][spelling, _("new")] = list(rows)
    return [
        Group(key, [Finding(label, reason, rows) for (label, reason), rows in lines.items()])
        for key, lines in found.items()
        if lines
    ]


def spans(rows: Iterable[int], most: int = SPANS) -> Text:
    """„Zeilen 2–40, 43“; after some of them only how many more there are."""
    numbers = sorted(set(rows))
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    shown = ", ".join(_span(*one) for one in found[:most])
    left = sum(last - first + 1 for first, last in found[most:])
    if left:
        return _n(
            "Rows %(rows)s and %(num)s more", "Rows %(rows)s and %(num)s more", left, rows=shown
        )
    return _n("Row %(rows)s", "Rows %(rows)s", len(numbers), rows=shown)


def _span(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return f"{first}, {last}" if last == first + 1 else f"{first}–{last}"


def find(found: Sequence[Group], key: str) -> Group:
    """The group of this kind; an empty one where nothing was noticed."""
    return next((group for group in found if group.key == key), Group(key, []))


@dataclass(frozen=True)
class Page:
    """Some findings of a group; `next` is where the following ones begin."""

    findings: Sequence[Finding]
    next: int | None


def page(group: Group, start: int) -> Page:
    """The findings from `start` on."""
    start = max(0, start)
    end = start + PAGE
    return Page(group.findings[start:end], end if end < len(group.findings) else None)
