"""Calendar files, read back by a second, independent parser."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import vobject
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from forum.base.database import db
from forum.base.refusal import Refused
from forum.calendars import entries
from forum.calendars.entries import Entry, Look
from forum.invitations import queries, rules
from forum.islands import publishing
from forum.registration import service as registrations
from forum.registration.models import State
from tests import factories
from tests.support.clients import Client
from tests.support.databases import one_database

AT = datetime(2026, 12, 3, 8, tzinfo=UTC)


def _entry(**values: object) -> Entry:
    known = {"uid": "1@stadt.example", "sequence": 0, "changed_at": AT, "starts_at": AT}
    return Entry(**{**known, "ends_at": AT.replace(hour=14), "summary": "Forum", **values})  # type: ignore[arg-type]


INJECTED = ("\r\nATTENDEE:mailto:a@b.example", "\nEND:VEVENT", "\x00", "\x0b", "\r")


@given(
    text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300),
    injected=st.sampled_from(
        ["\r\nATTENDEE:mailto:a@b.example", "\nEND:VEVENT", "\x00", "\x0b", "\r"]
    ),
)
def test_nothing_typed_can_break_or_inject_a_line(text: str, injected: str) -> None:
    entry = _entry(
        summary=f"{text}{injected}", location=f"{injected}{text}", description=f"a{injected}{text}"
    )
    content = entries.calendar_file([entry], look=Look(f"{text}{injected}"))
    lines = content.decode().split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not any(line.startswith("ATTENDEE") for line in lines)
    assert [line for line in lines if line == "BEGIN:VEVENT"] == ["BEGIN:VEVENT"]
    assert not any(
        ord(character) < 32 and character not in "\t\r\n" for character in content.decode()
    )
    assert "\n" not in content.decode().replace("\r\n", "")
    read = vobject.readOne(content.decode())
    assert read.vevent.uid.value == "1@stadt.example"


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (datetime(2026, 3, 28, 8, tzinfo=UTC), "2026-03-28T09:00:00+01:00"),
        (datetime(2026, 3, 29, 8, tzinfo=UTC), "2026-03-29T10:00:00+02:00"),
        (datetime(2026, 10, 24, 8, tzinfo=UTC), "2026-10-24T10:00:00+02:00"),
        (datetime(2026, 10, 25, 8, tzinfo=UTC), "2026-10-25T09:00:00+01:00"),
    ],
)
def test_the_wall_clock_is_right_around_both_clock_changes(start: datetime, expected: str) -> None:
    entry = _entry(starts_at=start, ends_at=start.replace(hour=14))
    read = vobject.readOne(entries.calendar_file([entry], look=Look("x")).decode())
    assert read.vevent.dtstart.value.isoformat() == expected


@one_database
def test_a_forum_is_named_the_same_for_ever_and_differently_from_others(ctx: Flask) -> None:
    assert rules.uid("forum", "a.example") == rules.uid("forum", "a.example")
    assert len({rules.uid(subject, "a.example") for subject in ("forum", "forum2", "f")}) == 3


@one_database
def test_anybody_gets_the_forum_as_an_entry(ctx: Flask, client: Client) -> None:
    event = factories.event(day=date(2030, 7, 4), slug="praxisforum")
    response = client.get("/events/praxisforum/event.ics")
    assert response.mimetype == "text/calendar"
    read = vobject.readOne(response.text)
    assert read.method.value == "PUBLISH"
    assert read.vevent.dtstart.value.isoformat() == "2030-07-04T09:00:00+02:00"
    assert read.vevent.location.value == f"{event.venue}, {event.address}"


@one_database
def test_the_personal_file_follows_the_published_plan(ctx: Flask) -> None:
    event = factories.event(day=date(2030, 7, 4))
    one = factories.registration(event)
    plan = factories.plan(event, {one: tuple(event.islands[:3])}, published=False)
    alone = vobject.readOne(queries.personal_file(one).decode())
    assert len(alone.vevent_list) == 1
    publishing.publish(plan.id)
    full = vobject.readOne(queries.personal_file(one).decode())
    starts = [entry.dtstart.value.isoformat() for entry in full.vevent_list]
    assert starts == [
        "2030-07-04T09:00:00+02:00",
        "2030-07-04T10:45:00+02:00",
        "2030-07-04T11:30:00+02:00",
        "2030-07-04T13:15:00+02:00",
    ]
    assert full.vevent_list[1].location.value == f"Raum 201, 2. Obergeschoss, {event.venue}"
    assert full.vevent_list[0].uid.value == alone.vevent.uid.value
    assert int(full.vevent_list[0].sequence.value) > int(alone.vevent.sequence.value)
    assert len({entry.uid.value for entry in full.vevent_list}) == 4


@one_database
def test_a_cancelled_place_leaves_a_cancelled_entry(ctx: Flask) -> None:
    event = factories.event()
    one = factories.registration(event)
    before = vobject.readOne(queries.personal_file(one).decode()).vevent
    registrations.cancel(one.id)
    db.session.refresh(one)
    after = vobject.readOne(queries.personal_file(one).decode()).vevent
    assert (after.status.value, after.uid.value) == ("CANCELLED", before.uid.value)
    assert int(after.sequence.value) > int(before.sequence.value)


@one_database
def test_who_waits_has_nothing_for_the_calendar(ctx: Flask) -> None:
    one = factories.registration(factories.event(), state=State.WAITING)
    with pytest.raises(Refused):
        queries.personal_file(one)
