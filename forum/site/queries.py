"""What can be asked about this instance."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, select

from forum.base import shown
from forum.base.database import db
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.site.models import BarrierReport, Site


class SiteInfo:
    """Who runs this instance, in the reader's language."""

    def __init__(self, site: Site | None) -> None:
        self.row = site or Site(id=1)

    @property
    def name(self) -> str:
        operator = self.row.operator or ""
        return f"Praxisforum {operator}".strip()

    @property
    def line(self) -> str:
        return shown.own(self.row, "operator_line")

    @property
    def privacy_in_brief(self) -> list[str]:
        """What whoever does not register on the web is told: read out, shown or printed."""
        operator = _("Responsible: %(operator)s.", operator=self.operator)
        used = _(
            "We need your details to organise the forum. We do not pass them on unless you agree. "
            "Twelve months after the forum we delete your name."
        )
        rights = _(
            "You may see, correct or delete what we hold about you, object to it, and complain to "
            "the supervisory authority. The whole privacy notice stands on our website; we send it "
            "to you on paper if you like."
        )
        return [f"{operator} {used}" if self.operator else str(used), str(rights)]

    def __getattr__(self, name: str) -> str:
        return getattr(self.row, name) or ""


def find_site() -> Site | None:
    """The row that says who runs this instance, if somebody has filled it in."""
    return db.session.scalars(select(Site)).first()


def get_info() -> SiteInfo:
    """Who runs this instance; empty texts where nobody has filled them in."""
    return SiteInfo(find_site())


def is_demo() -> bool:
    """Whether `forum demo` made this instance."""
    site = find_site()
    return bool(site and site.is_demo)


def barrier_reports(*, limit: int = 100) -> Sequence[BarrierReport]:
    """Barriers that were reported, the newest first."""
    query = select(BarrierReport).order_by(BarrierReport.id.desc())
    return db.session.scalars(query.limit(limit)).all()


def count_barrier_reports() -> int:
    return db.session.scalar(select(func.count(BarrierReport.id))) or 0


def get_barrier_report(report_id: int) -> BarrierReport:
    """One reported barrier.

    Raises:
        NotFound: it has been deleted.
    """
    report = db.session.get(BarrierReport, report_id)
    if report is None:
        raise NotFound(_("This does not exist, or not any more. Somebody may have deleted it."))
    return report


@functools.cache
def easy_language() -> list[tuple[str, list[str]]]:
    """What a forum is and how to take part: headings with sentences, in Leichte Sprache."""
    text = (Path(__file__).parent / "leichte_sprache.txt").read_text(encoding="utf-8")
    parts = [shown.lines(part) for part in text.split("\n\n") if part.strip()]
    return [(part[0], part[1:]) for part in parts]
