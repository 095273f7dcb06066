"""Lists that were uploaded and wait for their preview to be accepted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from forum.base import clock, database, typed
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.lists import columns, reading, remembering
from forum.lists.models import ImportDraft


def keep(
    event_id: int, account_id: int, *, file_name: str, content: bytes, consent_text: str
) -> int:
    """Keeps an uploaded list until its preview is accepted; returns the draft's id.

    Raises:
        Refused: the file cannot be read as a list.
    """
    table = reading.table(content)
    with database.transaction() as session:
        read = reading.named(table, None, remembering.remembered(session))
        if not read.rows:
            raise reading.nobody()
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
            rows=len(read.rows),
            columns=_kept(read.choice),
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


def choice_of(draft: ImportDraft) -> columns.Choice | None:
    """What its columns are, as guessed when it came or as chosen since."""
    if draft.columns is None:
        return None
    return columns.Choice(draft.columns["heading"], tuple(draft.columns["fields"]))


def is_ready(draft: ImportDraft) -> bool:
    """Whether a column holds names, so that it can be looked at what the list would change."""
    choice = choice_of(draft)
    return choice is None or choice.names_people


def is_undone(draft: ImportDraft) -> bool:
    """Whether it was given to the background and came back without anything being taken in."""
    return draft.outcome is not None and bool(
        draft.outcome.get("failed") or draft.outcome.get("refused")
    )


def is_asked(draft: ImportDraft) -> bool:
    """Whether it was given to the background, and waits there or is done."""
    return draft.asked_at is not None and not is_undone(draft)


def _kept(choice: columns.Choice) -> dict[str, Any]:
    return {"heading": choice.heading, "fields": list(choice.fields)}


def read(draft: ImportDraft) -> reading.List:
    """The list with its columns, also where no column holds names yet."""
    known = remembering.remembered(database.db.session())
    return reading.named(reading.table(draft.content), choice_of(draft), known)


def choose(event_id: int, account_id: int, draft_id: int, choice: columns.Choice) -> None:
    """Takes the columns as chosen, for this list and for those that come with the same headings.

    Raises:
        NotFound: it no longer waits.
        Refused: two columns are the same, or none holds names.
    """
    with database.transaction() as session:
        draft = get(event_id, account_id, draft_id)
        found = reading.named(reading.table(draft.content), choice, {})
        for number, sentence in columns.problems(found.columns, found.choice.fields):
            raise Refused(sentence, field=f"column{number or 0}")
        headings = [column.heading for column in found.columns]
        remembering.remember(session, columns.to_remember(headings, found.choice.fields))
        draft.rows, draft.columns = len(found.rows), _kept(found.choice)


def choose_heading(event_id: int, account_id: int, draft_id: int, heading: int) -> None:
    """Takes another row for the headings; its columns are guessed anew.

    Raises:
        NotFound: it no longer waits.
        Refused: nothing stands below that row.
    """
    with database.transaction() as session:
        draft = get(event_id, account_id, draft_id)
        known = remembering.remembered(session)
        table = reading.table(draft.content)
        top = reading.named(table, columns.Choice(heading, ()), known).tops.get(heading, ())
        choice = columns.Choice(heading, columns.guess(top, known))
        found = reading.named(table, choice, known)
        if not found.rows:
            raise reading.nobody()
        draft.rows, draft.columns = len(found.rows), _kept(found.choice)


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
