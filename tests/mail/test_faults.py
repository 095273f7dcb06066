"""A mail server that fails in every way: nothing is lost, nothing holds up the rest, and what
comes once more is the same to the letter."""

from __future__ import annotations

import socket
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from subprocess import Popen
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.base import clock, database
from forum.base.database import db
from forum.commands import work
from forum.config import MailServer as MailSettings
from forum.config import Settings
from forum.mail import service as outbox
from forum.mail import transport
from forum.mail.models import Message
from tests import factories
from tests.support.databases import one_database
from tests.support.programs import Program
from tests.support.sites import settings_for
from tests.support.smtp import CERTIFICATE, STAGES, MailServer, mail_server

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
MANY, SOME = 50, 12


@pytest.fixture
def settings(database_url: str, tmp_path: Path, smtp: MailServer) -> Settings:
    return settings_for(tmp_path, database_url, mail_server=MailSettings.from_url(smtp.url))


def queue(number: int = 1) -> list[str]:
    """So many people are to be told of their place, each with an entry for their calendar."""
    event = factories.event()
    people = [factories.registration(event) for _number in range(number)]
    with database.transaction() as session:
        outbox.queue_all(session, "registration-confirmed", [one.id for one in people])
    return [str(one.email) for one in people]


def stands() -> dict[str, int]:
    """How many messages have left, wait, or were given up."""
    db.session.rollback()
    left = select(func.count(Message.sent_at), func.count(Message.given_up_at), func.count())
    sent, given_up, all_of_them = db.session.execute(left.select_from(Message)).one()
    return {"sent": sent, "given up": given_up, "waiting": all_of_them - sent - given_up}


def next_due() -> datetime:
    db.session.rollback()
    found = db.session.scalar(select(func.min(Message.due_at)).where(Message.sent_at.is_(None)))
    assert found is not None
    return found


def test_away_for_an_hour_nothing_is_lost_and_all_leaves_soon_after(
    ctx: Flask, smtp: MailServer
) -> None:
    """However many wait, the server is tried once a minute; being away counts as no attempt."""
    with clock.fixed_at(NOW):
        people = queue(SOME)
        promised = set(db.session.scalars(select(Message.message_id)).all())
    at = NOW
    with smtp.away():
        while at < NOW + timedelta(hours=1):
            with clock.fixed_at(at):
                work.deliver()
                work.deliver()
            assert stands() == {"sent": 0, "given up": 0, "waiting": SOME}
            assert next_due() - at == timedelta(minutes=1)
            at = next_due()
    with clock.fixed_at(at):
        work.deliver()
    assert stands() == {"sent": SOME, "given up": 0, "waiting": 0}
    assert Counter(to for _sender, (to,) in smtp.envelopes) == Counter(people)
    assert {str(one["Message-ID"]).strip("<>") for one in smtp.messages} == promised
    assert set(db.session.scalars(select(Message.attempts)).all()) == {1}


@one_database
def test_a_server_that_knows_us_no_more_is_not_asked_often(
    ctx: Flask, smtp: MailServer, tmp_path: Path, database_url: str
) -> None:
    smtp.knows_us = False
    known = MailSettings.from_url(smtp.url.replace("//", "//forum:geheim@") + "?tls=none")
    ctx.config["FORUM"] = settings_for(tmp_path, database_url, mail_server=known)
    with clock.fixed_at(NOW):
        queue(SOME)
        work.deliver()
        tried = smtp.logins
        work.deliver()
    assert (smtp.logins, next_due()) == (tried, NOW + timedelta(minutes=15))
    smtp.knows_us = True
    with clock.fixed_at(NOW + timedelta(minutes=15)):
        work.deliver()
    assert stands() == {"sent": SOME, "given up": 0, "waiting": 0}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("answer", ["421 4.3.2 Closing", "451 4.3.0 Not now", ""])
@one_database
def test_a_passing_trouble_is_over_with_the_next_try(
    ctx: Flask, smtp: MailServer, stage: str, answer: str
) -> None:
    smtp.trouble(stage, answer)
    with clock.fixed_at(NOW):
        (address,) = queue()
        work.deliver()
        # a greeting that fails may be tried in the older form at once
        assert stands()["waiting"] == (0 if stage == "hello" and answer else 1)
        assert stands()["given up"] == 0
    with clock.fixed_at(NOW + timedelta(minutes=1)):
        work.deliver()
    assert [to for _sender, (to,) in smtp.envelopes] == [address]


