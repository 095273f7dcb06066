"""Mails that are fetched from a real mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from forum.base.database import db
from forum.commands import work
from forum.config import BadSetting, Inbox, Settings
from forum.config import MailServer as MailSettings
from forum.invitations import fetching
from forum.invitations.models import Answer, Arrival
from tests.invitations import failures, shapes
from tests.invitations.standing import entry, event, sent, untouched, who
from tests.invitations.strange import countered, letter, out_of_office
from tests.support.imap import Mailbox, mailbox
from tests.support.sites import settings_for
from tests.support.smtp import CERTIFICATE, MailServer

__all__ = ["event", "sent"]
SEEN, FLAGGED = {"\\Seen"}, {"\\Seen", "\\Flagged"}


@pytest.fixture
def database_kind() -> str:
    """One is enough: which database it is makes no difference here."""
    return "sqlite"


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mailbox whose certificate this machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with mailbox() as server:
        yield server


@pytest.fixture
def settings(database_url: str, tmp_path: Path, smtp: MailServer, box: Mailbox) -> Settings:
    server = MailSettings.from_url(smtp.url)
    inbox = Inbox.from_url(box.url)
    return settings_for(tmp_path, database_url, mail_server=server, inbox=inbox)


def flags(box: Mailbox) -> list[set[str]]:
    return [one.flags for one in box.mails]


def test_the_schedule_fetches_answers(sent: shapes.Answer, box: Mailbox) -> None:
    box.put(shapes.nextcloud(sent(says="DECLINED")))
    for _minute in range(2):
        work.maintain()
    assert entry().answer is Answer.DECLINED
    assert [(one.flags, one.reads) for one in box.mails] == [(SEEN, 1)]


def test_what_people_write_is_flagged_for_people(sent: shapes.Answer, box: Mailbox) -> None:
    box.put(
        letter(sent),
        countered(sent(mail_id="2")),
        out_of_office(sent(mail_id="3")),
        failures.qmail(sent(mail_id="4")),
        b"x" * 3_000_000,
    )
    fetching.fetch()
    assert flags(box) == [FLAGGED, FLAGGED, SEEN, SEEN, FLAGGED]
    assert who().bounced_at is not None


def test_a_connection_that_breaks_loses_nothing(sent: shapes.Answer, box: Mailbox) -> None:
    for number, moment in enumerate(("LOGIN", "SELECT", "UID SEARCH", "UID FETCH", "UID STORE")):
        ids = [f"{number}-{which}" for which in range(2)]
        box.mails.clear()
        box.put(shapes.plain(sent(mail_id=ids[0])), letter(sent(mail_id=ids[1])))
        box.hangs_up_at = moment
        fetching.fetch()
        assert flags(box) == [set(), set()]
        box.hangs_up_at = ""
        fetching.fetch()
        assert flags(box) == [SEEN, FLAGGED]
    assert (entry().answer, len(db.session.query(Arrival).all())) == (Answer.ACCEPTED, 10)


def test_while_the_database_cannot_be_written_the_mail_stays_unseen(
    sent: shapes.Answer, box: Mailbox
) -> None:
    box.put(shapes.plain(sent))
    db.session.rollback()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE invitation_arrival RENAME TO away")
        connection.commit()
    with pytest.raises(DBAPIError):
        fetching.fetch()
    assert flags(box) == [set()]


class TestAServerThatIsNotTrusted:
    @pytest.fixture
    def box(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
        monkeypatch.delenv("SSL_CERT_FILE", raising=False)
        with mailbox() as server:
            yield server

    def test_it_is_not_told_the_password(self, sent: shapes.Answer, box: Mailbox) -> None:
        box.put(shapes.plain(sent))
        work.maintain()
        assert (flags(box), untouched()) == ([set()], True)


@pytest.mark.parametrize(
    "url",
    [
        "imap://a:b@mail.example/INBOX",
        "imaps://mail.example/INBOX",
        "imaps://a@mail.example",
        "imaps://a:b@mail.example/Post%0d%0aX",
        "imaps://a:b@mail.example:x",
        "mail.example",
    ],
)
def test_what_is_no_mailbox_is_said(url: str) -> None:
    with pytest.raises(BadSetting):
        Inbox.from_url(url)


def test_the_address_of_a_mailbox() -> None:
    found = Inbox.from_url("imaps://a%40b:c%2Fd@mail.example")
    assert found == Inbox("mail.example", 993, "a@b", "c/d", "INBOX")
    assert "c/d" not in repr(found)
    assert Inbox.from_url("pipe") is None
