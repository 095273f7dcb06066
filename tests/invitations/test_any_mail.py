"""Any bytes, and answers in any order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from forum.base import clock
from forum.base.database import db
from forum.calendars import answers
from forum.invitations import answering, rules
from forum.invitations.models import Answer, Arrival, Outcome
from forum.mail.models import Message
from tests.invitations import shapes
from tests.invitations.standing import entry, event, sent, settings, who

__all__ = ["event", "sent", "settings"]


NASTY = st.sampled_from(
    [
        b"From: a@b.example\r\n",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n",
        b"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5\r\n",
        b"Content-Type: text/calendar; charset=\x00\r\n\r\n",
        b"Content-Transfer-Encoding: base64\r\n\r\n",
        b"Content-Transfer-Encoding: x-uuencode\r\n\r\n",
        b"Subject: =?utf-16?b?////?=\r\n",
        b"Message-ID: <\xed\xa0\x80\x00>\r\n",
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:\x00\r\n",
        b'ATTENDEE;PARTSTAT=":mailto:%ff\r\nDTSTAMP:20269999T999999Z\r\nSEQUENCE:99999999999\r\n',
        b"END:VEVENT\r\nEND:VCALENDAR\r\n",
    ]
)


@given_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pieces=st.lists(st.one_of(NASTY, st.binary(max_size=40)), max_size=12))
def test_no_bytes_break_it(ctx: Flask, pieces: list[bytes]) -> None:
    assert isinstance(answering.receive(b"".join(pieces)), Outcome)


@given(raw=st.lists(st.one_of(NASTY, st.binary(max_size=60)), max_size=20))
def test_nothing_that_is_read_holds_control_characters(raw: list[bytes]) -> None:
    read = answers.read(b"".join(raw))
    assert all(character.isprintable() for character in repr(read))


def test_very_deep_mails_are_no_trouble() -> None:
    deep = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" * 3000
    assert answers.read(deep).kind in {answers.Kind.UNREADABLE, answers.Kind.LETTER}


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@given_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_in_any_order_the_newest_answer_stands(sent: shapes.Answer, data: st.DataObject) -> None:
    said = entry()
    said.answer = said.answered_at = said.gives_back_at = None
    db.session.query(Arrival).delete()
    db.session.query(Message).filter_by(kind="calendar-declined").delete()
    db.session.commit()
    words = data.draw(st.lists(st.sampled_from(list(Answer)), min_size=1, max_size=5))
    start = clock.now()
    mails = [
        shapes.plain(
            sent(says=word.upper(), at=start + timedelta(minutes=number), mail_id=str(number))
        )
        for number, word in enumerate(words)
    ]
    copies = data.draw(st.permutations(mails + mails))
    now = start + timedelta(hours=1)
    with clock.fixed_at(now):
        for one in copies:
            answering.receive(one)
    newest = words[-1]
    ends = rules.gives_back_at(now, who().event.starts_at)
    assert entry().answer is newest
    assert entry().gives_back_at == (ends if newest is Answer.DECLINED else None)
