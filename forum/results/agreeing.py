"""What becomes of a group of cards: a next step that somebody takes on, or a demand on others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.base import clock, database, links
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events.models import Island
from forum.registration.models import Registration
from forum.results import boards, grouping, outcomes
from forum.results.commitment_models import Commitment, CommitmentParty
from forum.results.demand_models import Addressee, Demand
from forum.results.models import CardColumn, CardGroup, CardVote
from forum.results.outcome_models import Finding, FindingKind, FindingSource

IS_AT_DESK = _("The organisers are wording this already. Please tell them what should change.")
IS_RELEASED = _("This is released already. Please ask the organisers to change it.")
NO_OWNER = _("Please choose who takes this on, or write down the organisation.")
NO_BODY = _("This person takes part without an organisation. Please write one down.")


@dataclass(frozen=True)
class Step:
    """A next step as the table agrees on it. `registration_id`: somebody who is here; else the
    organisation is written down, with whom to ask about it."""

    text: str
    first_action: str
    first_place: str = ""
    first_on: date | None = None
    due_on: date | None = None
    registration_id: int | None = None
    organisation: str = ""
    name: str = ""
    email: str = ""


def agree_step(island_id: int, group_id: int, step: Step) -> None:
    """Keeps the next step of a group; again changes the same one. Nobody is bound by it before
    they have confirmed it by their own link.

    Raises:
        Refused: nobody takes it on, or it is released already.
        NotFound: this island has no such group.
    """
    if step.first_on and step.due_on and step.due_on < step.first_on:
        raise Refused(_("The step cannot be done before it has begun."), field="due_on")
    with database.transaction() as session:
        boards.locked(session, island_id)
        group = grouping.get_group(session, island_id, group_id)
        finding = _finding(session, group, FindingKind.NEXT_STEP, step.text)
        if finding.commitment is None:
            finding.commitment = Commitment()
        commitment = finding.commitment
        commitment.first_action, commitment.first_place = step.first_action, step.first_place
        commitment.first_on, commitment.due_on = step.first_on, step.due_on
        finding.demand = None
        session.flush()
        _lead(session, commitment, step)


def _lead(session: Session, commitment: Commitment, step: Step) -> None:
    organisation_id = _organisation(session, step)
    lead = commitment.lead
    who = (step.registration_id, step.name, step.email)
    if lead is not None:
        if (lead.organisation_id, lead.registration_id, lead.name, lead.email) == (
            organisation_id,
            *who,
        ):
            return
        session.delete(lead)
        session.flush()
    session.add(
        CommitmentParty(
            commitment_id=commitment.finding_id,
            organisation_id=organisation_id,
            is_lead=True,
            registration_id=step.registration_id,
            name=step.name,
            email=step.email,
            link_id=links.new_id(),
            since=clock.now(),
        )
    )
    session.flush()


def _organisation(session: Session, step: Step) -> int:
    if step.registration_id is not None:
        affiliation = session.get_one(Registration, step.registration_id).affiliation
        organisation = affiliation.organisation if affiliation is not None else None
        if organisation is None:
            raise Refused(NO_BODY, field="organisation")
        return int(organisation.id)
    if not any(one.isalnum() for one in step.organisation):
        raise Refused(NO_OWNER, field="registration")
    return outcomes.organisation_of(session, step.organisation).id


@dataclass(frozen=True)
class Request:
    """What is demanded, and of whom."""

    text: str
    addressee: Addressee
    addressee_name: str


def agree_demand(island_id: int, group_id: int, request: Request) -> None:
    """Keeps the demand of a group; again changes the same one.

    Raises:
        Refused: it is released already.
        NotFound: this island has no such group.
    """
    with database.transaction() as session:
        boards.locked(session, island_id)
        group = grouping.get_group(session, island_id, group_id)
        finding = _finding(session, group, FindingKind.DEMAND, request.text)
        finding.commitment = None
        if finding.demand is None:
            finding.demand = Demand(
                addressee=request.addressee,
                addressee_name=request.addressee_name,
                changed_at=clock.now(),
            )
        finding.demand.addressee = request.addressee
        finding.demand.addressee_name = request.addressee_name
        finding.demand.changed_at = clock.now()


def _finding(session: Session, group: CardGroup, kind: FindingKind, text: str) -> Finding:
    """What was agreed on for a group, with its cards as sources, made where there is none. The
    sentence of the group itself comes to the desk beside it; only a card that was a next step from
    the beginning becomes one."""
    now = clock.now()
    is_own = group.column is CardColumn.NEXT_STEP
    known = Finding.agreed_group_id == group.id
    if is_own:
        known |= Finding.group_id == group.id
    finding = session.scalars(select(Finding).where(known)).first()
    if finding is None:
        event_id = session.get_one(Island, group.island_id).event_id
        finding = Finding(event_id=event_id, agreed_group_id=group.id, created_at=now)
        finding.group_id = group.id if is_own else None
        session.add(finding)
    elif finding.number is not None:
        raise Refused(IS_RELEASED)
    elif finding.changed_by is not None:
        raise Refused(IS_AT_DESK)
    finding.kind, finding.text, finding.changed_at = kind, text, now
    finding.votes = _votes(session, group)
    cards = [card for card in group.cards if card.removed_at is None]
    there = {source.card_id for source in finding.sources}
    finding.sources.extend(
        FindingSource(island_id=group.island_id, card_id=card.id)
        for card in cards
        if card.id not in there
    )
    if not cards and not there:
        finding.sources.append(FindingSource(island_id=group.island_id))
    session.flush()
    return finding


def _votes(session: Session, group: CardGroup) -> int:
    dots = select(func.sum(CardVote.dots)).where(CardVote.group_id == group.id)
    return (session.scalar(dots) or 0) + (group.hands or 0)
