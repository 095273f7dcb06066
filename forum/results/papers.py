"""The results as a PDF."""

from __future__ import annotations

from forum.base import languages, shown
from forum.base.text import _
from forum.documents import results
from forum.documents.press import Printed
from forum.results import documentation, words
from forum.results.documentation import Documentation, Line
from forum.results.outcome_models import FindingKind


def write(found: Documentation, *, language: str) -> Printed:
    """The documentation with the same lines and numbers as the page."""
    event, release = found.event, found.release
    assert release.released_at is not None  # noqa: S101 - only what is released is written
    with languages.in_language(language):
        stamp = _(
            "Version %(version)s of %(day)s",
            version=release.name,
            day=shown.short_day(release.released_at),
        )
        return results.results(
            results.Results(
                language=language,
                title=shown.own(event, "title"),
                day=shown.day(event.starts_at),
                stamp=str(stamp),
                made_at=release.released_at,
                learned=[
                    (str(words.HEADINGS[kind]), [_entry(line) for line in found.of_kind(kind)])
                    for kind in documentation.LEARNED
                ],
                steps=[_entry(line) for line in found.of_kind(FindingKind.NEXT_STEP)],
                demands=[_entry(line) for line in found.of_kind(FindingKind.DEMAND)],
                silent=[f"{one.letter} – {shown.own(one, 'theme')}" for one in found.silent],
                versions=[
                    (one.name, shown.short_day(one.released_at), one.note)
                    for one in found.releases
                    if one.released_at is not None
                ],
            )
        )


def _entry(line: Line) -> results.Entry:
    text = line.text or str(_("withdrawn: %(reason)s", reason=line.withdrawn))
    return results.Entry(
        code=line.code,
        text=text,
        islands=", ".join(island.letter for island in line.islands),
        votes=line.votes,
        who=line.who,
        due=line.due,
        first=" · ".join(part for part in (*_beside(line), line.first) if part),
        state=line.state,
        answer=" ".join(part for part in (line.said_on and f"{line.said_on}:", line.answer) if part)
        if line.answer
        else line.said_on,
    )


def _beside(line: Line) -> list[str]:
    """What a step answers, and who takes part in it beside the lead."""
    partners = str(_("taking part: %(names)s", names=line.partners)) if line.partners else ""
    return [str(_("on %(code)s", code=line.about)) if line.about else "", partners]
