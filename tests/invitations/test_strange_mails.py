"""What else arrives at the address of the invitations: nothing of it does any harm."""

from __future__ import annotations

import pytest

from forum.base.database import db
from forum.calendars import answers
from forum.config import Settings
from forum.invitations import answering
from forum.invitations.models import Outcome
from tests.invitations import shapes
from tests.invitations.shapes import calendar, mail, part
from tests.invitations.standing import event, sent, settings, untouched, who
from tests.support.sites import settings_for

__all__ = ["event", "sent", "settings"]
VOUCHED = [
    ["mx.stadt.example; spf=pass; dmarc=pass (p=none) header.from=a"],
    ["MX.stadt.example 1; dkim=pass (2048 (bit); dmarc=fail)) x; dmarc=pass"],
    ["elsewhere.example; dmarc=fail", "mx.stadt.example; dmarc=pass"],
]
VERDICTS = [
    ["mx.stadt.example; dmarc=fail", "mx.stadt.example; dmarc=pass"],
    ["mx.stadt.example; spf=pass", "mx.stadt.example; dmarc=pass"],
    ["elsewhere.example; dmarc=pass"],
    ["elsewhere.example; x=mx.stadt.example; dmarc=pass"],
    ["mx.stadt.example (dmarc=pass); none"],
    [],
]
"""What vouches for nobody."""


@pytest.fixture
def database_kind() -> str:
    """One is enough: which database it is makes no difference here."""
    return "sqlite"


def test_two_equal_entries_say_one_thing(sent: shapes.Answer) -> None:
    one = shapes.event(sent)
    assert answering.receive(mail(sent, part(calendar(one, one)))) is Outcome.NOTED


def test_an_answer_from_a_former_address_is_foreign(sent: shapes.Answer) -> None:
    who().email = "neu@post.example"
    db.session.commit()
    assert answering.receive(shapes.plain(sent)) is Outcome.FOREIGN


class TestWhereTheMailServerChecksSenders:
    @pytest.fixture
    def settings(self, database_url: str, tmp_path, smtp) -> Settings:
        from forum.config import MailServer

        server = MailServer.from_url(smtp.url)
        return settings_for(
            tmp_path, database_url, mail_server=server, mail_authserv="mx.stadt.example"
        )

    def test_it_has_to_vouch_for_them(self, sent: shapes.Answer) -> None:
        found = []
        for number, lines in enumerate(VERDICTS):
            headers = "".join(f"Authentication-Results: {line}\r\n" for line in lines)
            raw = shapes.plain(sent(mail_id=str(number)))
            found.append(answering.receive(headers.encode() + raw))
            assert untouched()
        assert found == [Outcome.FOREIGN] * len(VERDICTS)

    @pytest.mark.parametrize("lines", VOUCHED)
    def test_what_it_vouches_for_counts(self, sent: shapes.Answer, lines: list[str]) -> None:
        headers = "".join(f"Authentication-Results: {line}\r\n" for line in lines)
        assert answering.receive(headers.encode() + shapes.plain(sent)) is Outcome.NOTED
        assert not untouched()


def test_two_senders_are_none() -> None:
    read = answers.read(b"From: eine@post.example, andere@post.example\r\n\r\nx")
    assert (read.sender, read.kind) == ("", answers.Kind.LETTER)
