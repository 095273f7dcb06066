"""Naming colleagues for a forum, and their answers. Naming enters nobody and takes no place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forum.base import clock, database, limiting, links
from forum.base.refusal import Refused
from forum.base.text import _
from forum.base.typed import address_key
from forum.events import rules as event_rules
from forum.events.models import Event
from forum.mail import service as mail
from forum.organisations.models import Sector
from forum.registration import identities, places
from forum.registration import queries as registrations
from forum.registration import service as registration
from forum.registration.details import Details
from forum.registration.models import Registration
from forum.teams.models import Answer, TeamMember, TeamProposal

CONFIRM = "team-confirm"
ASK = "team-proposed"
UNCONFIRMED_FOR = timedelta(hours=48)
"""So long a proposal is kept whose address nobody has confirmed."""
CLOSED = _("Registration for this forum is closed.")


@dataclass(frozen=True)
class Colleague:
    """Somebody who is named, with an address of their own."""

    first_name: str
    last_name: str
    email: str


@dataclass(frozen=True)
class Team:
    """Who names whom, and where all of them work."""

    name: str
    email: str
    organisation: str
    sector: Sector
    colleagues: Sequence[Colleague]


def propose(event_id: int, team: Team, *, language: str, client: str = "") -> None:
    """Keeps whom somebody names and asks for the address of who names them; nobody else is
    written to.

    Raises:
        Refused: registration is not open, or this is done too often.
    """
    with database.transaction() as session:
        event = session.get_one(Event, event_id)
        limiting.check(session, limiting.PER_CLIENT, "team", str(event_id), client)
        limiting.check(session, limiting.PER_ADDRESS, "team", address_key(team.email))
        _require_open(event)
        proposal = TeamProposal(
            event_id=event_id,
            name=team.name,
            email=team.email,
            organisation=team.organisation,
            sector=team.sector,
            language=language,
            link_id=links.new_id(),
            created_at=clock.now(),
            members=[_member(event_id, one) for one in team.colleagues],
        )
        session.add(proposal)
        session.flush()
        mail.queue(session, CONFIRM, proposal.id, event_id=event_id)
    mail.wake()


def _member(event_id: int, one: Colleague) -> TeamMember:
    return TeamMember(
        event_id=event_id,
        first_name=one.first_name,
        last_name=one.last_name,
        email=one.email,
        email_key=identities.sealed(address_key(one.email)),
        link_id=links.new_id(),
    )


def _require_open(event: Event) -> None:
    if event_rules.phase(event, clock.now()) is not event_rules.Phase.OPEN:
        raise Refused(CLOSED)


def ask(proposal_id: int) -> None:
    """The address of who names colleagues is right: each of them is asked, once for a forum
    whoever names them. Again changes nothing.

    Raises:
        Refused: registration has closed meanwhile.
    """
    with database.transaction() as session:
        proposal = session.get_one(TeamProposal, proposal_id)
        event = places.lock_event(session, proposal.event_id)
        session.refresh(proposal)
        if proposal.confirmed_at is None:
            _require_open(event)
            proposal.confirmed_at = clock.now()
            asked = set(
                session.scalars(
                    select(TeamMember.email_key).where(
                        TeamMember.event_id == event.id, TeamMember.asked_at.is_not(None)
                    )
                )
            )
            new = [one for one in proposal.members if one.email_key not in asked]
            for one in new:
                one.asked_at = proposal.confirmed_at
                mail.queue(session, ASK, one.id, event_id=event.id)
    mail.wake()


def accept(member: TeamMember, *, language: str) -> Registration | None:
    """Registers somebody who says yes, with a place or on the waiting list, as if they had sent the
    form and confirmed their address; None where they have answered before.

    A registration that this address had already stays as it is: whoever typed it may have been
    somebody else, so that it is confirmed on its own page, where one sees what it says.

    Raises:
        Refused: registration is closed.
    """
    if member.answer is not Answer.OPEN or member.email is None:
        return None
    event_id, email, by = member.event_id, member.email, member.proposal
    said = Details(
        first_name=member.first_name,
        last_name=member.last_name,
        phone="",
        organisation=by.organisation,
        sector=by.sector,
        role="",
    )
    sent = registration.Application(said, email=email, language=language, decisions={})
    before = _registered(event_id, email)
    registration.register(event_id, sent)
    own = before or _registered(event_id, email)
    if before is None and own is not None:
        registration.confirm_address(own.id)
    with database.transaction() as session:
        _answer(session, member.id, Answer.YES)
    return own


def _registered(event_id: int, email: str) -> Registration | None:
    """The active registration of an address for a forum."""
    key = address_key(email)
    found = registrations.active_of_address((key, identities.sealed(key)))
    return next((one for one in found if one.event_id == event_id), None)


def decline(member: TeamMember) -> None:
    """Notes that somebody does not want to come and deletes their address. Again changes
    nothing."""
    with database.transaction() as session:
        _answer(session, member.id, Answer.NO)


def _answer(session: Session, member_id: int, answer: Answer) -> None:
    member = session.get_one(TeamMember, member_id, populate_existing=True, with_for_update=True)
    if member.answer is Answer.OPEN:
        member.answer, member.answered_at, member.email = answer, clock.now(), None


def forget() -> None:
    """Deletes who was named once their forum begins, and proposals whose address nobody confirmed
    in time. Safe to repeat."""
    now = clock.now()
    begun = select(Event.id).where(Event.starts_at <= now)
    unconfirmed = TeamProposal.confirmed_at.is_(None) & (
        TeamProposal.created_at <= now - UNCONFIRMED_FOR
    )
    over = TeamProposal.event_id.in_(begun) | unconfirmed
    with database.transaction() as session:
        session.execute(delete(TeamProposal).where(over))
