"""What strangers read of a forum's results: one source for the page, the PDF and the CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from forum.base import clock, sheets, shown
from forum.base.text import Text, _
from forum.events.models import Event, Island
from forum.results import card_queries, queries, rules, words
from forum.results.commitment_models import CommitmentParty, Progress
from forum.results.demand_models import DemandStatus
from forum.results.outcome_models import OUTCOMES, Finding, FindingKind
from forum.results.queries import Drafted
from forum.results.release_models import Release

LEARNED = (FindingKind.GOOD_PRACTICE, FindingKind.NEED_FOR_ACTION, FindingKind.CHALLENGE)
DONE_WELL = {Progress.DONE: "success", Progress.RUNS: "info"}
ANSWERED_WELL = {DemandStatus.ACCEPTED: "success", DemandStatus.REALISED: "success"}


@dataclass(frozen=True)
class Line:
    """A finding as everybody reads it. `look` is the colour of its badge; dates in words, empty
    where there are none; `withdrawn` is the reason where it was taken back; `who` is in the lead
    or addressed, `partners` take part too, `about` are the codes of what it answers."""

    code: str
    kind: FindingKind
    text: str
    islands: Sequence[Island]
    votes: int
    withdrawn: str = ""
    who: str = ""
    partners: str = ""
    about: str = ""
    due: str = ""
    first: str = ""
    state: str = ""
    look: str = "info"
    answer: str = ""
    said_on: str = ""


@dataclass(frozen=True)
class Documentation:
    """The results of a forum as released, with outcomes as they stand now."""

    event: Event
    release: Release
    releases: Sequence[Release]
    lines: Sequence[Line]
    silent: Sequence[Island]
    people: Mapping[int, int]
    """How many people sat at an island, by its id; without islands where nobody was noted."""

    def of_kind(self, kind: FindingKind, island: Island | None = None) -> list[Line]:
        """The lines of a kind, on wish only those of one island."""
        return [
            line
            for line in self.lines
            if line.kind == kind and (island is None or island.id in {i.id for i in line.islands})
        ]


def find(event: Event) -> Documentation | None:
    """The documentation of a forum; None until a first version is released."""
    releases = queries.releases(event.id)
    if not releases:
        return None
    today = clock.in_berlin(clock.now()).date()
    released = [one for one in queries.desk(event.id) if one.finding.released_text is not None]
    heard = {island.id for one in released for island in one.finding.released_islands}
    return Documentation(
        event=event,
        release=releases[0],
        releases=releases,
        lines=[_line(one, today) for one in released],
        silent=[island for island in event.islands if island.id not in heard],
        people=card_queries.attendance_of(releases[0].id),
    )


def counts(found: Documentation) -> list[tuple[str, int]]:
    """How many outcomes stand how, in words; those that many share first."""
    outcomes = [line.state for line in found.lines if line.state]
    return Counter(outcomes).most_common()


def _line(one: Drafted, today: date) -> Line:
    finding, islands = one.finding, one.finding.released_islands
    if finding.withdrawn_at is not None:
        return Line(finding.code, finding.kind, "", islands, 0, finding.withdrawn_reason)
    votes = finding.released_votes or 0
    about = ", ".join(_codes(one.related)) if finding.kind in OUTCOMES else ""
    text = finding.released_text or ""
    line = Line(finding.code, finding.kind, text, islands, votes, about=about)
    if finding.kind is FindingKind.NEXT_STEP:
        return _step(line, finding, today)
    return _demand(line, finding) if finding.kind is FindingKind.DEMAND else line


def _codes(related: Sequence[Finding]) -> list[str]:
    """The numbers of the sentences that an outcome answers, as far as everybody reads them."""
    return [
        one.code
        for one in related
        if one.kind not in OUTCOMES and one.released_text is not None and one.withdrawn_at is None
    ]


def _step(line: Line, finding: Finding, today: date) -> Line:
    """A next step: only what somebody has confirmed by their own link is a promise."""
    step = finding.commitment
    parties = step.parties if step else []
    confirmed = [one for one in parties if one.confirmed_at is not None]
    progress = rules.progress_of([one.progress for one in confirmed])
    due_on = step.due_on if step else None
    leads = [one for one in confirmed if one.is_lead]
    if not leads:
        state, look = str(words.NOBODY), "neutral"
    elif rules.is_overdue(due_on, progress, today):
        state, look = str(words.OVERDUE), "warning"
    else:
        shown_as = progress or Progress.OPEN
        state, look = str(words.PROGRESS[shown_as]), DONE_WELL.get(shown_as, "info")
    first = [step.first_action, step.first_place, _day(step.first_on)] if step else []
    return replace(
        line,
        who=", ".join(_names(leads)),
        partners=", ".join(_names([one for one in confirmed if not one.is_lead])),
        due=_day(due_on) if leads else "",
        first=", ".join(part for part in first if part) if leads else "",
        state=state,
        look=look,
    )


def _names(parties: Sequence[CommitmentParty]) -> list[str]:
    """The organisations as they are called now, each once, whoever was merged into whom."""
    return list(dict.fromkeys(one.body.name for one in parties))


def _demand(line: Line, finding: Finding) -> Line:
    demand = finding.demand
    if demand is None:
        return line
    said_on = demand.answered_on or demand.handed_over_on
    return replace(
        line,
        who=demand.addressee_name,
        due=_day(demand.ask_again_on if _is_ahead(demand.ask_again_on) else None),
        state=str(words.STATUS[demand.status]),
        look="neutral"
        if demand.status is DemandStatus.REJECTED
        else ANSWERED_WELL.get(demand.status, "info"),
        answer=demand.answer,
        said_on=_day(said_on),
    )


def _is_ahead(day: date | None) -> bool:
    """Whether a day still comes: that somebody asks again on a day gone by is no true sentence."""
    return day is not None and day >= clock.in_berlin(clock.now()).date()


def _day(day: date | None) -> str:
    return shown.whole_day(day) if day else ""


CSV: tuple[Text, ...] = (
    _("No."),
    _("Kind"),
    _("Text"),
    _("Islands"),
    _("Dots"),
    _("In the lead, or addressed to"),
    _("Taking part too"),
    _("Answers to"),
    _("Until, or asked again on"),
    _("First action"),
    _("State"),
    _("Answer"),
    _("Answered or handed over on"),
)


def as_csv(found: Documentation) -> bytes:
    """The lines as a spreadsheet opens them, in the language being spoken."""
    out = io.StringIO(newline="")
    table = csv.writer(out, delimiter=";")
    table.writerow([str(word) for word in CSV])
    for line in found.lines:
        said = str(_("withdrawn: %(reason)s", reason=line.withdrawn)) if line.withdrawn else ""
        cells = [
            line.code,
            str(words.KINDS[line.kind]),
            line.text,
            ", ".join(island.letter for island in line.islands),
            str(line.votes),
            line.who,
            line.partners,
            line.about,
            line.due,
            line.first,
            said or line.state,
            line.answer,
            line.said_on,
        ]
        table.writerow([sheets.harmless(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")
