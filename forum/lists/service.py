"""Taking in a list: what it would do, and doing it, all or nothing."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.base import clock, database, typed
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events.models import Event, Island
from forum.lists import drafts, lookup, planning, reading, remembering, reporting, writing
from forum.lists.models import ImportDraft
from forum.lists.plans import Known, Plan
from forum.registration import places

LONGEST_CONSENT = 5000


def preview(event_id: int, content: bytes, *, consent_text: str = "") -> reporting.Report:
    """What taking in the list would do; writes nothing.

    Raises:
        Refused: the file cannot be read as a list.
    """
    session = database.db.session()
    read = reading.read(content, remembered=remembering.remembered(session))
    event = session.get_one(Event, event_id)
    return _decide(session, event, read, is_consent_known=bool(consent_text))[-1]


def preview_draft(draft: ImportDraft) -> tuple[reporting.Report, reading.List]:
    """What taking in an uploaded list would do, and the list; writes nothing."""
    session = database.db.session()
    event = session.get_one(Event, draft.event_id)
    read = drafts.read(draft)
    return _decide(session, event, read, is_consent_known=bool(draft.consent_text))[-1], read


def take_in(event_id: int, content: bytes, *, consent_text: str = "") -> reporting.Report:
    """Takes the list in; where one row is refused, nothing is written.

    Raises:
        Refused: the file cannot be read as a list.
    """
    known = remembering.remembered(database.db.session())
    read = reading.read(content, remembered=known)
    with database.transaction() as session:
        return _take_in(session, event_id, read, consent_text)


def check_consent_text(text: str) -> str:
    """The words people agreed to, cleaned.

    Raises:
        Refused: there are none, or too many.
    """
    words = typed.clean_lines(text)
    if not words or len(words) > LONGEST_CONSENT:
        raise Refused(
            _("The text that these people agreed to must have between 1 and 5,000 characters."),
            field="consent_text",
        )
    return words


def take_in_draft(event_id: int, account_id: int, draft_id: int) -> reporting.Report:
    """Takes in an uploaded list and forgets the upload.

    Raises:
        NotFound: it no longer waits.
        Refused: a row cannot be taken in.
    """
    with database.transaction() as session:
        places.lock_event(session, event_id)
        draft = drafts.get(event_id, account_id, draft_id)
        report = _take_in(session, event_id, _ready(draft), draft.consent_text)
        if report.refused:
            raise Refused(_("Nothing was taken in, because rows of the list need to be corrected."))
        session.delete(draft)
        return report


def take_in_asked(draft_id: int) -> None:
    """Takes in a list that waits for the background; does nothing where that was done already."""
    waiting = database.db.session.get(ImportDraft, draft_id)
    if waiting is None:
        return
    with database.transaction() as session:
        places.lock_event(session, waiting.event_id)
        draft = session.get(ImportDraft, draft_id)
        if draft is None or draft.asked_at is None or draft.outcome is not None:
            return
        report = _take_in(session, draft.event_id, _ready(draft), draft.consent_text)
        draft.outcome = reporting.numbers(report)
        if not report.refused:
            draft.content, draft.consent_text = b"", ""


def _ready(draft: ImportDraft) -> reading.List:
    read = drafts.read(draft)
    if not read.choice.names_people:
        raise Refused(_("Please choose the column that holds the names."))
    return read


def _take_in(
    session: Session, event_id: int, read: reading.List, consent_text: str
) -> reporting.Report:
    event = places.lock_event(session, event_id)
    plan, known, report = _decide(session, event, read, is_consent_known=bool(consent_text))
    if not plan.refused:
        writing.write(session, event, plan, remembered=known.remembered, consent_text=consent_text)
    return report


def _decide(
    session: Session, event: Event, read: reading.List, *, is_consent_known: bool
) -> tuple[Plan, Known, reporting.Report]:
    islands = session.scalars(
        select(Island).where(Island.event_id == event.id).order_by(Island.position)
    ).all()
    known = Known(
        targets=lookup.targets(session, event.id),
        islands=lookup.words_for(islands),
        limits=places.limits_of(session, event)[0],
        remembered=lookup.remembered(session, event.id),
        now=clock.now(),
    )
    plan = planning.make(read.rows, known, with_consent=is_consent_known)
    report = reporting.of(read, plan, lookup.names(session, plan), has_islands=bool(islands))
    return plan, known, report