@one_database
def test_one_of_fifty_is_unknown_and_nobody_else_notices(ctx: Flask, smtp: MailServer) -> None:
    with clock.fixed_at(NOW):
        people = queue(MANY)
        smtp.refuse_always(people[7])
        work.deliver()
        assert stands() == {"sent": MANY - 1, "given up": 1, "waiting": 0}
    reached = {to for _sender, (to,) in smtp.envelopes}
    assert reached == {*people} - {people[7]}


@one_database
def test_a_server_that_falls_silent_has_one_copy_more_and_the_same(
    ctx: Flask, smtp: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "TIMEOUT_SECONDS", 0.3)
    smtp.fall_silent()
    with clock.fixed_at(NOW):
        queue(2)
        work.deliver()
        assert stands() == {"sent": 1, "given up": 0, "waiting": 1}
    with clock.fixed_at(NOW + timedelta(minutes=1)):
        work.deliver()
    assert stands()["sent"] == 2
    first, _other, again = smtp.raw
    assert first == again


@one_database
def test_a_server_that_never_greets_is_waited_for_once(
    ctx: Flask, tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else every message that is due would wait for it in turn, and everything else with them."""
    monkeypatch.setattr(transport, "TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0), backlog=SOME) as silent:
        address = MailSettings.from_url(f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        ctx.config["FORUM"] = settings_for(tmp_path, database_url, mail_server=address)
        with clock.fixed_at(NOW):
            queue(SOME)
            work.deliver()
        silent.setblocking(False)
        silent.accept()[0].close()
        with pytest.raises(BlockingIOError):
            silent.accept()
    assert stands() == {"sent": 0, "given up": 0, "waiting": SOME}
    assert next_due() == NOW + timedelta(minutes=1)


@one_database
def test_an_encryption_that_fails_sends_nothing_and_gives_up_nothing(
    database_url: str, tmp_path: Path, ctx: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server(encrypted=True) as server:
        url = f"{server.url}?tls=starttls"
        safe = MailSettings.from_url(url)
        ctx.config["FORUM"] = settings_for(tmp_path, database_url, mail_server=safe)
        with clock.fixed_at(NOW):
            queue()
            work.deliver()
        assert (stands()["waiting"], server.messages) == (1, [])
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        with clock.fixed_at(NOW + timedelta(minutes=1)):
            work.deliver()
        assert (stands()["sent"], server.was_encrypted) == (1, [True])


@pytest.mark.xdist_group("processes")
def test_killed_between_the_servers_yes_and_the_note_of_it(
    ctx: Flask, settings: Settings, smtp: MailServer
) -> None:
    """What was taken comes once more at most, and then as the same letter; the rest comes once."""
    now = datetime.now(UTC)  # the clock of the other process
    with clock.fixed_at(now - timedelta(hours=1)):
        people = queue(3)
    worker = Program(settings.instance_path / "worker", settings.database_url)
    worker.environment |= {
        "FORUM_MAIL_URL": smtp.url,
        "FORUM_SECRET_KEY": settings.secret_key,
        "FORUM_BASE_URL": settings.base_url,
        "FORUM_MAIL_SENDER": settings.mail_sender,
    }
    started = Queue[Popen[Any]]()
    smtp.on_taken = lambda: started.get().kill()
    process = worker.start("maintenance")
    started.put(process)
    assert process.wait() == -9, worker.said()
    worker.end()
    assert len(smtp.raw) == 1
    assert stands() == {"sent": 0, "given up": 0, "waiting": 3}
    smtp.on_taken = lambda: None
    now = datetime.now(UTC)
    for minutes in (0, 6, 12):
        with clock.fixed_at(now + timedelta(minutes=minutes)):
            work.deliver()
            assert len(smtp.raw) == (4 if minutes else 3)
    assert stands() == {"sent": 3, "given up": 0, "waiting": 0}
    assert smtp.raw[0] == smtp.raw[3]
    assert Counter(to for _sender, (to,) in smtp.envelopes) == {
        **dict.fromkeys(people, 1),
        smtp.envelopes[0][1][0]: 2,
    }
