"""What can be asked about the cards, groups and outcomes of islands while they are collected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from forum.base.database import db
from forum.events.models import Island
from forum.islands.models import Assignment
from forum.islands.queries import find_published
from forum.organisations.models import Organisation
from forum.people.models import Affiliation
from forum.registration import queries as registrations
from forum.registration.models import Registration, State
from forum.results import capture_rules as rules
from forum.results import passages, queries, voting
from forum.results.capture_models import SheetPhoto
from forum.results.commitment_models import Commitment, CommitmentParty
from forum.results.models import CardColumn, CardGroup, CardVote, ResultCard
from forum.results.outcome_models import Finding


@dataclass(frozen=True)
class Board:
    """The cards and groups of an island. `dots`: by the group's id; `names`: words of the names of
    those who take part, for finding passages about people."""

    cards: Sequence[ResultCard]
    groups: Sequence[CardGroup]
    dots: Mapping[int, int]
    names: frozenset[str]

    def hints(self, card: ResultCard) -> list[str]:
        """The passages of a card that may be about a person."""
        text = card.text
        return [text[one.start : one.end].strip(" ,") for one in passages.find(text, self.names)]

    def of(self, column: CardColumn) -> list[ResultCard]:
        """The cards of a column that are in no group."""
        return [one for one in self.cards if one.column is column and one.group_id is None]

    def weight(self, group: CardGroup) -> int:
        """Dots and hands for a group."""
        return self.dots.get(group.id, 0) + (group.hands or 0)

    @property
    def by_weight(self) -> list[CardGroup]:
        """The groups, the heaviest first."""
        return sorted(self.groups, key=lambda group: (-self.weight(group), group.id))

    @property
    def conflicts(self) -> list[ResultCard]:
        """The cards with two texts between which the host has to choose."""
        return [one for one in self.cards if one.other_text]


def board(island: Island, *, for_table: bool = False) -> Board:
    """What an island has so far; a constant number of statements.

    Tables learn nothing from names of people who registered: who sits there could try them out.
    """
    cards = db.session.scalars(
        select(ResultCard)
        .where(ResultCard.island_id == island.id, ResultCard.removed_at.is_(None))
        .order_by(ResultCard.id)
    ).all()
    groups = db.session.scalars(
        select(CardGroup)
        .where(CardGroup.island_id == island.id)
        .options(selectinload(CardGroup.cards.and_(ResultCard.removed_at.is_(None))))
        .order_by(CardGroup.id)
    ).all()
    names = frozenset[str]() if for_table else queries.known_names(island.event_id)
    return Board(cards, groups, _dots(island.id), names)


def seen(island_id: int) -> str:
    """A word for the cards of an island as they are; another one as soon as one of them changes."""
    query = select(
        func.count(), func.sum(ResultCard.version), func.max(ResultCard.changed_at)
    ).where(ResultCard.island_id == island_id)
    number, versions, last = db.session.execute(query).one()
    return f"{number}-{versions or 0}-{last.isoformat() if last else 0}"


def _dots(island_id: int) -> dict[int, int]:
    query = (
        select(CardVote.group_id, func.sum(CardVote.dots))
        .join(CardGroup, CardGroup.id == CardVote.group_id)
        .where(CardGroup.island_id == island_id)
        .group_by(CardVote.group_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def own_dots(island_id: int, voter: str) -> dict[str, int]:
    """How somebody's dots lie, by the keys of the groups."""
    query = (
        select(CardGroup.key, CardVote.dots)
        .join(CardVote, CardVote.group_id == CardGroup.id)
        .where(CardVote.voter == voting.voter_of(island_id, voter))
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def outcomes(island_id: int) -> dict[int, Finding]:
    """What has been agreed on, by the group's id."""
    query = (
        select(Finding)
        .join(CardGroup, CardGroup.id == Finding.agreed_group_id)
        .where(CardGroup.island_id == island_id)
        .options(
            joinedload(Finding.demand),
            joinedload(Finding.commitment)
            .selectinload(Commitment.parties)
            .joinedload(CommitmentParty.organisation),
        )
    )
    found = db.session.scalars(query).all()
    return {one.agreed_group_id: one for one in found if one.agreed_group_id is not None}


@dataclass(frozen=True)
class Candidate:
    """Somebody who is here and may take a step on."""

    id: int
    name: str
    organisation: str


def candidates(island: Island) -> list[Candidate]:
    """Who is checked in and comes to this island in any round, by organisation; without those
    who must appear nowhere, and without those who have no organisation."""
    plan = find_published(island.event_id)
    if plan is None:
        return []
    query = (
        select(Registration)
        .join(Assignment, Assignment.registration_id == Registration.id)
        .where(
            Assignment.plan_id == plan.id,
            Assignment.island_id == island.id,
            Registration.state == State.CHECKED_IN,
            Registration.is_protected.is_(False),
        )
        .options(
            joinedload(Registration.person),
            joinedload(Registration.event),
            joinedload(Registration.affiliation)
            .joinedload(Affiliation.entry)
            .joinedload(Organisation.merged_into),
        )
        .distinct()
    )
    found = [
        Candidate(one.id, one.person.name, registrations.organisation_of(one))
        for one in db.session.scalars(query).unique()
    ]
    return sorted(
        (one for one in found if one.organisation), key=lambda one: (one.organisation, one.name)
    )


def paper_numbers(island_id: int) -> set[int]:
    """Which numbers of the paper sheet are typed in already."""
    query = select(ResultCard.number).where(
        ResultCard.island_id == island_id, ResultCard.number.in_(rules.PAPER)
    )
    return set(db.session.scalars(query))


def photos_of(island_id: int) -> Sequence[SheetPhoto]:
    """What stands on the flip charts of an island, without the pictures themselves."""
    query = select(SheetPhoto).where(SheetPhoto.island_id == island_id).order_by(SheetPhoto.id)
    return db.session.scalars(query).all()
