"""What can be asked about the register of organisations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased, joinedload

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.organisations import rules
from forum.organisations.merging import UNDONE_WITHIN
from forum.organisations.models import Organisation, OrganisationAlias, Status
from forum.organisations.register_models import (
    Decision,
    OrganisationMerge,
    OrganisationPair,
    OrganisationTerm,
    OrganisationTie,
)


def leading(entry: Any = Organisation) -> ColumnElement[int]:
    """The id of the organisation that an entry stands for: its own, or the one it is merged into.

    Everything that shows, counts or exports organisations goes by this.
    """
    found: ColumnElement[int] = func.coalesce(entry.merged_into_id, entry.id)
    return found


def name_at(organisation: Organisation, at: datetime) -> str:
    """What an organisation was called at a moment."""
    if not organisation.former_names:
        return organisation.name
    day = clock.in_berlin(at).date()
    return rules.name_on(organisation.name, organisation.former_names, day)


def entries_of(organisation_id: int) -> Select[int]:
    """The ids of an organisation's entries: its own and those merged into it."""
    return select(Organisation.id).where(leading() == organisation_id)


def with_spelling(key: str) -> Select[int]:
    """The ids of the organisations of which a spelling holds this key, also one that was merged."""
    return (
        select(leading())
        .join(OrganisationAlias, OrganisationAlias.organisation_id == Organisation.id)
        .where(OrganisationAlias.key.contains(key, autoescape=True))
    )


def get(organisation_id: int) -> Organisation:
    """An entry of the register; one that was merged, too.

    Raises:
        NotFound: there is none.
    """
    found = db.session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound(_("The register has no such organisation."))
    return found


def get_by_spelling(spelling: str) -> Organisation:
    """The organisation that is known by a spelling.

    Raises:
        Refused: none is.
    """
    found = _with_key(rules.key(spelling))
    if found is not None and rules.is_other_body(found.name, spelling):
        found = _with_key(rules.key_with_form(spelling))
    if found is None:
        raise Refused(
            _("No organisation is known as “%(name)s”. Please check the spelling.", name=spelling)
        )
    return found.merged_into or found


def _with_key(key: str) -> Organisation | None:
    query = (
        select(Organisation)
        .join(OrganisationAlias, OrganisationAlias.organisation_id == Organisation.id)
        .where(OrganisationAlias.key == key)
    )
    return db.session.scalars(query).first()


def spellings(organisation_id: int) -> Sequence[OrganisationAlias]:
    """All spellings of an organisation with the entry that brought each, by the alphabet."""
    query = (
        select(OrganisationAlias)
        .join(OrganisationAlias.organisation)
        .where(OrganisationAlias.organisation_id.in_(entries_of(organisation_id)))
        .options(joinedload(OrganisationAlias.organisation))
        .order_by(OrganisationAlias.key)
    )
    return db.session.scalars(query).all()


def ties(organisation_id: int) -> Sequence[OrganisationTie]:
    """What an organisation belongs to and what belongs to it, by whichever entry it was said; what
    ties it to itself since a merge stays away."""
    child, parent = aliased(Organisation), aliased(Organisation)
    query = (
        select(OrganisationTie)
        .join(child, child.id == OrganisationTie.child_id)
        .join(parent, parent.id == OrganisationTie.parent_id)
        .where(
            or_(leading(child) == organisation_id, leading(parent) == organisation_id),
            leading(child) != leading(parent),
        )
        .options(joinedload(OrganisationTie.child), joinedload(OrganisationTie.parent))
        .order_by(OrganisationTie.kind.desc(), child.sort_key, OrganisationTie.id)
    )
    return db.session.scalars(query).all()


def merges(organisation_id: int | None = None) -> Sequence[OrganisationMerge]:
    """What was merged, the latest first: into one organisation, or all that can still be undone."""
    query = select(OrganisationMerge).options(
        joinedload(OrganisationMerge.leading), joinedload(OrganisationMerge.other)
    )
    if organisation_id is None:
        since = clock.now() - UNDONE_WITHIN
        query = query.where(
            OrganisationMerge.merged_at > since, OrganisationMerge.undone_at.is_(None)
        )
    else:
        entries = entries_of(organisation_id)
        query = query.where(OrganisationMerge.leading_id.in_(entries))
    return db.session.scalars(query.order_by(OrganisationMerge.id.desc()).limit(200)).all()


def undone_until(made: OrganisationMerge) -> datetime:
    """When a merge becomes final."""
    return made.merged_at + UNDONE_WITHIN


def is_open() -> ColumnElement[bool]:
    """Whether a pair still waits for a person: both lead, and nobody told apart two entries that
    were merged into them. For queries that hold `OrganisationPair`."""
    merged = aliased(Organisation)
    of_merged = [
        exists().where(merged.id == one, merged.merged_into_id.is_not(None))
        for one in (OrganisationPair.first_id, OrganisationPair.second_id)
    ]
    undecided = or_(
        OrganisationPair.decision.is_(None), OrganisationPair.decision == Decision.LATER
    )
    told_apart = OrganisationPair.id.in_(_told_apart())
    return and_(undecided, *(~one for one in of_merged), ~told_apart)


def _told_apart() -> Select[int]:
    """The pairs of organisations of which somebody said that they differ, of whichever entries
    that lead to them today. It depends on no row outside, so that a database makes it once."""
    apart, pair = aliased(OrganisationPair), aliased(OrganisationPair)
    one, other = aliased(Organisation), aliased(Organisation)
    ids = leading(one), leading(other)
    in_order = ids[0] < ids[1]
    return (
        select(pair.id)
        .select_from(apart)
        .join(one, one.id == apart.first_id)
        .join(other, other.id == apart.second_id)
        .join(
            pair,
            and_(
                pair.first_id == case((in_order, ids[0]), else_=ids[1]),
                pair.second_id == case((in_order, ids[1]), else_=ids[0]),
            ),
        )
        .where(apart.decision == Decision.DIFFERENT)
    )


def find_pair(pair_id: int) -> OrganisationPair | None:
    """A pair with its two entries, whatever was decided."""
    return db.session.scalars(
        select(OrganisationPair)
        .where(OrganisationPair.id == pair_id)
        .options(joinedload(OrganisationPair.first), joinedload(OrganisationPair.second))
    ).first()


def count_new() -> int:
    """How many proposed entries resemble nothing else and only have to be confirmed."""
    return db.session.scalar(select(func.count()).select_from(_new().subquery())) or 0


def new_ones(*, limit: int = 100) -> Sequence[Organisation]:
    """Proposed entries that resemble nothing else, by name."""
    query = _new().order_by(Organisation.sort_key, Organisation.id).limit(limit)
    return db.session.scalars(query).all()


def _new() -> Select[Organisation]:
    asked = union_all(
        *(
            select(one).where(is_open())
            for one in (OrganisationPair.first_id, OrganisationPair.second_id)
        )
    )
    return select(Organisation).where(
        Organisation.status == Status.PROPOSED,
        Organisation.compared_at.is_not(None),
        Organisation.id.not_in(asked),
    )


def terms() -> Sequence[OrganisationTerm]:
    """The dictionary as organisers keep it, by the alphabet."""
    return db.session.scalars(select(OrganisationTerm).order_by(OrganisationTerm.key)).all()


def names(ids: Sequence[int]) -> Mapping[int, str]:
    """What organisations are called, by id."""
    rows = db.session.execute(
        select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))
    )
    return {number: name for number, name in rows}  # noqa: C416
