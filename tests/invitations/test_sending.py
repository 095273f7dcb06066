"""Which messages carry a calendar entry, and that there is never one too many or too few."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parseaddr
from pathlib import Path

import pytest
from flask import Flask

from forum.base import clock
from forum.base.database import db
from forum.commands import work
from forum.config import MailServer as MailSettings
from forum.config import Settings
from forum.events import islands
from forum.events import service as events
from forum.events.models import Event
from forum.invitations import rules
from forum.invitations.models import Invitation
from forum.islands import publishing
from forum.mail import service as mail
from forum.mail.models import Message
from forum.registration import rescheduling
from forum.registration import service as registrations
from forum.registration.models import Registration, State
from tests import factories
from tests.invitations.inbox import Invite, invite_of
from tests.support.databases import one_database
from tests.support.sites import settings_for
from tests.support.smtp import MailServer


@pytest.fixture
def settings(database_url: str, tmp_path: Path, smtp: MailServer) -> Settings:
    return settings_for(tmp_path, database_url, mail_server=MailSettings.from_url(smtp.url))


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def tell(one: Registration, kind: str = "registration-confirmed") -> None:
    mail.queue(db.session, kind, one.id, event_id=one.event_id)  # type: ignore[arg-type]
    db.session.commit()


def minutes(number: int) -> datetime:
    return clock.now() + timedelta(minutes=number)


def arrived(smtp: MailServer, *, after: int = 0) -> list[tuple[str, Invite | None]]:
    """Subject and calendar entry of everything that leaves within so many minutes."""
    known = len(smtp.messages)
    for minute in (0, after) if after else (0,):
        with clock.fixed_at(minutes(minute)):
            work.maintain()
    return [(str(one["Subject"]), invite_of(one)) for one in smtp.messages[known:]]


def invites(found: list[tuple[str, Invite | None]]) -> list[tuple[str, int]]:
    return [(invite.method, invite.sequence) for _subject, invite in found if invite]


def invited(smtp: MailServer, event: Event, **values: object) -> tuple[Registration, Invite]:
    """Somebody who was told of their place a moment ago."""
    one = factories.registration(event, **values)
    tell(one)
    ((_subject, invite),) = arrived(smtp)
    assert invite is not None
    return one, invite


def test_a_place_brings_an_invitation_and_a_reminder_not_another(
    event: Event, smtp: MailServer
) -> None:
    one, invite = invited(smtp, event)
    assert invite.method == "REQUEST"
    (message,) = smtp.messages
    sender = parseaddr(message["From"])[1]
    assert invite.event.organizer.value == f"mailto:{sender}"
    assert invite.event.attendee.value == f"mailto:{one.email}"
    assert invite.event.attendee.params["PARTSTAT"] == ["ACCEPTED"]
    assert invite.event.attendee.params["CN"] == [one.person.name]
    assert invite.event.dtstart.value == event.starts_at
    tell(one, "registration-link")
    ((_subject, again),) = arrived(smtp)
    assert again is None


@pytest.mark.parametrize("state", [State.WAITING, State.HELD, State.OFFERED])
@one_database
def test_who_has_no_place_yet_gets_no_entry(event: Event, smtp: MailServer, state: State) -> None:
    one = factories.registration(event, state=state)
    tell(one, "registration-link")
    work.deliver()
    assert [invite_of(message) for message in smtp.messages] == [None]
    assert db.session.query(Invitation).all() == []


def test_another_time_is_told_once_after_a_quiet_while(event: Event, smtp: MailServer) -> None:
    one, first = invited(smtp, event)
    starts = event.starts_at
    for minute in (10, 20, 30):
        db.session.refresh(event)
        moved = starts + timedelta(minutes=minute)
        events.update(event.id, version=event.version, starts_at=moved)
        assert arrived(smtp) == []
    ((subject, invite),) = arrived(smtp, after=4)
    assert invite is not None
    assert subject == "Geändert: Ihr Forumstag"
    assert (invite.method, invite.uid) == ("REQUEST", first.uid)
    assert invite.sequence > first.sequence
    assert invite.event.dtstart.value == starts + timedelta(minutes=30)
    assert invite.event.dtstamp.value >= first.event.dtstamp.value
    assert arrived(smtp, after=9) == []
    assert db.session.get_one(Invitation, one.id).sequence == invite.sequence


@one_database
def test_changing_back_before_it_is_told_tells_nobody(event: Event, smtp: MailServer) -> None:
    invited(smtp, event)
    starts = event.starts_at
    for moved in (starts + timedelta(hours=1), starts):
        db.session.refresh(event)
        events.update(event.id, version=event.version, starts_at=moved)
        assert arrived(smtp) == []
    assert arrived(smtp, after=5) == []


@one_database
def test_what_no_calendar_shows_changes_no_calendar(event: Event, smtp: MailServer) -> None:
    one, _invite = invited(smtp, event)
    db.session.refresh(event)
    events.update(event.id, version=event.version, contact_phone="0221 1")
    one.changed_at = clock.now()
    db.session.commit()
    assert arrived(smtp, after=5) == []


@one_database
def test_the_route_card_brings_the_islands(event: Event, smtp: MailServer) -> None:
    one, first = invited(smtp, event)
    a, b, c, d, _e = event.islands
    plan = factories.plan(event, {one: (a, b, c)}, published=False)
    publishing.publish(plan.id, by="Oda")
    ((subject, invite),) = arrived(smtp, after=5)
    assert invite is not None
    assert subject == "Ihr Laufzettel"
    assert (invite.method, invite.uid) == ("REQUEST", first.uid)
    assert invite.sequence > first.sequence
    assert [island.theme in invite.event.description.value for island in (a, b, c, d)] == [
        True,
        True,
        True,
        False,
    ]
    islands.change_island(a.id, room_id=a.room_id, theme="Wohngeld")
    ((_subject, newer),) = arrived(smtp, after=5)
    assert newer is not None
    assert "Wohngeld" in newer.event.description.value


@one_database
def test_giving_the_place_back_takes_the_entry_away(event: Event, smtp: MailServer) -> None:
    one, first = invited(smtp, event)
    registrations.cancel(one.id)
    ((_subject, invite),) = arrived(smtp, after=5)
    assert invite is not None
    assert (invite.method, invite.uid) == ("CANCEL", first.uid)
    assert invite.event.status.value == "CANCELLED"
    assert invite.sequence > first.sequence
    assert invite.event.attendee.value == first.event.attendee.value
    assert arrived(smtp, after=9) == []


def test_a_forum_that_is_cancelled_leaves_every_calendar(event: Event, smtp: MailServer) -> None:
    _one, first = invited(smtp, event)
    never = factories.registration(event)
    rescheduling.call_off(event.id, by=factories.account().id, reason="Sturm")
    found = arrived(smtp, after=5)
    assert len(found) == 2
    assert invites(found) == [("CANCEL", first.sequence + 1)]
    assert db.session.get(Invitation, never.id) is None


@one_database
def test_sent_again_it_is_the_same_to_the_letter(event: Event, smtp: MailServer) -> None:
    one = factories.registration(event)
    smtp.greylist()
    tell(one)
    assert arrived(smtp) == []
    sent = db.session.get_one(Invitation, one.id)
    sequence, at = sent.sequence, sent.sent_at
    ((_subject, invite),) = arrived(smtp, after=30)
    assert invite is not None
    assert (invite.sequence, invite.event.dtstamp.value) == (sequence, at.replace(microsecond=0))
    message = db.session.query(Message).one()
    message.sent_at = None
    db.session.commit()
    ((_subject, copy),) = arrived(smtp, after=40)
    assert copy is not None
    assert copy.raw == invite.raw


@one_database
def test_nothing_is_invited_to_a_day_that_has_begun(event: Event, smtp: MailServer) -> None:
    one = factories.registration(event)
    with clock.fixed_at(event.starts_at + timedelta(minutes=1)):
        tell(one)
        work.maintain()
    assert [invite_of(message) for message in smtp.messages] == [None]


def test_the_number_never_falls_behind_a_download() -> None:
    assert rules.next_sequence(None, 3) == 3
    assert rules.next_sequence(5, 3) == 6
    assert rules.next_sequence(5, 9) == 9
