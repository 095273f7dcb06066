"""Answers that people give in their calendars, in the forms in which they really arrive."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest

from forum.base import clock
from forum.base.database import db
from forum.config import Settings
from forum.invitations import answering
from forum.invitations.models import Answer, Arrival, Outcome
from forum.registration.models import State
from tests.invitations import shapes
from tests.invitations.standing import (
    actions,
    entry,
    event,
    kinds,
    later,
    sent,
    settings,
    untouched,
    who,
)
from tests.support.programs import Program

__all__ = ["event", "sent", "settings"]


@pytest.mark.parametrize("shape", shapes.ANSWERS, ids=lambda shape: shape.__name__)
def test_a_yes_is_noted(sent: shapes.Answer, shape: Callable[[shapes.Answer], bytes]) -> None:
    assert answering.receive(shape(sent)) is Outcome.NOTED
    assert (entry().answer, entry().gives_back_at) == (Answer.ACCEPTED, None)
    (arrival,) = db.session.query(Arrival).all()
    assert (arrival.outcome, arrival.registration_id) == (Outcome.NOTED, who().id)


@pytest.mark.parametrize("shape", shapes.ANSWERS, ids=lambda shape: shape.__name__)
def test_a_no_gives_the_place_back_a_day_later(
    sent: shapes.Answer, shape: Callable[[shapes.Answer], bytes]
) -> None:
    now = clock.now()
    with clock.fixed_at(now):
        assert answering.receive(shape(sent(says="DECLINED"))) is Outcome.DECLINED
    assert (entry().answer, who().state) == (Answer.DECLINED, State.CONFIRMED)
    assert entry().gives_back_at == now + timedelta(hours=24)
    assert kinds()[1:] == ["calendar-declined"]


def test_a_maybe_keeps_the_place(sent: shapes.Answer) -> None:
    assert answering.receive(shapes.outlook(sent(says="TENTATIVE"))) is Outcome.NOTED
    assert (entry().answer, entry().gives_back_at) == (Answer.TENTATIVE, None)


def test_the_same_mail_counts_once(sent: shapes.Answer) -> None:
    mail = shapes.outlook(sent(says="DECLINED"))
    assert [answering.receive(mail) for _time in range(3)] == [Outcome.DECLINED] * 3
    assert len(db.session.query(Arrival).all()) == 1
    assert actions() == ["calendar_declined"]
    assert kinds()[1:] == ["calendar-declined"]


def test_an_older_answer_never_counts(sent: shapes.Answer) -> None:
    answering.receive(shapes.plain(sent))
    older = sent(says="DECLINED", mail_id="2", at=later(-1))
    assert answering.receive(shapes.plain(older)) is Outcome.STALE
    assert entry().answer is Answer.ACCEPTED


def test_an_answer_to_an_entry_that_has_changed_since_does_not_count(sent: shapes.Answer) -> None:
    entry().sequence += 1
    db.session.commit()
    assert answering.receive(shapes.plain(sent(says="DECLINED"))) is Outcome.STALE
    assert untouched()


def test_a_clock_that_is_ahead_does_not_stop_later_answers(sent: shapes.Answer) -> None:
    assert answering.receive(shapes.plain(sent(at=later(5000)))) is Outcome.NOTED
    with clock.fixed_at(later(1)):
        said = sent(says="DECLINED", mail_id="2")
        assert answering.receive(shapes.plain(said)) is Outcome.DECLINED


def test_without_number_and_time_an_answer_still_counts(sent: shapes.Answer) -> None:
    content = shapes.calendar(shapes.event(sent(says="DECLINED")))
    kept = "\r\n".join(
        line for line in content.split("\r\n") if not line.startswith(("SEQUENCE", "DTSTAMP"))
    )
    assert answering.receive(shapes.mail(sent, shapes.part(kept))) is Outcome.DECLINED


def test_the_mail_server_hands_mails_to_the_command(
    sent: shapes.Answer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Program(settings.instance_path, settings.database_url)
    raw = shapes.thunderbird(sent(says="DECLINED"))
    for content in (raw, raw, b"", b"\x00\xff" * 3_000_000):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        answer = program.run("mail", "receive", FORUM_QUEUE_URL="memory://")
        assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    assert entry().answer is Answer.DECLINED
    assert len(db.session.query(Arrival).all()) == 3


@pytest.mark.parametrize(
    "settings",
    [
        {"FORUM_DATABASE_URL": "postgresql://a@127.0.0.1:1/x"},
        {"FORUM_DATABASE_URL": "mysql://x"},
        {},
    ],
)
def test_while_the_database_is_away_mails_have_to_come_again(
    program: Program, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"From: a@b.example\r\n\r\n")))
    answer = program.run("mail", "receive", **settings)
    assert (answer.returncode, answer.stderr.count("\n")) == (75, 1)
