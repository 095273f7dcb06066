"""A message on its way: from the outbox through a real mail server, and what goes wrong there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from pathlib import Path

import pytest

from forum.accounts import service as accounts
from forum.accounts.models import Account
from forum.base import clock, database
from forum.base.database import db
from forum.commands import work
from forum.config import MailServer as MailSettings
from forum.config import Settings
from forum.mail import service as outbox
from forum.mail.models import Message
from tests import factories
from tests.support.databases import one_database
from tests.support.sites import settings_for
from tests.support.smtp import MailServer

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def settings(database_url: str, tmp_path: Path, smtp: MailServer) -> Settings:
    return settings_for(tmp_path, database_url, mail_server=MailSettings.from_url(smtp.url))


@pytest.fixture
def invited(ctx) -> str:
    """The address of somebody whose invitation waits in the outbox."""
    accounts.invite("oezguer@stadt.example", name="Özgür Grün")
    return "oezguer@stadt.example"


def only_message() -> Message:
    db.session.rollback()
    (message,) = db.session.query(Message).all()
    return message


@one_database
def test_one_message_to_one_recipient(ctx, invited, smtp):
    work.deliver()
    (message,) = smtp.messages
    assert smtp.envelopes == [("praxisforum@stadt.example", [invited])]
    assert message["To"] == invited
    assert (message["Cc"], message["Bcc"]) == (None, None)
    assert message["Message-ID"] == f"<{only_message().message_id}>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert parseaddr(message["From"]) == ("Praxisforum", "praxisforum@stadt.example")
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html"]
    assert "Özgür Grün" in message.get_body(("plain",)).get_content()


@one_database
def test_no_line_is_longer_than_servers_accept(ctx, smtp):
    accounts.invite("lang@stadt.example", name="Ö" * 200)
    work.deliver()
    (raw,) = smtp.raw
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert all(byte < 128 for byte in raw)


def test_sent_once(ctx, invited, smtp):
    work.deliver()
    work.deliver()
    assert len(smtp.messages) == 1
    message = only_message()
    assert (message.attempts, message.problem, message.given_up_at) == (1, "", None)
    assert message.sent_at is not None


def test_greylisting_waits_and_keeps_the_message_id(ctx, smtp):
    smtp.greylist()
    with clock.fixed_at(NOW):
        accounts.invite("spaeter@stadt.example", name="Sina Später")
        work.deliver()
        work.deliver()
        message = only_message()
        assert smtp.messages == []
        assert (message.attempts, message.due_at) == (1, NOW + timedelta(minutes=1))
        promised = message.message_id
    with clock.fixed_at(NOW + timedelta(seconds=59)):
        work.deliver()
        assert smtp.messages == []
    with clock.fixed_at(NOW + timedelta(seconds=60)):
        work.deliver()
    assert [m["Message-ID"] for m in smtp.messages] == [f"<{promised}>"]


@one_database
def test_an_unknown_recipient_is_given_up(ctx, invited, smtp):
    smtp.refuse_recipient("550 5.1.1 No such user")
    work.deliver()
    message = only_message()
    assert (message.sent_at, message.problem, message.attempts) == (None, "SMTP 550", 1)
    assert message.given_up_at is not None
    work.deliver()
    assert smtp.messages == []


@one_database
def test_a_refused_text_is_given_up(ctx, invited, smtp):
    smtp.refuse_message("554 5.7.1 Not wanted here")
    work.deliver()
    assert (only_message().problem, smtp.messages) == ("SMTP 554", [])
    assert only_message().given_up_at is not None


@one_database
def test_a_server_that_is_busy_is_asked_again(ctx, smtp):
    smtp.refuse_message("451 4.3.0 Busy")
    with clock.fixed_at(NOW):
        accounts.invite("nochmal@stadt.example", name="Nora Nochmal")
        work.deliver()
    assert only_message().given_up_at is None
    with clock.fixed_at(NOW + timedelta(minutes=1)):
        work.deliver()
    assert len(smtp.messages) == 1


@one_database
def test_a_dropped_connection_is_tried_again(ctx, smtp):
    smtp.drop_connection()
    with clock.fixed_at(NOW):
        accounts.invite("weg@stadt.example", name="Wanda Weg")
        work.deliver()
        assert only_message().problem == "SMTPServerDisconnected"
    with clock.fixed_at(NOW + timedelta(minutes=1)):
        work.deliver()
    assert len(smtp.messages) == 1
    assert only_message().attempts == 2


def test_trouble_with_one_message_does_not_stop_the_next(ctx, smtp):
    smtp.refuse_recipient("550 5.1.1 No such user")
    accounts.invite("erste@stadt.example", name="Erste")
    accounts.invite("zweite@stadt.example", name="Zweite")
    work.deliver()
    assert [to for _from, (to,) in smtp.envelopes] == ["zweite@stadt.example"]


@one_database
def test_given_up_after_the_last_wait(ctx, smtp):
    at = NOW
    with clock.fixed_at(at):
        one = factories.registration(factories.event(), email="nie@stadt.example")
        with database.transaction() as session:
            outbox.queue(session, "registration-link", one.id)
    for _attempt in range(11):
        smtp.greylist()
        with clock.fixed_at(at):
            work.deliver()
        at += timedelta(days=1)
    message = only_message()
    assert (message.attempts, message.sent_at) == (11, None)
    assert message.given_up_at is not None


@one_database
def test_what_is_gone_is_not_told(ctx, smtp):
    account = factories.account()
    link = accounts.invite(account.email, name=account.name)
    with database.transaction() as session:
        session.delete(session.get(type(link), link.id))
    work.deliver()
    assert (smtp.messages, only_message().problem) == ([], "void")


@one_database
def test_without_an_address_nothing_is_handed_over(ctx, smtp):
    one = factories.registration(factories.event(), email=None)
    with database.transaction() as session:
        outbox.queue(session, "registration-link", one.id)
    work.deliver()
    assert (smtp.envelopes, only_message().problem) == ([], "void")


@one_database
def test_a_name_cannot_smuggle_headers(ctx, smtp):
    with database.transaction() as session:
        session.add(
            Account(
                email="boese@stadt.example\r\nBcc: alle@stadt.example",
                email_key="boese",
                name="x\r\nBcc: alle@stadt.example",
                role="organiser",
                created_at=NOW,
            )
        )
        session.flush()
        account = session.query(Account).one()
    accounts.request_link("boese", language="de")
    assert account.id
    work.deliver()
    assert smtp.messages == []


@one_database
def test_waking_is_only_speed(ctx, invited, smtp):
    with clock.fixed_at(clock.now() + timedelta(minutes=1)):
        work.maintain()
    assert len(smtp.messages) == 1


def test_two_workers_never_take_the_same(ctx):
    with database.transaction() as session:
        outbox.queue(session, "account-invitation", 1)
    first, second = outbox.take_due(), outbox.take_due()
    assert (first is not None, second) == (True, None)


def test_a_worker_that_died_lets_go(ctx):
    with clock.fixed_at(NOW):
        with database.transaction() as session:
            outbox.queue(session, "account-invitation", 1)
        assert outbox.take_due() is not None
    with clock.fixed_at(NOW + timedelta(minutes=5)):
        again = outbox.take_due()
    assert again is not None
    assert again.attempts == 2


@one_database
def test_a_sign_in_link_that_is_over_is_not_sent(ctx, smtp):
    with clock.fixed_at(NOW):
        accounts.invite("spaet@stadt.example", name="Sina Spät")
    with clock.fixed_at(NOW + timedelta(minutes=15)):
        work.deliver()
    assert smtp.messages == []
