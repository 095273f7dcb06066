"""Choosing the questions, taking answers in without keeping whose they are, and forgetting."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from forum.audit import service as audit
from forum.base import clock, database
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events.models import Event
from forum.feedback import queries, rules, words
from forum.feedback.models import (
    Choice,
    FeedbackCount,
    FeedbackQuestion,
    FeedbackRound,
    FeedbackWords,
    QuestionKind,
    SpentLink,
)


def choose(event_id: int, asked: Sequence[tuple[QuestionKind, str, str]], *, by: int) -> None:
    """Which questions a forum asks: kind, German and English words of each, none to ask nothing.

    Raises:
        Refused: somebody has answered already, so that other questions would mix answers.
    """
    with database.transaction() as session:
        session.get_one(Event, event_id, with_for_update=True)
        about = session.get(FeedbackRound, event_id)
        if about is not None and about.answers:
            raise Refused(_("Somebody has answered already, so the questions stay as they are."))
        if about is None:
            session.add(FeedbackRound(event_id=event_id))
        session.execute(delete(FeedbackQuestion).where(FeedbackQuestion.event_id == event_id))
        session.add_all(
            FeedbackQuestion(
                event_id=event_id, position=place, kind=kind, text=text, text_en=text_en
            )
            for place, (kind, text, text_en) in enumerate(asked, start=1)
        )
        audit.note(session, "feedback.chosen", event_id=event_id, by=by)


def answer(event: Event, token: str, said: Mapping[int, Choice | str]) -> None:
    """Takes in what somebody says to each question, by its position. Sent again, also with other
    answers, it changes nothing: the link is spent.

    Raises:
        NotFound: the link leads to no questions of this forum.
        Refused: it is too late, or nothing was answered.
    """
    mark = queries.check(event, token)
    if not rules.is_open(event.ends_at, clock.now()):
        raise Refused(_("These questions can no longer be answered. Thank you all the same."))
    if not said:
        raise Refused(_("Please answer at least one question."))
    with database.transaction() as session:
        session.get_one(Event, event.id, with_for_update=True)
        if not database.add_once(session, SpentLink, {"mark": mark, "event_id": event.id}):
            return
        about = session.get(FeedbackRound, event.id)
        if about is None:
            about = FeedbackRound(event_id=event.id, answers=0, shown=0)
            session.add_all([about, *words.at_first(event.id)])
            session.flush()
        kinds = {one.position: one.kind for one in queries.questions(event.id)}
        for position, what in said.items():
            if position in kinds:
                _keep(session, event.id, position, what)
        about.answers += 1
        if rules.shows_all(about.answers, is_over=False):
            _show(session, about)


def _keep(session: Session, event_id: int, position: int, what: Choice | str) -> None:
    if not isinstance(what, Choice):
        key = secrets.token_hex(16)
        session.add(FeedbackWords(key=key, event_id=event_id, position=position, text=what))
        return
    row = {"event_id": event_id, "position": position, "said": what, "number": 0, "shown": 0}
    database.add_once(session, FeedbackCount, row)
    session.execute(
        update(FeedbackCount)
        .where(
            FeedbackCount.event_id == event_id,
            FeedbackCount.position == position,
            FeedbackCount.said == what,
        )
        .values(number=FeedbackCount.number + 1)
    )


def _show(session: Session, about: FeedbackRound) -> None:
    """Lets everything be seen that was answered until now."""
    about.shown = about.answers
    session.flush()
    session.execute(
        update(FeedbackCount)
        .where(FeedbackCount.event_id == about.event_id)
        .values(shown=FeedbackCount.number)
    )
    session.execute(
        update(FeedbackWords).where(FeedbackWords.event_id == about.event_id).values(is_shown=True)
    )


def forget() -> None:
    """Deletes which links were used, once nobody can answer any more. Safe to repeat."""
    over = select(Event.id).where(Event.ends_at <= clock.now() - rules.TERM)
    with database.transaction() as session:
        session.execute(delete(SpentLink).where(SpentLink.event_id.in_(over)))
