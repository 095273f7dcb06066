"""Next steps with those who take them on, and demands with their answers."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from forum.audit import service as audit
from forum.base import clock, database, links
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.events import queries as events
from forum.organisations import service as organisations
from forum.organisations.models import Organisation, Sector
from forum.results import editing, publicity, queries
from forum.results.commitment_models import Commitment, CommitmentParty
from forum.results.demand_models import Addressee, Demand, DemandStatus
from forum.results.outcome_models import Finding

NO_NAME = _("Please name the organisation.")


def plan_step(
    event_id: int,
    finding_id: int,
    *,
    first_action: str,
    first_place: str,
    first_on: date | None,
    due_on: date | None,
    by: int,
    is_about_nobody: bool = False,
) -> None:
    """When, where and with what a next step begins, and by when it is to be done.

    Raises:
        Refused: it would be done before it has begun, or everybody would read at once what may be
            about a person.
    """
    if first_on and due_on and due_on < first_on:
        raise Refused(_("The step cannot be done before it has begun."), field="due_on")
    with database.transaction() as session:
        step = _step(session, event_id, finding_id)
        said = {"first_action": first_action, "first_place": first_place}
        _check_words(step.finding, step, said, by=by, is_about_nobody=is_about_nobody)
        step.first_on, step.due_on = first_on, due_on
        audit.note(session, "step.planned", event_id=event_id, by=by, detail=str(finding_id))


def _check_words(
    finding: Finding,
    outcome: Commitment | Demand,
    said: dict[str, str],
    *,
    by: int,
    is_about_nobody: bool,
) -> None:
    """Puts words beside a finding: what is published is looked at now, a draft at the desk."""
    is_new = any(getattr(outcome, name) != text for name, text in said.items())
    if is_new and finding.released_text is not None:
        names = queries.known_names(finding.event_id)
        publicity.check(said.values(), names, is_about_nobody=is_about_nobody)
    for name, text in said.items():
        setattr(outcome, name, text)
    if is_new:
        finding.cleared_at = clock.now() if is_about_nobody else None
    if finding.number is None:
        editing.touch(finding, by)


def organisation_of(session: Session, spelling: str) -> Organisation:
    """The entry of the register for what was typed, made where it is new.

    Raises:
        Refused: what was typed is no name.
    """
    try:
        return organisations.get_or_add(session, spelling, Sector.OTHER)
    except ValueError:
        raise Refused(NO_NAME, field="organisation") from None


def add_party(
    event_id: int,
    finding_id: int,
    *,
    organisation: str,
    name: str,
    email: str,
    is_lead: bool,
    by: int,
    is_about_nobody: bool = False,
) -> None:
    """Notes an organisation that takes part and who answers for it. It counts only once that
    person has confirmed by their own link.

    Raises:
        Refused: this organisation, or one that it was merged with, takes part already, or what
            everybody would read may be about a person.
    """
    with database.transaction() as session:
        step = _step(session, event_id, finding_id)
        known = organisation_of(session, organisation)
        _check_organisation(step, known, is_about_nobody=is_about_nobody)
        if is_lead and step.lead is not None:
            step.lead.is_lead = False
            session.flush()
        step.parties.append(
            CommitmentParty(
                organisation_id=known.id,
                is_lead=is_lead or not step.parties,
                name=name,
                email=email,
                link_id=links.new_id(),
                since=clock.now(),
            )
        )
        if step.finding.number is None:
            step.finding.cleared_at = None
            editing.touch(step.finding, by)
        audit.note(session, "step.party_added", event_id=event_id, by=by, detail=str(finding_id))


def _check_organisation(step: Commitment, known: Organisation, *, is_about_nobody: bool) -> None:
    body = known.merged_into or known
    if any(one.body.id == body.id for one in step.parties):
        raise Refused(_("This organisation takes part already."), field="organisation")
    if step.finding.released_text is not None:
        names = queries.known_names(step.finding.event_id)
        publicity.check([body.name], names, is_about_nobody=is_about_nobody)


def remove_party(event_id: int, finding_id: int, party_id: int, *, by: int) -> None:
    """Takes an organisation out of a next step; its link ends."""
    with database.transaction() as session:
        step = _step(session, event_id, finding_id)
        party = next((one for one in step.parties if one.id == party_id), None)
        if party is None:
            raise NotFound(events.GONE)
        step.parties.remove(party)
        if step.finding.number is None:
            editing.touch(step.finding, by)
        audit.note(session, "step.party_removed", event_id=event_id, by=by, detail=str(finding_id))


@dataclass(frozen=True)
class Standing:
    """To whom a demand goes and how it stands there."""

    addressee: Addressee
    addressee_name: str
    status: DemandStatus = DemandStatus.RAISED
    handed_over_on: date | None = None
    ask_again_on: date | None = None
    answer: str = ""
    answered_on: date | None = None


def address_demand(
    event_id: int,
    finding_id: int,
    standing: Standing,
    *,
    by: int,
    is_about_nobody: bool = False,
) -> None:
    """To whom a demand goes and how it stands. Any state is honest, also no reply after a year.

    Raises:
        Refused: it has a state that needs a day or an answer which is not given, or everybody
            would read at once what may be about a person.
    """
    status = standing.status
    if status is not DemandStatus.RAISED and standing.handed_over_on is None:
        raise Refused(_("Please say on which day it was handed over."), field="handed_over_on")
    has_answer = status not in {DemandStatus.RAISED, DemandStatus.HANDED_OVER}
    if has_answer and not standing.answer:
        raise Refused(_("Please write in a sentence or two what was answered."), field="answer")
    with database.transaction() as session:
        demand = session.get(Demand, finding_id, options=[joinedload(Demand.finding)])
        if demand is None or demand.finding.event_id != event_id:
            raise NotFound(events.GONE)
        said = {"addressee_name": standing.addressee_name, "answer": standing.answer}
        _check_words(demand.finding, demand, said, by=by, is_about_nobody=is_about_nobody)
        for field in dataclasses.fields(standing):
            setattr(demand, field.name, getattr(standing, field.name))
        demand.answered_on = standing.answered_on if has_answer else None
        demand.changed_at = clock.now()
        audit.note(session, "demand.changed", event_id=event_id, by=by, detail=status.value)


def _step(session: Session, event_id: int, finding_id: int) -> Commitment:
    step = (
        session.scalars(
            select(Commitment)
            .join(Finding, Finding.id == Commitment.finding_id)
            .where(Commitment.finding_id == finding_id, Finding.event_id == event_id)
            .options(joinedload(Commitment.finding))
            .options(joinedload(Commitment.parties).joinedload(CommitmentParty.organisation))
        )
        .unique()
        .first()
    )
    if step is None:
        raise NotFound(events.GONE)
    return step
