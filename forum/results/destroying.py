"""What a release destroys: first wordings, and whatever may still tell of a person."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from forum.events.models import Island
from forum.results import passages, queries
from forum.results.capture_models import SheetPhoto
from forum.results.models import CardGroup, ResultCard
from forum.results.outcome_models import Finding
from forum.results.release_models import Objection, Release

GONE = "[…]"
"""What stands in place of words that were destroyed."""


def raw_words(session: Session, event_id: int) -> None:
    """Ends first wordings, the second of two, removed cards and objections of a forum. Cards,
    groups, what was put into another finding, and flip charts with a passage that may be about a
    person lose their words; their numbers stay."""
    islands = select(Island.id).where(Island.event_id == event_id)
    of_event = ResultCard.island_id.in_(islands)
    session.execute(delete(ResultCard).where(of_event, ResultCard.removed_at.is_not(None)))
    session.execute(update(ResultCard).where(of_event).values(raw_text=None, other_text=None))
    session.execute(update(Finding).where(Finding.event_id == event_id).values(raw_text=None))
    names = queries.known_names(event_id)
    _flagged(session, names, ResultCard, ResultCard.text, of_event)
    _flagged(session, names, CardGroup, CardGroup.title, CardGroup.island_id.in_(islands))
    hidden = (Finding.event_id == event_id) & Finding.merged_into_id.is_not(None)
    _flagged(session, names, Finding, Finding.text, hidden)
    _charts(session, event_id, names)
    releases = select(Release.id).where(Release.event_id == event_id)
    session.execute(
        update(Objection)
        .where(Objection.release_id.in_(releases), Objection.finding_id.is_not(None))
        .values(text=GONE)
    )


def _flagged(
    session: Session,
    names: frozenset[str],
    table: type[ResultCard | CardGroup | Finding],
    words: InstrumentedAttribute[str],
    where: ColumnElement[bool],
) -> None:
    """Takes the words of those rows that may be about a person."""
    told = session.execute(select(table.id, words).where(where)).all()
    flagged = [key for key, text in told if passages.find(text, names)]
    session.execute(update(table).where(table.id.in_(flagged)).values({words: GONE}))


def _charts(session: Session, event_id: int, names: frozenset[str]) -> None:
    """Of a flip chart whose words may be about a person the picture goes too."""
    charts = session.execute(
        select(SheetPhoto.id, SheetPhoto.transcription)
        .join(Island, Island.id == SheetPhoto.island_id)
        .where(Island.event_id == event_id)
    ).all()
    flagged = [key for key, text in charts if passages.find(text, names)]
    session.execute(delete(SheetPhoto).where(SheetPhoto.id.in_(flagged)))
