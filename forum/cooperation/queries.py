"""What can be asked about next steps after the forum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from forum.base import addresses, clock, links
from forum.base.database import db
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.cooperation import rules
from forum.cooperation.models import FollowUp, Occasion
from forum.events.models import Event
from forum.organisations.models import Organisation
from forum.registration.models import Registration
from forum.results import queries as results
from forum.results import rules as result_rules
from forum.results.commitment_models import Commitment, CommitmentParty, Progress
from forum.results.demand_models import Demand, DemandStatus
from forum.results.outcome_models import Finding
from forum.results.release_models import Release

STEP = "next-step"
"""The purpose of the links of those who answer for a next step."""
GONE = _("This link belongs to no next step (any more). Please ask the organisers for a new one.")
_WHOLE = (
    joinedload(CommitmentParty.organisation).joinedload(Organisation.merged_into),
    joinedload(CommitmentParty.registration).joinedload(Registration.person),
)


def open_parties() -> list[tuple[CommitmentParty, datetime]]:
    """Everybody who answers for a published next step that goes on, with when it was published."""
    first = (
        select(Release.event_id, func.min(Release.released_at).label("at"))
        .where(Release.released_at.is_not(None))
        .group_by(Release.event_id)
        .subquery()
    )
    query = (
        select(CommitmentParty, first.c.at)
        .join(CommitmentParty.commitment)
        .join(Commitment.finding)
        .join(Finding.event)
        .join(first, first.c.event_id == Event.id)
        .where(
            Finding.released_text.is_not(None),
            Finding.withdrawn_at.is_(None),
            CommitmentParty.declined_at.is_(None),
            CommitmentParty.progress.not_in([*rules.ENDED]),
            Event.cancelled_at.is_(None),
        )
        .options(
            contains_eager(CommitmentParty.commitment)
            .contains_eager(Commitment.finding)
            .contains_eager(Finding.event),
            *_WHOLE,
        )
        .order_by(CommitmentParty.id)
    )
    return [(party, at) for party, at in db.session.execute(query)]


def asked(party: CommitmentParty, released_at: datetime) -> rules.Asked:
    """What decides whether this organisation is asked."""
    event = party.commitment.finding.event
    return rules.Asked(
        released_at=max(released_at, party.since),
        day=clock.in_berlin(event.starts_at).date(),
        due_on=party.commitment.due_on,
        confirmed_at=party.confirmed_at,
        declined_at=party.declined_at,
        progress=party.progress,
        said_at=party.said_at,
    )


def noted() -> dict[int, dict[Occasion, datetime]]:
    """On which occasions each organisation of a next step was asked already, and when."""
    found: dict[int, dict[Occasion, datetime]] = defaultdict(dict)
    for row in db.session.execute(select(FollowUp.party_id, FollowUp.occasion, FollowUp.at)):
        found[row.party_id][row.occasion] = row.at
    return found


def address_of(party: CommitmentParty) -> str:
    """Where its person is written to; empty where nobody is, and somebody has to call.

    Whoever has left the organisation gets no more mail about it.
    """
    registration = party.registration
    if registration is None:
        return party.email
    if registration.email_key is None or registration.is_protected or registration.bounced_at:
        return ""
    affiliation = registration.affiliation
    has_left = affiliation is not None and affiliation.valid_to is not None
    return "" if has_left else registration.email or ""


def link_of(party: CommitmentParty) -> str:
    """The full address of the page on which its person answers."""
    return addresses.absolute("next_steps.page", token=token_of(party))


def token_of(party: CommitmentParty) -> str:
    key = current_app.config["SECRET_KEY"]
    return links.token(key, STEP, party.link_id, party.link_revision)


def get_by_token(token: str) -> CommitmentParty:
    """The organisation of a next step that a link belongs to.

    Raises:
        NotFound: there is none, or somebody else answers for it now.
    """
    link_id = links.link_id_of(token)
    query = (
        select(CommitmentParty)
        .where(CommitmentParty.link_id == link_id)
        .options(
            joinedload(CommitmentParty.commitment)
            .joinedload(Commitment.finding)
            .joinedload(Finding.event),
            *_WHOLE,
        )
    )
    party = db.session.scalars(query).first() if link_id else None
    key = current_app.config["SECRET_KEY"]
    if party is None or not links.opens(token, key, STEP, party.link_id, party.link_revision):
        raise NotFound(GONE)
    return party


def of_same_person(party: CommitmentParty) -> list[CommitmentParty]:
    """Everything that goes on and that the same address answers for, this one first."""
    address = address_of(party)
    others = [
        one
        for one, _at in open_parties()
        if one.id != party.id and address and address_of(one) == address
    ]
    return [party, *others]


@dataclass(frozen=True)
class Followed:
    """A next step in the cockpit: how it stands, and what needs somebody's attention."""

    finding: Finding
    progress: Progress | None
    is_overdue: bool
    needs_owner: bool
    to_call: Sequence[CommitmentParty]

    @property
    def contradicts(self) -> bool:
        """Whether its organisations say opposite things; for the organisers only."""
        return self.progress is None


def followed(event_id: int) -> list[Followed]:
    """The published next steps of a forum, in a constant number of queries."""
    today = clock.in_berlin(clock.now()).date()
    called = set(db.session.scalars(_to_call()))
    found = []
    for one in results.desk(event_id):
        step = one.finding.commitment
        if step is None or one.finding.released_text is None or one.finding.withdrawn_at:
            continue
        confirmed = [party for party in step.parties if party.confirmed_at is not None]
        progress = result_rules.progress_of([party.progress for party in confirmed])
        waits = [p for p in step.parties if p.declined_at is None and p.progress not in rules.ENDED]
        found.append(
            Followed(
                finding=one.finding,
                progress=progress,
                is_overdue=result_rules.is_overdue(step.due_on, progress, today),
                needs_owner=not any(party.is_lead for party in confirmed),
                to_call=[party for party in waits if party.id in called],
            )
        )
    return found


def _to_call() -> Select[int]:
    """Who was asked in vain: no message could go out, or the second one got no answer either."""
    answered = func.coalesce(CommitmentParty.said_at, CommitmentParty.confirmed_at)
    return (
        select(FollowUp.party_id)
        .join(FollowUp.party)
        .where(
            or_(FollowUp.is_mailed.is_(False), FollowUp.occasion.in_(rules.LAST_MAILS)),
            or_(answered.is_(None), FollowUp.at > answered),
        )
    )


def demands(event_id: int) -> Sequence[Demand]:
    """The published demands of a forum that have no answer yet, those handed over longest first."""
    query = (
        select(Demand)
        .join(Demand.finding)
        .where(
            Finding.event_id == event_id,
            Finding.released_text.is_not(None),
            Finding.withdrawn_at.is_(None),
            Demand.status.in_([DemandStatus.RAISED, DemandStatus.HANDED_OVER]),
        )
        .options(contains_eager(Demand.finding))
        .order_by(Demand.addressee, Demand.handed_over_on)
    )
    return db.session.scalars(query).all()


def age_in_days(demand: Demand, today: date) -> int:
    """So long a demand waits for its answer."""
    return (today - demand.handed_over_on).days if demand.handed_over_on else 0


def comes_up(demand: Demand, today: date) -> bool:
    """Whether somebody has to ask the addressee again, or to hand the demand over at all."""
    return rules.comes_up(demand.handed_over_on, demand.ask_again_on, today)


def phone_of(party: CommitmentParty) -> str:
    """The number under which its person can be called, where they gave one; protected: none."""
    registration = party.registration
    return registration.phone if registration and not registration.is_protected else ""
