"""Calendars to subscribe to: whose they are, what stands in them, and when nothing is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import vobject
from flask import Flask

from forum.base import clock
from forum.base.database import db
from forum.commands import work
from forum.events.models import Event, IslandClosure
from forum.invitations import feed_links
from forum.invitations.models import FeedOwner, Invitation
from forum.islands import walk_ins
from forum.mail import service as mail
from forum.registration import queries as registrations
from forum.registration import service
from forum.registration.models import Registration, State
from tests import factories
from tests.support.clients import Client, submit
from tests.support.databases import one_database


def path_of(one: Registration) -> str:
    token = feed_links.token_of(feed_links.participant(one))
    return f"/calendars/{token}.ics"


def read(client: Client, path: str) -> Any:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert "ATTENDEE" not in answer.text
    return vobject.readOne(answer.text)


def entries_of(calendar: Any) -> list[Any]:
    return list(getattr(calendar, "vevent_list", []))


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


@one_database
def test_each_round_is_an_entry_with_island_and_room(event: Event, client: Client) -> None:
    one = factories.registration(event)
    a, b, c, *_rest = event.islands
    factories.plan(event, {one: (a, b, c)})
    calendar = read(client, path_of(one))
    found = entries_of(calendar)
    assert [one.dtstart.value for one in found] == [one.starts_at for one in event.rounds]
    assert a.room is not None
    assert a.room.name in found[0].location.value
    assert len({entry.uid.value for entry in found}) == 3
    contents = {line.name.lower(): line.value for line in calendar.lines()}
    assert (contents["refresh-interval"], contents["x-published-ttl"]) == ("PT4H", "PT4H")
    assert contents["name"] == contents["x-wr-calname"]
    assert contents["color"] == "steelblue"


@one_database
def test_before_there_is_a_route_the_day_stands_there_and_nothing_after_cancelling(
    event: Event, client: Client
) -> None:
    one = factories.registration(event)
    (day,) = entries_of(read(client, path_of(one)))
    assert day.dtstart.value == event.starts_at
    service.cancel(one.id)
    assert entries_of(read(client, path_of(one))) == []
    waiting = factories.registration(event, state=State.WAITING)
    assert entries_of(read(client, path_of(waiting))) == []


def test_what_is_unchanged_is_not_made_again(
    event: Event, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = factories.registration(event)
    factories.plan(event, {factories.registration(event): tuple(event.islands[:3])})
    path = path_of(one)
    first = client.get(path)
    assert first.headers["Cache-Control"] == "private, no-cache"
    etag = first.headers["ETag"]
    again = client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    walk_ins.place(event.id, one.id)
    newer = client.get(path, headers={"If-None-Match": etag})
    assert newer.status_code == 200
    assert newer.headers["ETag"] != etag


def test_a_renewed_address_ends_the_old_one(event: Event, client: Client) -> None:
    one = factories.registration(event)
    other = factories.registration(event)
    old, kept = path_of(one), path_of(other)
    token = registrations.token_of(one)
    mine = f"/my/{token}/calendar"
    field = client.page(mine).root.first("input", id="feed")
    assert field.attributes["value"].endswith(old)
    submit(client, mine, button="Neue Adresse erstellen")
    assert client.get(old).status_code == 404
    assert client.get(path_of(one)).status_code == 200
    assert client.get(kept).status_code == 200
    other.link_revision += 1
    db.session.commit()
    assert client.get(kept).status_code == 404


@one_database
def test_a_link_of_one_kind_opens_no_other(event: Event, client: Client) -> None:
    one = factories.registration(event)
    host = factories.host(event.islands[0])
    for token in (
        registrations.token_of(one),
        feed_links.token_of(replace(feed_links.participant(one), owner=FeedOwner.HOST)),
        feed_links.token_of(replace(feed_links.host(host), owner=FeedOwner.PARTICIPANT)),
        "x" * 36,
    ):
        assert client.get(f"/calendars/{token}.ics").status_code == 404


@one_database
def test_hosts_have_their_rounds_and_no_names(event: Event, client: Client) -> None:
    island = event.islands[0]
    host = factories.host(island)
    first, second, third = sorted(event.rounds, key=lambda one: one.number)
    db.session.add(IslandClosure(island_id=island.id, round_id=second.id))
    db.session.commit()
    one = factories.registration(event)
    factories.plan(event, {one: tuple(event.islands[:3])})
    db.session.expire_all()
    path = f"/calendars/{feed_links.token_of(feed_links.host(host))}.ics"
    found = entries_of(read(client, path))
    assert [entry.dtstart.value for entry in found] == [first.starts_at, third.starts_at]
    assert one.person.name not in client.get(path).text
    host.away_at = clock.now()
    db.session.commit()
    assert entries_of(read(client, path)) == []


@one_database
def test_organisers_have_days_and_deadlines(event: Event, client: Client) -> None:
    account = factories.account()
    token = feed_links.token_of(feed_links.organiser(account))
    day, ends = sorted(
        entries_of(read(client, f"/calendars/{token}.ics")), key=lambda one: one.dtstart.value
    )[::-1]
    assert day.dtstart.value == event.starts_at
    assert ends.dtend.value == event.registration_deadline.replace(microsecond=0)


def test_all_forums_are_for_anybody_and_drafts_are_not(ctx: Flask, client: Client) -> None:
    shown = [factories.event(day=factories.in_weeks(weeks)) for weeks in (2, 9)]
    factories.event(published=False)
    calendar = read(client, "/calendars/forums.ics")
    assert len(entries_of(calendar)) == len(shown)
    answer = client.get("/calendars/forums.ics")
    again = client.get("/calendars/forums.ics", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert {"Accept-Language", "Cookie"} <= set(answer.vary)


def test_an_unchanged_feed_costs_the_same_whatever_it_holds(
    ctx: Flask, client: Client, count_queries: Any
) -> None:
    asked = []
    for _more in range(2):
        for _number in range(5):
            factories.event()
        etag = client.get("/calendars/forums.ics").headers["ETag"]
        with count_queries() as queries:
            client.get("/calendars/forums.ics", headers={"If-None-Match": etag})
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[0] <= 2


@one_database
def test_an_answer_in_another_language_is_another_answer(event: Event, client: Client) -> None:
    host = factories.host(event.islands[0])
    token = feed_links.token_of(feed_links.host(host))
    for path in (f"/calendars/{token}.ics", "/calendars/forums.ics"):
        german, english = (
            client.get(path, headers={"Accept-Language": language}).headers["ETag"]
            for language in ("de", "en")
        )
        assert german != english


@one_database
def test_once_invited_by_mail_the_day_leaves_the_calendar(event: Event, client: Client) -> None:
    one = factories.registration(event)
    path = path_of(one)
    etag = client.get(path).headers["ETag"]
    mail.queue(db.session, "registration-confirmed", one.id)  # type: ignore[arg-type]
    db.session.commit()
    work.deliver()
    assert db.session.get(Invitation, one.id) is not None
    again = client.get(path, headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert "BEGIN:VEVENT" not in again.text
