"""The inbox of the register: which two entries a person looks at next."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import aliased, joinedload

from forum.base.database import db
from forum.matching import Kind, Verdict
from forum.organisations import queries as organisations
from forum.organisations import rules, suggesting
from forum.organisations.models import Organisation, Status
from forum.organisations.register_models import Decision, OrganisationPair
from forum.people.models import Affiliation
from forum.people.queries import ENTRY
from forum.workspace import organisation_queries
from forum.workspace.organisation_queries import Preview
from forum.workspace.register_queries import OF_ENTRY


@dataclass(frozen=True)
class Question:
    """Two entries that may be one, with what speaks for it. `leading_id`: the one that is ticked
    at first, the whole where one is a part."""

    pair: OrganisationPair
    preview: Preview
    verdict: Verdict
    leading_id: int


def count() -> int:
    """How many pairs wait for a decision; one query."""
    return (
        db.session.scalar(select(func.count(OrganisationPair.id)).where(organisations.is_open()))
        or 0
    )


def find_next() -> Question | None:
    """The pair that concerns most people and was not put off; a constant number of queries."""
    pair = db.session.scalars(_in_order().limit(1)).first()
    if pair is None:
        return None
    shown = organisation_queries.preview(pair.first, pair.second)
    verdict = suggesting.judge(pair.first.name, pair.second.name)
    return Question(pair, shown, verdict, _leading(pair, shown, verdict))


def _in_order() -> Select[OrganisationPair]:
    """Open pairs: those that were put off last, then by how many people come from those of the two
    that nobody has confirmed yet."""
    first, second = aliased(Organisation), aliased(Organisation)
    counts = (
        select(OF_ENTRY.label("id"), func.count(func.distinct(Affiliation.person_id)).label("many"))
        .select_from(Affiliation)
        .join(ENTRY, ENTRY.id == Affiliation.organisation_id)
        .group_by(OF_ENTRY)
        .subquery()
    )
    ones, others = counts.alias(), counts.alias()
    people = case((first.status == Status.PROPOSED, func.coalesce(ones.c.many, 0)), else_=0) + case(
        (second.status == Status.PROPOSED, func.coalesce(others.c.many, 0)), else_=0
    )
    return (
        select(OrganisationPair)
        .join(first, first.id == OrganisationPair.first_id)
        .join(second, second.id == OrganisationPair.second_id)
        .outerjoin(ones, ones.c.id == OrganisationPair.first_id)
        .outerjoin(others, others.c.id == OrganisationPair.second_id)
        .where(organisations.is_open())
        .options(joinedload(OrganisationPair.first), joinedload(OrganisationPair.second))
        .order_by(
            case((OrganisationPair.decision == Decision.LATER, 1), else_=0),
            OrganisationPair.decided_at,
            people.desc(),
            OrganisationPair.id,
        )
    )


def _leading(pair: OrganisationPair, shown: Preview, verdict: Verdict) -> int:
    if verdict.kind is Kind.PART_OF and verdict.part is not None:
        return (pair.second_id, pair.first_id)[verdict.part]
    return leads(shown)


def leads(shown: Preview) -> int:
    """Which of two entries is offered as the leading one."""
    one, other = shown.one, shown.other
    first = rules.leads_by_itself(
        one_is_confirmed=one.organisation.status is Status.CONFIRMED,
        other_is_confirmed=other.organisation.status is Status.CONFIRMED,
        one_name=one.organisation.name,
        other_name=other.organisation.name,
        one_people=one.numbers.people,
        other_people=other.numbers.people,
    )
    return (one if first else other).organisation.id
