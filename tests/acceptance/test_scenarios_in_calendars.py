"""The acceptance scenarios of the field as people see them in their own calendars: what arrives by
mail is kept as RFC 5546 demands, what is subscribed to is looked at again."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from forum.base import clock
from forum.base.database import db
from forum.config import MailServer as MailSettings
from forum.config import Settings
from forum.events import islands
from forum.events.models import Event
from forum.invitations import feed_links
from forum.invitations.feed_links import Holder
from forum.islands import publishing
from forum.registration import rescheduling, service
from forum.registration.models import Registration, State
from tests import factories
from tests.invitations import situation
from tests.support.clients import Client
from tests.support.readers.plain import Read
from tests.support.readers.store import after
from tests.support.readers.together import Reader
from tests.support.sites import settings_for
from tests.support.smtp import MailServer


@pytest.fixture
def settings(database_url: str, tmp_path: Path, smtp: MailServer) -> Settings:
    return settings_for(tmp_path, database_url, mail_server=MailSettings.from_url(smtp.url))


class Calendars:
    """Everybody's calendars, as programs far away show them."""

    def __init__(self, smtp: MailServer, client: Client, read: Reader) -> None:
        self.smtp, self.client, self.read = smtp, client, read

    def by_mail(self, one: Registration) -> list[Read]:
        """What stands there from all the messages that somebody has got."""
        arrived = [self.read(file) for file in self._files(one)]
        return list(after(*arrived).values())

    def _files(self, one: Registration) -> list[bytes]:
        mine = [at for at, (_by, to) in enumerate(self.smtp.envelopes) if to == [one.email]]
        return [file for at in mine for file in situation.files_of(self.smtp, at, at + 1)]

    def subscribed(self, holder: Holder) -> list[Read]:
        """What stands there from an address that is looked at again, in the order of time."""
        path = f"/calendars/{feed_links.token_of(holder)}.ics"
        return self.at(path)

    def at(self, path: str) -> list[Read]:
        """What stands at an address."""
        found = self.read(self.client.get(path).data).entries
        return sorted(found, key=lambda entry: entry.starts_at)


@pytest.fixture
def calendars(ctx: Flask, smtp: MailServer, client: Client, read_by_all: Reader) -> Calendars:
    return Calendars(smtp, client, read_by_all)


@pytest.fixture
def event(ctx: Flask) -> Event:
    """A forum in four weeks."""
    return factories.event(slug="kim")


def with_place(event: Event, smtp: MailServer) -> Registration:
    """Somebody whose place stands in their calendar."""
    one = factories.registration(event)
    situation.tell(one)
    situation.pass_minutes(smtp, 0)
    return one


def test_scenario_8_another_room_at_8_15_in_calendars(
    event: Event, smtp: MailServer, calendars: Calendars
) -> None:
    """A new room reaches the day's entry by one message, and every calendar that looks."""
    one, host = with_place(event, smtp), factories.host(event.islands[0])
    plan = factories.plan(event, {one: tuple(event.islands[:3])}, published=False)
    publishing.publish(plan.id, by="Oda")
    situation.pass_minutes(smtp, 4)
    (before,) = calendars.by_mail(one)
    assert "Raum 201" in before.description
    known = len(smtp.messages)
    with clock.fixed_at(event.starts_at - timedelta(minutes=45)):
        islands.change_island(event.islands[0].id, room_id=None, new_room="Aula")
        situation.pass_minutes(smtp, 4)
        (day,) = calendars.by_mail(one)
        assert len(situation.files_of(smtp, known)) == 1
        assert "Aula" in day.description
        assert "Raum 201" not in day.description
        assert (day.uid, day.starts_at) == (before.uid, event.starts_at)
        for holder in (feed_links.participant(one), feed_links.host(host)):
            assert calendars.subscribed(holder)[0].location == "Aula, Hochschule Auenstadt"


def test_scenario_17_cancelled_two_days_before_leaves_every_calendar(
    event: Event, smtp: MailServer, calendars: Calendars
) -> None:
    """Nothing is left of the day: not by mail, not in any calendar that looks again."""
    people = [with_place(event, smtp) for _number in range(3)]
    host, account = factories.host(event.islands[0]), factories.account()
    seats = {one: tuple(event.islands[:3]) for one in people}
    publishing.publish(factories.plan(event, seats, published=False).id, by="Oda")
    holders = [*map(feed_links.participant, people), feed_links.host(host)]
    holders.append(feed_links.organiser(account))
    with clock.fixed_at(event.starts_at - timedelta(days=2)):
        situation.pass_minutes(smtp, 4)
        assert [len(calendars.by_mail(one)) for one in people] == [1, 1, 1]
        assert [len(calendars.subscribed(holder)) for holder in holders] == [3, 3, 3, 3, 2]
        rescheduling.call_off(event.id, by=account.id, reason="Die Hochschule ist geschlossen.")
        situation.pass_minutes(smtp, 0)
        assert [calendars.by_mail(one) for one in people] == [[], [], []]
        assert [calendars.subscribed(holder) for holder in holders] == [[], [], [], [], []]
        (shown,) = calendars.at("/calendars/forums.ics")
        assert shown.status == "CANCELLED"


def test_scenario_17_a_postponed_forum_in_calendars(
    event: Event, smtp: MailServer, calendars: Calendars
) -> None:
    """The old day goes for everybody; the new one comes for who says yes, and only then."""
    eager, silent = with_place(event, smtp), with_place(event, smtp)
    with clock.fixed_at(event.starts_at - timedelta(days=2)):
        to = clock.in_berlin(event.starts_at).date() + timedelta(weeks=5)
        rescheduling.postpone(event.id, to=to, by=factories.account().id, reason="Sturm")
        situation.pass_minutes(smtp, 4)
        db.session.expire_all()
        assert (eager.state, calendars.by_mail(eager)) == (State.OFFERED, [])
        assert calendars.subscribed(feed_links.participant(eager)) == []
        service.accept_offer(eager.id)
        situation.pass_minutes(smtp, 4)
        db.session.expire_all()
        (day,) = calendars.by_mail(eager)
        assert clock.in_berlin(day.starts_at).date() == to
        assert (day.starts_at, day.ends_at) == (event.starts_at, event.ends_at)
        assert calendars.by_mail(silent) == []


@pytest.mark.parametrize("deadline", [(25, 23, 59), (25, 2, 10), (25, 3, 0), (24, 23, 59)])
def test_scenario_20_forum_and_deadline_around_the_clock_change_in_calendars(
    ctx: Flask, smtp: MailServer, calendars: Calendars, deadline: tuple[int, int, int]
) -> None:
    """Forum and end of registration stand where the wall clocks of 25 October have them."""
    day = datetime(2026, 10, 25).date()
    ends = clock.from_berlin(datetime(2026, 10, *deadline))
    with clock.fixed_at(situation.NOW):
        event = factories.event(slug="kim", day=day, registration_deadline=ends)
        one, account = with_place(event, smtp), factories.account()
        (mine,) = calendars.by_mail(one)
        (public,) = calendars.at("/events/kim/event.ics")
        entries = calendars.subscribed(feed_links.organiser(account))
    times = (event.starts_at, event.ends_at)
    assert [(one.starts_at, one.ends_at) for one in (mine, public)] == [times, times]
    assert {(one.starts_at, one.ends_at) for one in entries} == {
        times,
        (ends - timedelta(minutes=15), ends),
    }
    walls = [clock.in_berlin(at).strftime("%d. %H:%M") for at in (mine.starts_at, mine.ends_at)]
    assert walls == ["25. 09:00", "25. 15:30"]
