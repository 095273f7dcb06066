"""Which answers count, and how mails are handed over; `test_by_smtp` has every form of them."""

from __future__ import annotations

import io
import sys

import pytest

from forum.base import clock
from forum.base.database import db
from forum.config import Settings
from forum.invitations import answering
from forum.invitations.models import Answer, Arrival, Outcome
from tests.invitations import shapes
from tests.invitations.standing import (
    actions,
    entry,
    event,
    kinds,
    later,
    sent,
    settings,
)
from tests.support.databases import one_database
from tests.support.programs import Program

__all__ = ["event", "sent", "settings"]


def test_the_same_mail_counts_once(sent: shapes.Answer) -> None:
    mail = shapes.outlook(sent(says="DECLINED"))
    assert [answering.receive(mail) for _time in range(3)] == [Outcome.DECLINED] * 3
    assert len(db.session.query(Arrival).all()) == 1
    assert actions() == ["calendar_declined"]
    assert kinds()[1:] == ["calendar-declined"]


@one_database
def test_an_older_answer_never_counts(sent: shapes.Answer) -> None:
    answering.receive(shapes.plain(sent))
    older = sent(says="DECLINED", mail_id="2", at=later(-1))
    assert answering.receive(shapes.plain(older)) is Outcome.STALE
    assert entry().answer is Answer.ACCEPTED


@one_database
def test_a_clock_that_is_ahead_does_not_stop_later_answers(sent: shapes.Answer) -> None:
    assert answering.receive(shapes.plain(sent(at=later(5000)))) is Outcome.NOTED
    with clock.fixed_at(later(1)):
        said = sent(says="DECLINED", mail_id="2")
        assert answering.receive(shapes.plain(said)) is Outcome.DECLINED


@one_database
def test_without_number_and_time_an_answer_still_counts(sent: shapes.Answer) -> None:
    content = shapes.calendar(shapes.event(sent(says="DECLINED")))
    kept = "\r\n".join(
        line for line in content.split("\r\n") if not line.startswith(("SEQUENCE", "DTSTAMP"))
    )
    assert answering.receive(shapes.mail(sent, shapes.part(kept))) is Outcome.DECLINED


@one_database
def test_the_command_takes_whatever_it_is_given(
    sent: shapes.Answer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Program(settings.instance_path, settings.database_url)
    raw = shapes.thunderbird(sent(says="DECLINED"))
    for content in (raw, b"", b"\x00\xff" * 3_000_000):
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
