"""Somebody with a place and the entry that they got by mail, and how it stands after an answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from forum.audit.models import LogEntry
from forum.base import clock
from forum.base.database import db
from forum.config import MailServer as MailSettings
from forum.config import Settings
from forum.events.models import Event
from forum.invitations.models import Invitation
from forum.mail.models import Message
from forum.registration.models import Registration
from tests import factories
from tests.invitations import shapes
from tests.invitations.test_sending import invited
from tests.support.sites import settings_for
from tests.support.smtp import MailServer


@pytest.fixture
def settings(database_url: str, tmp_path: Path, smtp: MailServer) -> Settings:
    return settings_for(tmp_path, database_url, mail_server=MailSettings.from_url(smtp.url))


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim", capacity=1)


@pytest.fixture
def sent(event: Event, smtp: MailServer) -> shapes.Answer:
    """The entry that somebody got by mail a moment ago, to be answered."""
    one, invite = invited(smtp, event)
    assert one.email is not None
    message_id = str(smtp.messages[-1]["Message-ID"]).strip("<>")
    return shapes.Answer(invite.uid, one.email, invite.sequence, message_id)


def entry() -> Invitation:
    db.session.rollback()
    return db.session.query(Invitation).populate_existing().one()


def who() -> Registration:
    return db.session.get_one(Registration, entry().registration_id, populate_existing=True)


def actions() -> list[str]:
    found = db.session.query(LogEntry).filter_by(registration_id=who().id).order_by(LogEntry.id)
    return [line.action for line in found]


def kinds() -> list[str]:
    return [message.kind for message in db.session.query(Message).order_by(Message.id)]


def untouched() -> bool:
    """Whether somebody's entry stands as if nothing had arrived."""
    said = entry()
    return (said.answer, said.answered_at, said.gives_back_at) == (None, None, None)


def later(hours: float) -> datetime:
    return clock.now() + timedelta(hours=hours)
