"""The sheets of paper on which islands collect their cards."""

from __future__ import annotations

from forum.base import languages
from forum.documents import papers
from forum.documents.model import Sheet
from forum.documents.press import Printed
from forum.events import queries as events
from forum.events.models import Event
from forum.islands import paper_data
from forum.islands.queries import find_published
from forum.results import boards, capture_forms, live_queries
from forum.results import capture_rules as rules


def write(event: Event, *, language: str) -> Printed:
    """A sheet of A3 for each island, with numbers for cards and the codes of its pages where it
    has been opened for capture."""
    with languages.in_language(language):
        forum = paper_data.forum_of(event, find_published(event.id))
        summaries = live_queries.summaries(events.islands_of(event.id))
        opened = {one.island.letter: one.capture for one in summaries if one.capture}
        sheet = Sheet(
            columns=[str(said) for said in capture_forms.COLUMNS.values()],
            first=rules.PAPER.start,
            rows=rules.PER_COLUMN,
            for_team={k: boards.address_of(one, boards.DOOR) for k, one in opened.items()},
            for_table={k: boards.address_of(one, boards.TABLE) for k, one in opened.items()},
        )
        return papers.result_sheets(forum, sheet)
