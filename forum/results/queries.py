"""What can be asked about results: at the desk, and by anybody once they are released."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from forum.base.database import db
from forum.base.refusal import NotFound
from forum.events import queries as events
from forum.events.models import Event, Island
from forum.organisations.models import Organisation
from forum.people.models import Person
from forum.registration.models import Registration
from forum.results import passages, publicity
from forum.results.commitment_models import Commitment, CommitmentParty
from forum.results.models import ResultCard
from forum.results.outcome_models import Finding, FindingKind, FindingSource
from forum.results.passages import Passage
from forum.results.publicity import Beside
from forum.results.release_models import Objection, Release

ORDER = {kind: place for place, kind in enumerate(FindingKind)}


@dataclass(frozen=True)
class Drafted:
    """A finding at the desk: what was merged into it, what an island agreed on beside it or what
    it was agreed on for (`related`), the islands it comes from, all its votes, and the passages
    that may be about a person where nobody has looked yet, in its sentence and in the words that
    become public beside it."""

    finding: Finding
    merged: Sequence[Finding]
    related: Sequence[Finding]
    islands: Sequence[Island]
    cards: Sequence[ResultCard]
    votes: int
    passages: Sequence[Passage]
    beside: Sequence[Beside]

    @property
    def needs_eyes(self) -> bool:
        """Whether somebody has to look at it before it becomes public."""
        return bool(self.passages or self.beside)


def _whole(query: Select[Finding]) -> Select[Finding]:
    """The same findings with everything that a page shows of them."""
    return query.options(
        selectinload(Finding.sources).joinedload(FindingSource.island),
        selectinload(Finding.sources).joinedload(FindingSource.card),
        selectinload(Finding.released_islands),
        joinedload(Finding.demand),
        joinedload(Finding.commitment)
        .selectinload(Commitment.parties)
        .options(
            joinedload(CommitmentParty.organisation).joinedload(Organisation.merged_into),
            joinedload(CommitmentParty.registration).joinedload(Registration.person),
        ),
    )


def desk(event_id: int) -> list[Drafted]:
    """Everything on the desk of a forum: by kind, then by votes. Constant queries."""
    found = db.session.scalars(
        _whole(select(Finding).where(Finding.event_id == event_id).order_by(Finding.id))
    ).all()
    names = known_names(event_id)
    drafted = [
        _drafted(one, [other for other in found if other.merged_into_id == one.id], found, names)
        for one in found
        if one.merged_into_id is None
    ]
    return sorted(drafted, key=lambda one: (ORDER[one.finding.kind], -one.votes, one.finding.id))


def _related(whole: Sequence[Finding], found: Sequence[Finding]) -> list[Finding]:
    """What stands for the same groups of cards as a finding with all that was merged into it."""
    groups = {group for one in whole for group in one.groups}
    heads = {other.merged_into_id or other.id for other in found if groups & other.groups}
    return [one for one in found if one.id in heads and one not in whole]


def _drafted(
    finding: Finding, merged: Sequence[Finding], found: Sequence[Finding], names: frozenset[str]
) -> Drafted:
    sources = [source for one in (finding, *merged) for source in one.sources]
    islands = {source.island_id: source.island for source in sources}
    cards = {source.card.id: source.card for source in sources if source.card}
    is_seen = finding.cleared_at is not None or finding.withdrawn_at is not None
    return Drafted(
        finding=finding,
        merged=merged,
        related=_related([finding, *merged], found),
        islands=sorted(islands.values(), key=lambda island: island.position),
        cards=sorted(cards.values(), key=lambda card: (card.island_id, card.number)),
        votes=finding.votes + sum(one.votes for one in merged),
        passages=() if is_seen else passages.find(finding.text, names),
        beside=() if is_seen else publicity.beside(finding, names),
    )


def get_drafted(event_id: int, finding_id: int) -> Drafted:
    """One finding of a forum as it lies on the desk.

    Raises:
        NotFound: this forum has no such finding, or it was merged into another.
    """
    for one in desk(event_id):
        if one.finding.id == finding_id:
            return one
    raise NotFound(events.GONE)


def known_names(event_id: int) -> frozenset[str]:
    """The words of the participants' names; of protected people only what they chose."""
    query = (
        select(Person.first_name, Person.last_name)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.event_id == event_id, Registration.is_protected.is_(False))
    )
    return passages.known_names([(first, last) for first, last in db.session.execute(query)])


