"""Who is invited, and who is not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from forum.base import clock, database
from forum.base.database import db
from forum.commands import work
from forum.config import MailServer as MailSettings
from forum.config import Settings
from forum.events.models import Event
from forum.registration import questions
from forum.registration.models import Registration, State
from forum.registration.person_models import ProtectedIdentity
from tests import factories
from tests.invitations.test_sending import arrived, invited, tell
from tests.support.sites import settings_for
from tests.support.smtp import MailServer


@pytest.fixture
def settings(database_url: str, tmp_path: Path, smtp: MailServer) -> Settings:
    return settings_for(tmp_path, database_url, mail_server=MailSettings.from_url(smtp.url))


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def test_who_is_noted_as_absent_keeps_the_entry(event: Event, smtp: MailServer) -> None:
    one, _first = invited(smtp, event)
    with clock.fixed_at(event.starts_at + timedelta(minutes=30)):
        one.state, one.changed_at = State.ABSENT, clock.now()
        db.session.commit()
        work.maintain()
    with clock.fixed_at(event.starts_at + timedelta(minutes=40)):
        work.maintain()
    assert len(smtp.messages) == 1


def _identity(one: Registration) -> ProtectedIdentity:
    return ProtectedIdentity(
        registration_id=one.id,
        first_name="Sina",
        last_name="Sicher",
        email="geheim@stadt.example",
        created_at=clock.now(),
    )


def test_who_must_not_be_found_gets_no_entry(event: Event, smtp: MailServer) -> None:
    one = factories.registration(event, is_protected=True)
    db.session.add(_identity(one))
    db.session.commit()
    tell(one)
    assert [invite for _subject, invite in arrived(smtp, after=5)] == [None]


def test_a_new_address_gets_the_entry(event: Event, smtp: MailServer) -> None:
    one, first = invited(smtp, event)
    with database.transaction() as session:
        questions.move_address(session, session.get_one(Registration, one.id), "neu@stadt.example")
    tell(one, "registration-link")
    found = [invite for _subject, invite in arrived(smtp, after=5) if invite]
    assert [(one.method, one.uid, one.event.attendee.value) for one in found] == [
        ("REQUEST", first.uid, "mailto:neu@stadt.example")
    ]
