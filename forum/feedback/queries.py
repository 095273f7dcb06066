"""What can be asked about feedback: its questions, its links, and what may be shown of it."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select

from forum.base import addresses, clock, links, sheets
from forum.base.database import db
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.events.models import Event
from forum.feedback import rules, words
from forum.feedback.models import (
    Choice,
    FeedbackCount,
    FeedbackQuestion,
    FeedbackRound,
    FeedbackWords,
    QuestionKind,
)
from forum.registration.models import Registration

PURPOSE = "feedback"


def questions(event_id: int) -> Sequence[FeedbackQuestion]:
    """The questions of a forum, at most three: as chosen, or else those that stand there at
    first, which are not saved yet."""
    if db.session.get(FeedbackRound, event_id) is None:
        return words.at_first(event_id)
    query = select(FeedbackQuestion).where(FeedbackQuestion.event_id == event_id)
    return db.session.scalars(query.order_by(FeedbackQuestion.position)).all()


def is_open(event: Event) -> bool:
    """Whether a forum asks anything that can be answered now."""
    return rules.is_open(event.ends_at, clock.now()) and bool(questions(event.id))


def link_for(registration: Registration) -> str:
    """The full address of the questions for somebody. It holds nothing by which they are found:
    the id in it is a hash, and whether it is right shows without asking who is registered."""
    key = current_app.config["SECRET_KEY"]
    said = f"{PURPOSE}|{registration.link_id}".encode()
    blind = hmac.new(key.encode(), said, hashlib.sha256).hexdigest()[: 2 * links.ID_BYTES]
    token = links.token(key, PURPOSE, blind, registration.event_id)
    return addresses.absolute("feedback.page", slug=registration.event.slug, token=token)


def check(event: Event, token: str) -> str:
    """The mark of a link to the questions of this forum.

    Raises:
        NotFound: the link is damaged, or belongs to another forum.
    """
    blind = links.link_id_of(token)
    key = current_app.config["SECRET_KEY"]
    if blind is None or not links.opens(token, key, PURPOSE, blind, event.id):
        raise NotFound(_("This link does not lead to questions. Perhaps it was cut off."))
    return hashlib.sha256(blind.encode()).hexdigest()


@dataclass(frozen=True)
class Answered:
    """A question with what may be shown: how often each choice was made, or what was written."""

    question: FeedbackQuestion
    counts: Mapping[Choice, int]
    said: Sequence[str]

    @property
    def number(self) -> int:
        """How many people answered it, as far as is shown."""
        return sum(self.counts.values()) or len(self.said)


@dataclass(frozen=True)
class Results:
    """The feedback on a forum as organisers see it; `shown` of `answers` stand in it."""

    answers: int
    shown: int
    lines: Sequence[Answered]


def results(event: Event) -> Results:
    """What may be shown of the feedback on a forum; four queries."""
    about = db.session.get(FeedbackRound, event.id)
    is_over = not rules.is_open(event.ends_at, clock.now())
    answers = about.answers if about else 0
    shows_all = rules.shows_all(answers, is_over=is_over)
    counts = db.session.scalars(select(FeedbackCount).where(FeedbackCount.event_id == event.id))
    numbers = {(one.position, one.said): one.number if shows_all else one.shown for one in counts}
    written = select(FeedbackWords).where(FeedbackWords.event_id == event.id)
    texts = db.session.scalars(written.order_by(FeedbackWords.key)).all()
    return Results(
        answers=answers,
        shown=answers if shows_all else (about.shown if about else 0),
        lines=[
            Answered(
                question=one,
                counts={said: numbers.get((one.position, said), 0) for said in Choice}
                if one.kind is QuestionKind.SCALE
                else {},
                said=[
                    text.text
                    for text in texts
                    if text.position == one.position and (shows_all or text.is_shown)
                ],
            )
            for one in questions(event.id)
        ],
    )


def as_csv(found: Results) -> bytes:
    """The shown answers as a spreadsheet opens them, in the language being spoken."""
    out = io.StringIO(newline="")
    table = csv.writer(out, delimiter=";")
    table.writerow([str(word) for word in (_("Question"), _("Answer"), _("Number"))])
    for line in found.lines:
        for choice, number in line.counts.items():
            cells = [line.question.text, str(words.CHOICES[choice]), str(number)]
            table.writerow([sheets.harmless(cell) for cell in cells])
        for text in line.said:
            table.writerow([sheets.harmless(cell) for cell in (line.question.text, text, "1")])
    return out.getvalue().encode("utf-8-sig")