def unseen(event_id: int) -> list[Drafted]:
    """The findings with passages that may be about a person and that nobody has looked at."""
    return [one for one in desk(event_id) if one.needs_eyes]


def has_findings(event_id: int) -> bool:
    query = select(exists().where(Finding.event_id == event_id, Finding.withdrawn_at.is_(None)))
    return bool(db.session.scalar(query))


def find_before(event: Event) -> Event | None:
    """The published forum of the same series that was over before this one begins; the latest."""
    if not event.series:
        return None
    query = select(Event).where(
        Event.series == event.series,
        Event.id != event.id,
        Event.published_at.is_not(None),
        Event.ends_at <= event.starts_at,
    )
    return db.session.scalars(query.order_by(Event.starts_at.desc())).first()


def find_prepared(event_id: int) -> Release | None:
    """The version that waits for its release."""
    query = select(Release).where(Release.event_id == event_id, Release.released_at.is_(None))
    return db.session.scalars(query).first()


def find_draft(island: Island) -> Release | None:
    """The version that waits for its release, where this island has a sentence in it."""
    prepared = find_prepared(island.event_id)
    return prepared if prepared and findings_of_island(island.event_id, island.id) else None


def releases(event_id: int) -> Sequence[Release]:
    """The versions that were released, newest first."""
    query = select(Release).where(Release.event_id == event_id, Release.released_at.is_not(None))
    return db.session.scalars(query.order_by(Release.version.desc())).all()


def objections(release_id: int) -> Sequence[Objection]:
    """What island teams said of a draft, agreement left out; open ones first."""
    query = (
        select(Objection)
        .where(Objection.release_id == release_id, Objection.finding_id.is_not(None))
        .options(
            joinedload(Objection.finding),
            joinedload(Objection.host),
        )
        .order_by(Objection.settled_at.is_not(None), Objection.id)
    )
    return db.session.scalars(query).all()


def get_objection(event_id: int, objection_id: int) -> Objection:
    """An objection to a version of this forum.

    Raises:
        NotFound: this forum has no such objection.
    """
    query = (
        select(Objection)
        .join(Release, Release.id == Objection.release_id)
        .where(
            Objection.id == objection_id,
            Objection.finding_id.is_not(None),
            Release.event_id == event_id,
        )
        .options(joinedload(Objection.finding), joinedload(Objection.host))
    )
    found = db.session.scalars(query).first()
    if found is None:
        raise NotFound(events.GONE)
    return found


def open_objections(release_id: int) -> int:
    query = select(func.count(Objection.id)).where(
        Objection.release_id == release_id,
        Objection.finding_id.is_not(None),
        Objection.settled_at.is_(None),
    )
    return db.session.scalar(query) or 0


def answers_of(release_id: int, host_id: int) -> Sequence[Objection]:
    """What somebody of a team has said of a draft."""
    query = select(Objection).where(
        Objection.release_id == release_id, Objection.host_id == host_id
    )
    return db.session.scalars(query.order_by(Objection.id)).all()


def findings_of_island(event_id: int, island_id: int) -> Sequence[Finding]:
    """The findings, not merged and not withdrawn, that come from an island, also through others
    that were merged into them."""
    merged = aliased(Finding)
    of_island = select(FindingSource.finding_id).where(FindingSource.island_id == island_id)
    query = (
        select(Finding)
        .where(
            Finding.event_id == event_id,
            Finding.merged_into_id.is_(None),
            Finding.withdrawn_at.is_(None),
            or_(
                Finding.id.in_(of_island),
                Finding.id.in_(select(merged.merged_into_id).where(merged.id.in_(of_island))),
            ),
        )
        .options(joinedload(Finding.demand))
        .order_by(Finding.id)
    )
    found = db.session.scalars(query).all()
    return sorted(found, key=lambda one: (ORDER[one.kind], -one.votes, one.id))
