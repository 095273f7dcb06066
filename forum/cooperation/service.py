"""Asking for a year what became of next steps, and taking the answers in."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from forum.audit import service as audit
from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.base.typed import address_key
from forum.cooperation import following, queries, rules
from forum.cooperation.models import FollowUp, Occasion
from forum.mail import service as mail
from forum.mail import yearly
from forum.mail.yearly_models import Lane
from forum.results.commitment_models import CommitmentParty, Progress

MAIL = "next-steps"
ASKED = [Occasion.CONFIRM_AGAIN, Occasion.CALL_TO_CONFIRM]
"""What a new person is asked afresh; the first message is the one that the handing over sends."""


def ask() -> None:
    """Asks everybody who is due, each occasion once, with one message for all that one address
    answers for, and tells followers what has moved. Safe to repeat."""
    now = clock.now()
    today = clock.in_berlin(now).date()
    with database.transaction() as session:
        mails: dict[str, int] = {}
        parties = queries.open_parties()
        paces = yearly.paces({key_of(party) for party, _at in parties})
        noted = queries.noted()
        for party, released_at in parties:
            done = noted.get(party.id, {})
            pace = paces[key_of(party)]
            for occasion in rules.due(queries.asked(party, released_at), done, now, today):
                if rules.is_wanted(occasion, pace):
                    may_mail = rules.is_mailed(occasion, pace)
                    _note(session, party, occasion, now, mails if may_mail else None)
        for party_id in mails.values():
            mail.queue(session, MAIL, party_id)
        has_news = following.tell(session, now, mails)
    if mails or has_news:
        mail.wake()


def key_of(party: CommitmentParty) -> str:
    """What messages to its person are counted by; empty where nobody is written to."""
    address = queries.address_of(party)
    return address_key(address) if address else ""


def _note(
    session: Session,
    party: CommitmentParty,
    occasion: Occasion,
    now: datetime,
    mails: dict[str, int] | None,
) -> None:
    """Keeps that it was asked, by a message that joins `mails`, or else by a call: where none may
    go out, or the address has no room for one more."""
    key = key_of(party) if mails is not None else ""
    row = {"party_id": party.id, "occasion": occasion, "at": now, "is_mailed": False}
    if not database.add_once(session, FollowUp, row) or mails is None or not key:
        return
    if key in mails or yearly.take(session, key, Lane.OWNER):
        mails.setdefault(key, party.id)
        session.execute(
            update(FollowUp)
            .where(FollowUp.party_id == party.id, FollowUp.occasion == occasion)
            .values(is_mailed=True)
        )


def _ask_again_about_the_day(session: Session, commitment_id: int) -> None:
    """A new day is reminded of like the first one."""
    parties = select(CommitmentParty.id).where(CommitmentParty.commitment_id == commitment_id)
    session.execute(
        delete(FollowUp).where(
            FollowUp.party_id.in_(parties),
            FollowUp.occasion.in_([Occasion.BEFORE_DUE, Occasion.AFTER_DUE]),
        )
    )


def confirm(party: CommitmentParty, *, shows_person: bool = False) -> None:
    """Its person takes the next step on. Again changes nothing."""
    with database.transaction() as session:
        own = session.get_one(CommitmentParty, party.id, with_for_update=True)
        own.confirmed_at, own.declined_at = own.confirmed_at or clock.now(), None
        own.shows_person = shows_person and bool(own.name or own.registration_id)


def decline(party: CommitmentParty) -> None:
    """Its person does not take it on; it stays open for everybody to see."""
    with database.transaction() as session:
        own = session.get_one(CommitmentParty, party.id, with_for_update=True)
        own.confirmed_at, own.declined_at = None, clock.now()


def hand_over(party: CommitmentParty, *, name: str, email: str) -> None:
    """Somebody else of the organisation answers for it from now on, and is asked to confirm; the
    link of the one before ends."""
    with database.transaction() as session:
        own = session.get_one(CommitmentParty, party.id, with_for_update=True)
        own.name, own.email, own.registration_id, own.shows_person = name, email, None, False
        own.confirmed_at = own.declined_at = own.said_at = None
        own.progress, own.sentence = Progress.OPEN, ""
        own.link_revision += 1
        own.since = clock.now()
        session.execute(
            delete(FollowUp).where(FollowUp.party_id == own.id, FollowUp.occasion.in_(ASKED))
        )
        if yearly.take(session, address_key(email), Lane.OWNER):
            mail.queue(session, MAIL, own.id)
        else:
            row = {"party_id": own.id, "at": clock.now(), "is_mailed": False}
            database.add_once(session, FollowUp, {**row, "occasion": Occasion.CALL_TO_CONFIRM})
    mail.wake()


def say(
    party: CommitmentParty, progress: Progress, sentence: str, *, due_on: date | None = None
) -> None:
    """How it stands, as this organisation sees it; what the other says is kept apart.

    Raises:
        Refused: nobody has confirmed it yet, or the new day has passed already.
    """
    now = clock.now()
    if due_on is not None and due_on < clock.in_berlin(now).date():
        raise Refused(_("Please choose a day that is still ahead."), field="due_on")
    with database.transaction() as session:
        own = session.get_one(
            CommitmentParty,
            party.id,
            with_for_update=True,
            options=[joinedload(CommitmentParty.commitment, innerjoin=True)],
        )
        if own.confirmed_at is None:
            raise Refused(_("Please confirm first that your organisation takes this on."))
        own.progress, own.sentence, own.said_at = progress, sentence, now
        if due_on is not None and own.is_lead and due_on != own.commitment.due_on:
            own.commitment.due_on = due_on
            _ask_again_about_the_day(session, own.commitment_id)
        audit.note(
            session,
            "step.said",
            event_id=own.commitment.finding.event_id,
            detail=progress.value,
        )
