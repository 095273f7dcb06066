"""Who of the island teams learns of a draft: by mail, or told by the organisers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from forum.audit import service as audit
from forum.base import clock, database
from forum.events.models import Event, Island
from forum.events.team_models import IslandHost
from forum.mail.models import Message
from forum.results.outcome_models import Finding, FindingSource
from forum.results.release_models import DraftTold, Release

MAIL = "results-draft"


@dataclass(frozen=True)
class Member:
    """Somebody of a team that may object. `mailed_at`: when the mail left; `is_back`: it did not
    arrive; `told_at`: when the organisers told them."""

    host: IslandHost
    mailed_at: datetime | None
    is_back: bool
    told_at: datetime | None

    @property
    def must_be_told(self) -> bool:
        """Whether no mail reaches this person and nobody has told them yet."""
        return self.told_at is None and (self.is_back or not self.host.email)


def asked(event_id: int) -> Select[IslandHost]:
    """Who may object: the teams of the islands that a finding comes from, by island."""
    return (
        select(IslandHost)
        .join(IslandHost.island)
        .where(
            IslandHost.away_at.is_(None),
            IslandHost.island_id.in_(
                select(FindingSource.island_id)
                .join(Finding, Finding.id == FindingSource.finding_id)
                .where(Finding.event_id == event_id, Finding.withdrawn_at.is_(None))
            ),
        )
        .order_by(Island.position, IslandHost.id)
    )


def without_address(event_id: int) -> Sequence[IslandHost]:
    """Whom nobody can write to, before a version is prepared."""
    query = asked(event_id).where(IslandHost.email == "").options(joinedload(IslandHost.island))
    return database.db.session.scalars(query).all()


def members(prepared: Release) -> list[Member]:
    """Who of the teams was written to or told of a first version, who has to be told first; none
    for later versions. Three statements."""
    if prepared.version:
        return []
    session = database.db.session
    query = asked(prepared.event_id).options(joinedload(IslandHost.island))
    hosts = session.scalars(query).all()
    mails = session.scalars(
        select(Message)
        .where(
            Message.kind == MAIL,
            Message.event_id == prepared.event_id,
            Message.created_at >= prepared.prepared_at,
        )
        .order_by(Message.id)
    ).all()
    last = {one.about_id: one for one in mails}
    said = select(DraftTold.host_id, DraftTold.at).where(DraftTold.release_id == prepared.id)
    told = {row[0]: row[1] for row in session.execute(said)}
    found = [
        Member(
            host,
            last[host.id].sent_at if host.id in last else None,
            host.id in last and last[host.id].given_up_at is not None,
            told.get(host.id),
        )
        for host in hosts
    ]
    return sorted(found, key=lambda one: not one.must_be_told)


def find_member(prepared: Release, host_id: int) -> Member | None:
    """One of those; None where nobody of this id is asked."""
    return next((one for one in members(prepared) if one.host.id == host_id), None)


def note_told(prepared: Release, host_id: int, *, by: int) -> None:
    """Notes that somebody who is asked was told of the draft. Again changes nothing."""
    with database.transaction() as session:
        session.get_one(Event, prepared.event_id, with_for_update=True)
        member = find_member(prepared, host_id)
        if member is not None and member.told_at is None:
            session.add(DraftTold(release_id=prepared.id, host_id=host_id, at=clock.now()))
            audit.note(
                session, "results.team_told", event_id=prepared.event_id, by=by, detail=str(host_id)
            )
