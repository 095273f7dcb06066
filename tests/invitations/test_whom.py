"""Who is invited, and who is not."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, time, timedelta
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
from forum.registration import service as registrations
from forum.registration.models import Registration, State
from forum.registration.person_models import Task
from tests import factories
from tests.invitations.test_sending import arrived, invited, tell
from tests.support.databases import one_database
from tests.support.sites import settings_for
from tests.support.smtp import MailServer


@pytest.fixture
def settings(database_url: str, tmp_path: Path, smtp: MailServer) -> Settings:
    return settings_for(tmp_path, database_url, mail_server=MailSettings.from_url(smtp.url))


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


@one_database
def test_who_is_noted_as_absent_keeps_the_entry(event: Event, smtp: MailServer) -> None:
    one, _first = invited(smtp, event)
    with clock.fixed_at(event.starts_at + timedelta(minutes=30)):
        one.state, one.changed_at = State.ABSENT, clock.now()
        db.session.commit()
        work.maintain()
    with clock.fixed_at(event.starts_at + timedelta(minutes=40)):
        work.maintain()
    assert len(smtp.messages) == 1


def test_who_must_not_be_found_gets_no_entry(event: Event, smtp: MailServer) -> None:
    one = factories.registration(event, is_protected=True)
    factories.protected_identity(one, email="geheim@stadt.example")
    tell(one)
    assert [invite for _subject, invite in arrived(smtp, after=5)] == [None]


def test_who_must_not_be_found_any_more_loses_the_entry_at_once_and_keeps_the_place(
    event: Event, smtp: MailServer, ctx: Flask
) -> None:
    """In the middle of the night, in words that anybody may read over their shoulder."""
    ctx.config["FORUM"] = dataclasses.replace(ctx.config["FORUM"], quiet_hours=(22, 6))
    night = datetime.combine(factories.in_weeks(1), time(1), UTC)
    with clock.fixed_at(night):
        one, first = invited(smtp, event)
        guest = factories.person("Gast", "7", email_key=None)
        factories.protected_identity(one, email="geheim@stadt.example")
        one.is_protected, one.email, one.person = True, None, guest
        db.session.commit()
        tell(one, "calendar-changed")  # what waited before is in no other words
    with clock.fixed_at(night + timedelta(minutes=1)):
        ((subject, invite),) = arrived(smtp, after=9)
    assert invite is not None
    assert subject == "Aus Ihrem Kalender entfernt"
    assert (invite.method, invite.uid) == ("CANCEL", first.uid)
    assert invite.sequence > first.sequence
    (text, html) = (smtp.messages[-1].get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    content = f"{text.get_content()}{html.get_content()}{invite.raw.decode()}"
    assert smtp.envelopes[-1][1] == ["geheim@stadt.example"]
    assert "Muster" not in content
    assert "geschützt" not in content.lower()
    assert one.state is State.CONFIRMED


@one_database
def test_whose_mails_come_back_is_not_called_about_an_entry_that_goes(
    event: Event, smtp: MailServer
) -> None:
    one, _first = invited(smtp, event)
    one.bounced_at = clock.now()
    db.session.commit()
    registrations.cancel(one.id)
    assert arrived(smtp, after=5) == []
    assert [task.message for task in db.session.query(Task)] == ["registration-cancelled"]


@one_database
def test_a_new_address_gets_the_entry(event: Event, smtp: MailServer) -> None:
    one, first = invited(smtp, event)
    with database.transaction() as session:
        questions.move_address(session, session.get_one(Registration, one.id), "neu@stadt.example")
    tell(one, "registration-link")
    found = [invite for _subject, invite in arrived(smtp, after=5) if invite]
    assert [(one.method, one.uid, one.event.attendee.value) for one in found] == [
        ("REQUEST", first.uid, "mailto:neu@stadt.example")
    ]
