"""Lists that are taken in behind the scenes, because a person would wait for them."""

from __future__ import annotations

import logging

from sqlalchemy import select

from forum.base import clock, database, jobs
from forum.lists import drafts, service
from forum.lists.models import ImportDraft
from forum.lists.reporting import Report

log = logging.getLogger(__name__)

JOB = "take-in"
LARGE = 1000
"""A list with more rows takes about half a second and more."""
FAILED = {"failed": 1}


def take_in_or_ask(event_id: int, account_id: int, draft: ImportDraft) -> Report | None:
    """Takes in an uploaded list; one with many rows behind the scenes, without a report yet.

    Raises:
        NotFound: it no longer waits.
        Refused: a row cannot be taken in.
    """
    if draft.rows <= LARGE:
        return service.take_in_draft(event_id, account_id, draft.id)
    ask(event_id, account_id, draft.id)
    return None


def ask(event_id: int, account_id: int, draft_id: int) -> None:
    """Has an uploaded list taken in soon; asked again meanwhile, it is taken in once.

    Raises:
        NotFound: it no longer waits.
    """
    with database.transaction():
        draft = drafts.get(event_id, account_id, draft_id)
        if not drafts.is_asked(draft):
            draft.asked_at, draft.outcome = clock.now(), None
    jobs.wake(JOB)


def take_in() -> None:
    """Takes in every list that waits for it. Safe to repeat, and to run twice at once."""
    waiting = select(ImportDraft.id).where(
        ImportDraft.asked_at.is_not(None), ImportDraft.outcome.is_(None)
    )
    for draft_id in database.db.session.scalars(waiting).all():
        try:
            service.take_in_asked(draft_id)
        except Exception:
            log.exception("A list could not be taken in")
            _fail(draft_id)


def _fail(draft_id: int) -> None:
    with database.transaction() as session:
        draft = session.get(ImportDraft, draft_id)
        if draft is not None and draft.outcome is None:
            draft.outcome = FAILED
