"""At night nothing leaves that can wait, unless it may be needed in the morning."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from forum.base import clock, database
from forum.commands import work
from forum.config import MailServer as MailSettings
from forum.config import Settings
from forum.mail import rules
from forum.mail import service as outbox
from tests import factories
from tests.support.databases import one_database
from tests.support.sites import settings_for
from tests.support.smtp import MailServer

NIGHT = datetime(2026, 11, 2, 22, 30, tzinfo=UTC)  # half past eleven in Berlin
MORNING = datetime(2026, 11, 3, 5, 0, tzinfo=UTC)
HOURS = (22, 6)


@pytest.fixture
def settings(database_url: str, tmp_path: Path, smtp: MailServer) -> Settings:
    url = MailSettings.from_url(smtp.url)
    return settings_for(tmp_path, database_url, mail_server=url, quiet_hours=HOURS)


def queue(starts_at: datetime) -> str:
    """Somebody is to be reminded, and has asked for the link once more."""
    event = factories.event(starts_at=starts_at, ends_at=starts_at + timedelta(hours=6))
    one = factories.registration(event)
    with database.transaction() as session:
        for kind in ("registration-reminder", "registration-link"):
            outbox.queue(session, kind, one.id, event_id=event.id)
    return str(one.email)


def taken(smtp: MailServer) -> Counter[str]:
    return Counter(to for _sender, (to,) in smtp.envelopes)


def test_a_reminder_rests_until_morning_and_what_was_asked_for_does_not(
    ctx: Flask, smtp: MailServer
) -> None:
    with clock.fixed_at(NIGHT):
        later = queue(NIGHT + timedelta(days=3))
        tomorrow = queue(NIGHT + timedelta(hours=10))
        running = queue(NIGHT - timedelta(hours=1))
        for _again in range(2):
            work.maintain()
    assert taken(smtp) == {later: 1, tomorrow: 2, running: 2}
    with clock.fixed_at(MORNING):
        work.maintain()
    assert taken(smtp) == {later: 2, tomorrow: 2, running: 2}


@one_database
def test_whoever_names_a_time_sees_everything_that_is_due(ctx: Flask, smtp: MailServer) -> None:
    with clock.fixed_at(NIGHT):
        one = queue(NIGHT + timedelta(days=3))
    work.maintain(NIGHT)
    assert taken(smtp) == {one: 2}


@one_database
def test_without_quiet_hours_nothing_rests(ctx: Flask, smtp: MailServer) -> None:
    ctx.config["FORUM"] = dataclasses.replace(ctx.config["FORUM"], quiet_hours=None)
    with clock.fixed_at(NIGHT):
        one = queue(NIGHT + timedelta(days=3))
        work.deliver()
    assert taken(smtp) == {one: 2}


@given(st.integers(0, 23), st.integers(0, 23), st.times())
def test_the_night_and_the_day_are_the_two_parts_of_every_day(
    first: int, end: int, at: time
) -> None:
    wall = datetime.combine(datetime(2026, 11, 2), at)
    assert not rules.is_quiet(wall, None)
    if first != end:
        assert rules.is_quiet(wall, (first, end)) is not rules.is_quiet(wall, (end, first))
        assert rules.is_quiet(wall.replace(hour=first), (first, end))
        assert not rules.is_quiet(wall.replace(hour=end), (first, end))
