"""What can be done when a host cannot come: put somebody in their place, and take it back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.audit import service as audit
from forum.base import clock, database, links
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events import queries, team_queries
from forum.events.models import Event, Island
from forum.events.team_models import IslandHost, TeamRole
from forum.events.team_rules import Why
from forum.mail import service as mail
from forum.mail.models import Message

STANDS_IN, RELEASED, TEAM_CHANGED = "host-stands-in", "host-released", "host-team-changed"


def cannot_come(event_id: int, host_id: int, *, by: int) -> IslandHost | None:
    """Notes that somebody of a team cannot come; where it is a host and the island has a deputy,
    the deputy stands in at once and is told. Their own link rests meanwhile. Again changes
    nothing. Returns who stands in."""
    with database.transaction() as session:
        host = _locked(session, event_id, host_id)
        if host.away_at is None:
            host.away_at = clock.now()
            _note(session, "host_away", host, by)
            if host.role is TeamRole.HOST:
                _put_in_deputy(session, host, by)
        stand_in = _stand_in_of(session, host)
    mail.wake()
    return stand_in


def ask(event_id: int, host_id: int, other_id: int, *, by: int) -> IslandHost:
    """Puts somebody in for a host who cannot come, as suggested, and tells them. Again changes
    nothing. Returns who stands in.

    Raises:
        Refused: the host can come after all, somebody else stands in already, or whoever was
            suggested is needed elsewhere by now.
    """
    with database.transaction() as session:
        host, other = _locked(session, event_id, host_id), queries.get_host(event_id, other_id)
        stand_in = _stand_in_of(session, host)
        if stand_in is None:
            _check_wanted(session, host, other)
            stand_in = _put_in(session, host, other, by)
        elif other_id not in {stand_in.id, stand_in.lent_by_id}:
            raise Refused(_("%(name)s stands in already.", name=stand_in.name))
    mail.wake()
    return stand_in


def can_come(event_id: int, host_id: int, *, by: int) -> None:
    """Takes back that somebody cannot come; whoever stands in is what they were before, and is
    told if they had been told. Again changes nothing."""
    with database.transaction() as session:
        host = _locked(session, event_id, host_id)
        elsewhere, stand_in = _helping_out(session, host), _stand_in_of(session, host)
        if elsewhere is not None:
            _release(session, elsewhere, by)
        elif host.away_at is not None:
            host.away_at = None
            _note(session, "host_back", host, by)
            if stand_in is not None:
                _release(session, stand_in, by)
    mail.wake()


def take_back(event_id: int, stand_in_id: int, *, by: int) -> None:
    """Takes back that somebody stands in, because they cannot; the host stays away. Again changes
    nothing."""
    with database.transaction() as session:
        host = _locked(session, event_id, stand_in_id)
        if host.stands_in_for_id is not None or host.lent_by_id is not None:
            _release(session, host, by)
    mail.wake()


def let_go(session: Session, hosts: Sequence[IslandHost]) -> None:
    """Before these are deleted, in the caller's transaction: whoever was lent is in their own team
    again."""
    for host in hosts:
        if host.lent_by_id is not None and host.away_at is None:
            session.get_one(IslandHost, host.lent_by_id).away_at = None


def start_over(session: Session, event_id: int, *, by: int) -> None:
    """For another day, in the caller's transaction: nobody stands in, and every host is asked
    anew."""
    of_event = IslandHost.island.has(event_id=event_id)
    standing = select(IslandHost).where(of_event, IslandHost.stands_in_for_id.is_not(None))
    while (one := session.scalars(standing.limit(1)).first()) is not None:
        _release(session, one, by)
    for host in session.scalars(select(IslandHost).where(of_event)):
        host.away_at = None


def _locked(session: Session, event_id: int, host_id: int) -> IslandHost:
    """A host of a forum, as they stand now that nobody else can change the teams."""
    session.get_one(Event, event_id, with_for_update=True)
    return queries.get_host(event_id, host_id)


def _stand_in_of(session: Session, host: IslandHost) -> IslandHost | None:
    query = select(IslandHost).where(IslandHost.stands_in_for_id == host.id)
    return session.scalars(query).first()


def _helping_out(session: Session, host: IslandHost) -> IslandHost | None:
    """The row of somebody on the island where they help out."""
    query = select(IslandHost).where(IslandHost.lent_by_id == host.id)
    return session.scalars(query).first()


def _suggestions(session: Session, host: IslandHost) -> list[team_queries.Suggestion]:
    of_forum = (
        select(IslandHost)
        .join(IslandHost.island)
        .where(Island.event_id == host.island.event_id)
        .order_by(Island.position, IslandHost.id)
        .execution_options(populate_existing=True)
    )
    session.flush()
    return team_queries.suggestions_for(session.scalars(of_forum).all(), host)


def _put_in_deputy(session: Session, host: IslandHost, by: int) -> None:
    for found in _suggestions(session, host):
        if found.why is Why.OWN_DEPUTY:
            _put_in(session, host, found.host, by)
            return


def _check_wanted(session: Session, host: IslandHost, other: IslandHost) -> None:
    if host.away_at is None or host.role is not TeamRole.HOST:
        raise Refused(_("%(name)s can come after all.", name=host.name))
    if other.id not in {found.host.id for found in _suggestions(session, host)}:
        raise Refused(
            _("%(name)s is needed elsewhere by now. Please choose again.", name=other.name)
        )


def _put_in(session: Session, host: IslandHost, other: IslandHost, by: int) -> IslandHost:
    """Makes somebody a host in the place of another; who comes from another island has a row and
    a link of their own here, and their team is told that they are gone."""
    stand_in = other
    if other.island_id != host.island_id:
        stand_in = IslandHost(
            island_id=host.island_id,
            name=other.name,
            organisation=other.organisation,
            email=other.email,
            lent_by_id=other.id,
            link_id=links.new_id(),
        )
        session.add(stand_in)
        other.away_at = clock.now()
        _tell_team(session, other)
    stand_in.role_before, stand_in.role = other.role, TeamRole.HOST
    stand_in.stands_in_for_id = host.id
    session.flush()
    _tell(session, STANDS_IN, stand_in, host.island)
    _note(session, "host_stands_in", host, by)
    return stand_in


def _release(session: Session, stand_in: IslandHost, by: int) -> None:
    """Ends that somebody stands in, and with it whoever stands in for them."""
    further = _stand_in_of(session, stand_in)
    if further is not None:
        _release(session, further, by)
    was_told = _was_told(session, stand_in)
    _note(session, "host_released", stand_in, by)
    stays = stand_in
    if stand_in.lent_by_id is not None:
        stays = session.get_one(IslandHost, stand_in.lent_by_id)
        stays.away_at = stand_in.away_at
        session.delete(stand_in)
        _tell_team(session, stays)
    else:
        stand_in.stands_in_for_id = None
        stand_in.role, stand_in.role_before = stand_in.role_before or stand_in.role, None
    session.flush()
    if was_told:
        _tell(session, RELEASED, stays, stays.island)


def _was_told(session: Session, stand_in: IslandHost) -> bool:
    sent = select(Message.id).where(
        Message.kind == STANDS_IN,
        Message.about_id == stand_in.id,
        Message.sent_at.is_not(None),
    )
    return session.scalars(sent.limit(1)).first() is not None


def _tell_team(session: Session, one: IslandHost) -> None:
    """Tells the hosts of an island that somebody of their team has gone, or is back."""
    session.flush()
    others = select(IslandHost).where(
        IslandHost.island_id == one.island_id,
        IslandHost.id != one.id,
        IslandHost.role == TeamRole.HOST,
        IslandHost.away_at.is_(None),
    )
    for host in session.scalars(others).all():
        _tell(session, TEAM_CHANGED, host, one.island)


def _tell(session: Session, kind: str, host: IslandHost, island: Island) -> None:
    if host.email:
        mail.queue(session, kind, host.id, event_id=island.event_id)


def _note(session: Session, action: str, host: IslandHost, by: int) -> None:
    island = session.get_one(Island, host.island_id)
    audit.note(session, action, event_id=island.event_id, by=by, detail=island.letter)
