"""Every kind of message and file, as four programs far away read it: all mean what we meant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from forum.base import clock
from forum.base.database import db
from forum.config import MailServer as MailSettings
from forum.config import Settings
from forum.events import service as events
from forum.events.models import Event
from forum.invitations import feed_links, keeping
from forum.invitations.feed_links import Holder
from forum.invitations.models import Invitation
from forum.islands import publishing
from forum.registration import queries as registrations
from forum.registration import rescheduling, service
from forum.registration.models import Registration
from tests import factories
from tests.invitations import situation
from tests.invitations.situation import NOW, SITUATIONS, Situation, invited, meant, nameless
from tests.support.clients import Client
from tests.support.readers.plain import Calendar
from tests.support.readers.together import Reader
from tests.support.sites import settings_for
from tests.support.smtp import MailServer


@pytest.fixture
def database_kind() -> str:
    """One is enough: which database it is makes no difference here."""
    return "sqlite"


@pytest.fixture
def settings(database_url: str, tmp_path: Path, smtp: MailServer) -> Settings:
    return settings_for(tmp_path, database_url, mail_server=MailSettings.from_url(smtp.url))


@pytest.fixture(params=SITUATIONS, ids=lambda here: here.__name__)
def here(request: pytest.FixtureRequest) -> Iterator[Situation]:
    """A situation, on the first of September."""
    with clock.fixed_at(NOW):
        yield request.param


@pytest.fixture
def event(ctx: Flask, here: Situation) -> Event:
    return situation.make_event(here)


@pytest.fixture
def one(event: Event, here: Situation) -> Registration:
    """Somebody with a place."""
    return factories.registration(event, language=here.language)


def publish(event: Event, one: Registration) -> None:
    """Gives somebody a route."""
    plan = factories.plan(event, {one: tuple(event.islands[:3])}, published=False)
    publishing.publish(plan.id, by="Oda")


def later(hours: int) -> AbstractContextManager[None]:
    return clock.fixed_at(NOW + timedelta(hours=hours))


def test_a_place_a_change_a_route_and_an_end(
    one: Registration, event: Event, here: Situation, smtp: MailServer, read_by_all: Reader
) -> None:
    situation.tell(one)
    (request,) = map(read_by_all, situation.pass_minutes(smtp, 0))
    assert (request.method, nameless(request.only)) == (
        "REQUEST",
        invited(meant(event, here), one),
    )
    sent = db.session.get_one(Invitation, one.id)
    assert (request.only.uid, request.only.stamp) == (sent.uid, NOW)
    with later(1):
        ends_at = event.ends_at + timedelta(minutes=30)
        events.update(event.id, version=event.version, ends_at=ends_at)
        (update,) = map(read_by_all, situation.pass_minutes(smtp, 4))
    db.session.refresh(event)
    assert (update.method, nameless(update.only)) == ("REQUEST", invited(meant(event, here), one))
    with later(2):
        publish(event, one)
        (route,) = map(read_by_all, situation.pass_minutes(smtp, 4))
    said = f"{situation.LEADS[here.language]}\n\n{situation.ROUTES[here.language]}"
    expected = replace(invited(meant(event, here), one), description=said)
    assert nameless(route.only) == expected
    with later(3):
        service.cancel(one.id)
        (gone,) = map(read_by_all, situation.pass_minutes(smtp, 4))
    expected = replace(invited(meant(event, here), one), status="CANCELLED")
    assert (gone.method, nameless(gone.only)) == ("CANCEL", expected)
    four = [found.only for found in (request, update, route, gone)]
    assert [entry.uid for entry in four] == [sent.uid] * 4
    assert sorted({entry.sequence for entry in four}) == [entry.sequence for entry in four]
    assert sorted({entry.stamp for entry in four}) == [entry.stamp for entry in four]


def test_a_forum_that_is_called_off(
    one: Registration, event: Event, here: Situation, smtp: MailServer, read_by_all: Reader
) -> None:
    situation.tell(one)
    (request,) = map(read_by_all, situation.pass_minutes(smtp, 0))
    rescheduling.call_off(event.id, by=factories.account().id, reason="Sturm")
    (gone,) = map(read_by_all, situation.pass_minutes(smtp, 0))
    expected = replace(request.only, status="CANCELLED", sequence=request.only.sequence + 1)
    assert (gone.method, gone.only) == ("CANCEL", expected)


def test_declined_and_kept_then_postponed_and_accepted_then_hidden(
    one: Registration, event: Event, here: Situation, smtp: MailServer, read_by_all: Reader
) -> None:
    """What calendars throw away comes again, the old day goes and the new one comes, and who must
    not be found any more has nothing left."""

    def arrived(minutes: int = 0) -> list[Calendar]:
        return [read_by_all(file) for file in situation.pass_minutes(smtp, minutes)]

    situation.tell(one)
    (first,) = arrived()
    with later(1):
        db.session.get_one(Invitation, one.id).gives_back_at = NOW + timedelta(days=1)
        db.session.commit()
        keeping.keep(one.id)
        (kept,) = arrived()
    with later(2):
        to = here.day + timedelta(weeks=2)
        rescheduling.postpone(event.id, to=to, by=factories.account().id, reason="Sturm")
        (gone,) = arrived()
        db.session.refresh(event)
        service.accept_offer(one.id)
        (moved,) = arrived()
    with later(3):
        expected = replace(invited(meant(event, here), one), status="CANCELLED")
        factories.protected_identity(one)
        one.is_protected, one.email = True, None
        db.session.commit()
        (hidden,) = arrived()
    five = (first, kept, gone, moved, hidden)
    assert [found.method for found in five] == ["REQUEST", "REQUEST", "CANCEL", "REQUEST", "CANCEL"]
    assert nameless(kept.only) == nameless(first.only)
    assert nameless(moved.only) == replace(expected, status="CONFIRMED")
    assert nameless(hidden.only) == expected
    numbers = [found.only.sequence for found in five]
    assert numbers == sorted(set(numbers))
    assert {found.only.uid for found in five} == {first.only.uid}


def test_the_file_of_a_forum(
    event: Event, here: Situation, client: Client, read_by_all: Reader
) -> None:
    found = read_by_all(client.get("/events/kim/event.ics", headers=here.speaking).data)
    assert (found.method, nameless(found.only)) == ("PUBLISH", meant(event, here))


def test_the_file_of_a_participant(
    one: Registration, event: Event, here: Situation, client: Client, read_by_all: Reader
) -> None:
    path = f"/my/{registrations.token_of(one)}/calendar.ics"
    before = read_by_all(client.get(path).data)
    assert (before.method, nameless(before.only)) == ("PUBLISH", meant(event, here))
    publish(event, one)
    after = read_by_all(client.get(path).data).entries
    (day,) = [entry for entry in after if entry.uid == before.only.uid]
    rounds = sorted((e for e in after if e != day), key=lambda entry: entry.starts_at)
    said = f"{situation.LEADS[here.language]}\n\n{situation.ROUTES[here.language]}"
    assert nameless(day) == replace(meant(event, here), description=said)
    assert [(e.starts_at, e.ends_at) for e in rounds] == [
        (r.starts_at, r.ends_at) for r in event.rounds
    ]
    service.cancel(one.id)
    (gone,) = read_by_all(client.get(path).data).entries
    assert (gone.uid, gone.status) == (before.only.uid, "CANCELLED")
    assert gone.sequence > day.sequence > before.only.sequence


def feed(client: Client, holder: Holder, here: Situation) -> bytes:
    token = feed_links.token_of(holder)
    return client.get(f"/calendars/{token}.ics", headers=here.speaking).data


def test_the_feed_of_a_participant(
    one: Registration, event: Event, here: Situation, client: Client, read_by_all: Reader
) -> None:
    def read() -> list[str]:
        found = read_by_all(feed(client, feed_links.participant(one), here))
        ordered = sorted(found.entries, key=lambda entry: entry.starts_at)
        shown.extend(ordered)
        return [entry.summary for entry in ordered]

    shown: list[object] = []
    assert read() == [situation.TITLES[here.language]]
    assert nameless(shown[0]) == meant(event, here)  # type: ignore[arg-type]
    publish(event, one)
    assert read()[:2] == list(situation.ROUNDS[here.language])
    round_ = event.rounds[0]
    expected = replace(
        meant(event, here),
        starts_at=round_.starts_at,
        ends_at=round_.ends_at,
        summary=situation.ROUNDS[here.language][0],
        location=situation.PLACES[here.language].format(201),
        description="Was fehlt?\nWer hilft?",
        url="",
    )
    assert nameless(shown[1]) == expected  # type: ignore[arg-type]
    service.cancel(one.id)
    assert read() == []


def test_the_feeds_of_hosts_and_organisers(
    event: Event, here: Situation, client: Client, read_by_all: Reader
) -> None:
    host = factories.host(event.islands[0])
    found = read_by_all(feed(client, feed_links.host(host), here)).entries
    assert sorted((e.starts_at, e.ends_at) for e in found) == [
        (r.starts_at, r.ends_at) for r in event.rounds
    ]
    assert situation.ROUNDS[here.language][0] in {e.summary for e in found}
    assert {e.location for e in found} == {situation.PLACES[here.language].format(201)}
    who = factories.account(language=here.language)
    ends, day = sorted(
        read_by_all(feed(client, feed_links.organiser(who), here)).entries,
        key=lambda entry: entry.starts_at,
    )
    own = replace(meant(event, here), description="", url="http://localhost/workspace/events/kim/")
    assert nameless(day) == own
    assert ends.ends_at == event.registration_deadline
    assert situation.TITLES[here.language] in ends.summary


def test_the_feed_of_all_forums(
    event: Event, here: Situation, client: Client, read_by_all: Reader
) -> None:
    found = read_by_all(client.get("/calendars/forums.ics", headers=here.speaking).data)
    assert (found.method, nameless(found.only)) == ("PUBLISH", meant(event, here))
    file = read_by_all(client.get("/events/kim/event.ics", headers=here.speaking).data)
    assert file == found
