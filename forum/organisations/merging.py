"""Making two entries of the register one, and taking it back exactly.

Nothing is rewritten: the other entry only says which one leads it, and whoever reads follows. Its
people, registrations and spellings stay where they are, so that undoing finds them there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.organisations.models import Organisation, Status
from forum.organisations.register_models import Decision, OrganisationMerge, OrganisationPair

UNDONE_WITHIN = timedelta(days=30)
GONE = _("One of the two entries was merged in the meantime. Please look again.")
WHICH = _("Please choose which of the two leads.")
STANDS_ON_IT = _("A later merge builds on this one. Please undo that one first.")


def merge(leading_id: int, other_id: int, *, by: int) -> int:
    """Makes two entries one, under the name of the first; returns the merge's id.

    What was merged into the other before goes along. The other's names stay as spellings.

    Raises:
        Refused: they are one entry, or one of them is merged already.
    """
    with database.transaction() as session:
        return join(session, leading_id, other_id, by=by)


def merge_two(one_id: int, other_id: int, *, leading_id: int, by: int) -> int:
    """The same, where the caller says which of two leads.

    Raises:
        Refused: the leading one is none of them, or one of the two is merged already.
    """
    if leading_id not in {one_id, other_id}:
        raise Refused(WHICH)
    return merge(leading_id, one_id + other_id - leading_id, by=by)


def join(session: Session, leading_id: int, other_id: int, *, by: int) -> int:
    """The same in the caller's transaction."""
    if leading_id == other_id:
        raise Refused(_("These are one entry already."))
    leading, other = locked(session, leading_id, other_id)
    if leading.status is Status.MERGED or other.status is Status.MERGED:
        raise Refused(GONE)
    led = _led_by(session, other.id)
    pair = session.scalars(between(leading.id, other.id)).first()
    made = OrganisationMerge(
        leading_id=leading.id,
        other_id=other.id,
        before={
            "other": other.status.value,
            "leading": leading.status.value,
            "led": [one.id for one in led],
            "decision": pair.decision.value if pair and pair.decision else None,
            "decided_at": pair.decided_at.isoformat() if pair and pair.decided_at else None,
            "decided_by": pair.decided_by if pair else None,
        },
        merged_at=clock.now(),
        merged_by=by,
    )
    session.add(made)
    for one in led:
        one.merged_into_id = leading.id
    session.flush()
    other.merged_into_id, other.status = leading.id, Status.MERGED
    leading.status = Status.CONFIRMED
    if pair is not None:
        pair.decision, pair.decided_at, pair.decided_by = Decision.SAME, clock.now(), by
    session.flush()
    return made.id


def undo(merge_id: int, *, by: int) -> None:
    """Takes a merge back: everything is as it was. Again changes nothing.

    Raises:
        NotFound: there is no such merge.
        Refused: it is too old, or a later one builds on it.
    """
    with database.transaction() as session:
        made = session.get(OrganisationMerge, merge_id, with_for_update=True)
        if made is None:
            raise NotFound(_("There is no such merge."))
        if made.undone_at is not None:
            return
        if clock.now() >= made.merged_at + UNDONE_WITHIN:
            raise Refused(_("A merge can be undone for 30 days; this one is older."))
        leading, other = locked(session, made.leading_id, made.other_id)
        if leading.merged_into_id is not None:
            raise Refused(STANDS_ON_IT)
        other.merged_into_id, other.status = None, Status(made.before["other"])
        session.flush()
        for one in session.scalars(
            select(Organisation).where(Organisation.id.in_(made.before["led"]))
        ):
            one.merged_into_id = other.id
        _put_back_status(session, leading, made)
        _ask_again(session, made)
        made.undone_at, made.undone_by = clock.now(), by


def _put_back_status(session: Session, leading: Organisation, made: OrganisationMerge) -> None:
    """What the leading entry was before, unless another merge still needs it confirmed; then that
    one keeps what it was."""
    other = session.scalars(
        select(OrganisationMerge)
        .where(
            OrganisationMerge.leading_id == leading.id,
            OrganisationMerge.id != made.id,
            OrganisationMerge.undone_at.is_(None),
        )
        .order_by(OrganisationMerge.id)
        .limit(1)
    ).first()
    if other is None:
        leading.status = Status(made.before["leading"])
    elif other.id > made.id:
        other.before = {**other.before, "leading": made.before["leading"]}


def _ask_again(session: Session, made: OrganisationMerge) -> None:
    """What was decided about the two before."""
    pair = session.scalars(between(made.leading_id, made.other_id)).first()
    if pair is not None and pair.decision is Decision.SAME:
        said, at = made.before["decision"], made.before["decided_at"]
        pair.decision = Decision(said) if said else None
        pair.decided_at = datetime.fromisoformat(at) if at else None
        pair.decided_by = made.before["decided_by"]


def between(one_id: int, other_id: int) -> Select[OrganisationPair]:
    """What was asked and decided about two entries."""
    return select(OrganisationPair).where(
        OrganisationPair.first_id == min(one_id, other_id),
        OrganisationPair.second_id == max(one_id, other_id),
    )


def locked(session: Session, *ids: int) -> Sequence[Organisation]:
    """Entries as they stand while nobody else changes them, in the order of `ids`.

    Raises:
        NotFound: there is no such entry.
    """
    found = {
        one.id: one
        for one in session.scalars(
            select(Organisation)
            .where(Organisation.id.in_(ids))
            .order_by(Organisation.id)
            .with_for_update(of=Organisation)
            .execution_options(populate_existing=True)
        )
    }
    if len(found) != len(set(ids)):
        raise NotFound(_("The register has no such organisation."))
    return [found[one] for one in ids]


def _led_by(session: Session, organisation_id: int) -> Sequence[Organisation]:
    return session.scalars(
        select(Organisation)
        .where(Organisation.merged_into_id == organisation_id)
        .order_by(Organisation.id)
        .with_for_update(of=Organisation)
    ).all()
