"""Lists that were uploaded and wait for their preview to be accepted."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from forum.base import clock, database, typed
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.lists import reading
from forum.lists.models import ImportDraft


def keep(
    event_id: int, account_id: int, *, file_name: str, content: bytes, consent_text: str
) -> int:
    """Keeps an uploaded list until its preview is accepted; returns the draft's id.

    Raises:
        Refused: the file cannot be read as a list.
    """
    reading.read(content)
    with database.transaction() as session:
        session.execute(
            delete(ImportDraft).where(
                ImportDraft.event_id == event_id, ImportDraft.account_id == account_id
            )
        )
        draft = ImportDraft(
            event_id=event_id,
            account_id=account_id,
            file_name=typed.clean_line(file_name)[:200],
            content=content,
            consent_text=consent_text,
            created_at=clock.now(),
        )
        session.add(draft)
        session.flush()
        return draft.id


def get(event_id: int, account_id: int, draft_id: int) -> ImportDraft:
    """The uploaded list that this account may go on with.

    Raises:
        NotFound: it was taken in, cancelled, or is older than a day.
    """
    draft = database.db.session.scalars(
        select(ImportDraft).where(
            ImportDraft.id == draft_id,
            ImportDraft.event_id == event_id,
            ImportDraft.account_id == account_id,
        )
    ).first()
    if draft is None:
        raise NotFound(
            _(
                "This list is no longer waiting here. It was taken in or dropped; please look at "
                "the registrations, or choose the file again."
            )
        )
    return draft


def drop(event_id: int, account_id: int, draft_id: int) -> None:
    """Forgets an uploaded list; again changes nothing."""
    with database.transaction() as session:
        session.execute(
            delete(ImportDraft).where(
                ImportDraft.id == draft_id,
                ImportDraft.event_id == event_id,
                ImportDraft.account_id == account_id,
            )
        )


def forget_old() -> None:
    """Deletes uploaded lists that nobody accepted within a day."""
    with database.transaction() as session:
        session.execute(
            delete(ImportDraft).where(ImportDraft.created_at < clock.now() - timedelta(days=1))
        )
