"""Answers that arrive at the same moment as others, and as what the clock does."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.invitations import answering, keeping
from forum.invitations.models import Answer, Arrival, Outcome
from forum.registration.models import State
from tests.invitations import shapes
from tests.invitations.standing import actions, entry, event, kinds, sent, settings, who

__all__ = ["event", "sent", "settings"]


def at_once(app: Flask, *calls: Callable[[], object]) -> list[object]:
    """What comes of calls that are made at the same time, each by somebody else."""

    def inside(call: Callable[[], object]) -> object:
        with app.app_context():
            try:
                return call()
            except Refused:
                return Refused

    db.session.rollback()
    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(inside, calls))


def test_one_mail_that_arrives_on_two_ways_counts_once(ctx: Flask, sent: shapes.Answer) -> None:
    raw = shapes.google(sent(says="DECLINED"))
    found = at_once(ctx, *[lambda: answering.receive(raw)] * 6)
    assert set(found) == {Outcome.DECLINED}
    assert (len(db.session.query(Arrival).all()), actions()) == (1, ["calendar_declined"])
    assert kinds()[1:] == ["calendar-declined"]


def test_of_answers_at_once_the_newest_stands(ctx: Flask, sent: shapes.Answer) -> None:
    start = clock.now()
    said = ["DECLINED", "TENTATIVE", "DECLINED", "ACCEPTED"]
    mails = [
        shapes.plain(sent(says=word, at=start + timedelta(seconds=number), mail_id=str(number)))
        for number, word in enumerate(said)
    ]
    with clock.fixed_at(start + timedelta(minutes=1)):
        at_once(ctx, *[lambda raw=raw: answering.receive(raw) for raw in mails])
    assert (entry().answer, entry().gives_back_at) == (Answer.ACCEPTED, None)


def test_a_place_is_kept_or_given_back_never_half(ctx: Flask, sent: shapes.Answer) -> None:
    answering.receive(shapes.plain(sent(says="DECLINED")))
    number = who().id
    with clock.fixed_at(clock.now() + timedelta(hours=25)):
        kept, *_rest = at_once(
            ctx, lambda: keeping.keep(number), keeping.give_back, keeping.give_back
        )
    wanted = State.CANCELLED if kept is Refused else State.CONFIRMED
    ends = "calendar_given_back" if kept is Refused else "calendar_kept"
    assert (who().state, entry().gives_back_at) == (wanted, None)
    assert actions() == ["calendar_declined", ends]
