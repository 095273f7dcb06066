"""A mail server that fails in every way: nothing is lost, nothing holds up the rest, and what
comes once more is the same to the letter."""

from __future__ import annotations

import socket
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
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
from tests.support.programs import Program, until
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


def test_away_for_an_hour_nothing_is_lost_and_the_waits_grow(ctx: Flask, smtp: MailServer) -> None:
    with clock.fixed_at(NOW):
        people = queue(SOME)
        promised = set(db.session.scalars(select(Message.message_id)).all())
    at, tries = NOW, [NOW]
    with smtp.away():
        while at < NOW + timedelta(hours=1):
            with clock.fixed_at(at):
                work.deliver()
                assert stands() == {"sent": 0, "given up": 0, "waiting": SOME}
                at = next_due()
            tries.append(at)
    waits = [later - sooner for sooner, later in pairwise(tries)]
    assert waits == sorted(set(waits))
    with clock.fixed_at(at):
        work.deliver()
    assert stands() == {"sent": SOME, "given up": 0, "waiting": 0}
    assert Counter(to for _sender, (to,) in smtp.envelopes) == Counter(people)
    assert {str(one["Message-ID"]).strip("<>") for one in smtp.messages} == promised


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("answer", ["421 4.3.2 Closing", "451 4.3.0 Not now", ""])
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


def test_one_of_fifty_is_unknown_and_nobody_else_notices(ctx: Flask, smtp: MailServer) -> None:
    with clock.fixed_at(NOW):
        people = queue(MANY)
        smtp.refuse_always(people[7])
        work.deliver()
        assert stands() == {"sent": MANY - 1, "given up": 1, "waiting": 0}
    reached = {to for _sender, (to,) in smtp.envelopes}
    assert reached == {*people} - {people[7]}


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
    with clock.fixed_at(clock.now() - timedelta(minutes=5)):  # due by any process's clock
        people = queue(3)
    worker = Program(settings.instance_path / "worker", settings.database_url)
    worker.environment |= {
        "FORUM_MAIL_URL": smtp.url,
        "FORUM_SECRET_KEY": settings.secret_key,
        "FORUM_BASE_URL": settings.base_url,
        "FORUM_MAIL_SENDER": settings.mail_sender,
    }
    started: list[Popen[Any]] = []
    codes: list[int] = []

    def is_killed() -> bool:
        """Maintenance comes again and again, as it does each minute, until it is killed."""
        if not started:
            started.append(worker.start("maintenance"))
        process = started[0]
        codes.append(process.wait())
        started.clear()
        return codes[-1] == -9

    smtp.on_taken = lambda: started[0].kill() if started and not codes.count(-9) else None
    until(is_killed, "the worker is killed")
    assert (codes[-1], len(smtp.raw)) == (-9, 1)
    assert stands() == {"sent": 0, "given up": 0, "waiting": 3}
    worker.end()
    work.deliver()
    assert len(smtp.raw) == 3
    for minutes in (6, 12):
        with clock.fixed_at(clock.now() + timedelta(minutes=minutes)):
            work.deliver()
    assert stands() == {"sent": 3, "given up": 0, "waiting": 0}
    assert smtp.raw[0] == smtp.raw[3]
    assert Counter(to for _sender, (to,) in smtp.envelopes) == {
        **dict.fromkeys(people, 1),
        smtp.envelopes[0][1][0]: 2,
    }
