"""Making, changing and publishing a forum."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from forum.base import clock, database
from forum.base.database import db
from forum.base.refusal import Refused
from forum.events import queries, service
from forum.events.models import Event
from tests import factories
from tests.factories import at

DAY = date(2026, 12, 3)


def make(slug: str = "kim", **values):
    dates = {
        "starts_at": at(DAY, 9),
        "ends_at": at(DAY, 15),
        "registration_deadline": at(date(2026, 11, 26), 23, 59),
    }
    return service.create(slug, **{"title": "KIM", "capacity": 80, **dates, **values})


def test_a_new_forum_is_a_draft(ctx):
    make(venue="Hochschule")
    event = queries.get_event("kim")
    assert (event.title, event.venue, event.capacity) == ("KIM", "Hochschule", 80)
    assert (event.published_at, event.sequence, event.version) == (None, 0, 1)
    assert event.starts_at == datetime(2026, 12, 3, 8, 0, tzinfo=UTC)


def test_two_forums_cannot_share_an_address(ctx):
    make()
    with pytest.raises(Refused) as refusal:
        make(title="Another")
    assert refusal.value.field == "slug"
    assert [event.title for event in queries.all_events()] == ["KIM"]


def test_a_forum_that_ends_before_it_starts_is_not_made(ctx):
    with pytest.raises(Refused) as refusal:
        make(ends_at=at(DAY, 9))
    assert refusal.value.field == "ends"
    assert queries.find_event("kim") is None


@pytest.mark.parametrize(
    ("change", "sequence"),
    [
        ({"title": "Neu"}, 1),
        ({"venue": "Rathaus"}, 1),
        ({"ends_at": at(DAY, 16)}, 1),
        ({"about": "Neu", "capacity": 90}, 0),
        ({"title": "KIM"}, 0),
    ],
)
def test_what_stands_in_calendars_raises_the_sequence(ctx, change, sequence: int):
    with clock.fixed_at(at(DAY, 1)):
        event = make(publish=True)
    later = at(DAY, 2)
    with clock.fixed_at(later):
        service.update(event.id, version=1, **change)
    event = queries.get_event("kim")
    assert event.sequence == sequence
    assert event.changed_at == (later if sequence else at(DAY, 1))


def test_a_draft_stands_in_no_calendar(ctx):
    event = make()
    service.update(event.id, version=1, title="Neu")
    assert (queries.get_event("kim").title, queries.get_event("kim").sequence) == ("Neu", 0)


def test_who_looked_at_an_older_version_is_refused(ctx):
    event = make()
    service.update(event.id, version=1, title="Zuerst")
    with pytest.raises(service.Overtaken) as refusal:
        service.update(event.id, version=1, title="Danach")
    assert refusal.value.field == "version"
    assert queries.get_event("kim").title == "Zuerst"


def test_a_refused_change_changes_nothing(ctx):
    event = make()
    with pytest.raises(Refused):
        service.update(event.id, version=1, title="Neu", ends_at=at(DAY, 8))
    assert (queries.get_event("kim").title, queries.get_event("kim").version) == ("KIM", 1)


def test_the_programme_moves_along_to_another_day(ctx):
    event = factories.event(day=date(2026, 10, 22))
    other = date(2026, 10, 29)  # the clocks change in between
    service.update(
        event.id,
        version=event.version,
        starts_at=at(other, 9),
        ends_at=at(other, 15, 30),
        registration_deadline=at(date(2026, 10, 20), 23, 59),
    )
    day = queries.day_of(queries.get_event(event.slug))
    assert {clock.in_berlin(part.starts_at).date() for part in day} == {other}
    assert [f"{clock.in_berlin(part.starts_at):%H:%M}" for part in day] == [
        "09:30",
        "09:45",
        "10:45",
        "11:30",
        "12:15",
        "13:15",
        "14:15",
    ]


def test_publishing_twice_keeps_the_first_time(ctx):
    event = make()
    with clock.fixed_at(at(DAY, 1)):
        service.publish(event.id)
    with clock.fixed_at(at(DAY, 2)):
        service.publish(event.id)
    assert queries.get_public_event("kim").published_at == at(DAY, 1)


def test_a_forum_becomes_a_draft_again_only_while_it_is_not_in_use(ctx):
    event = make(publish=True)
    with pytest.raises(Refused):
        service.unpublish(event.id, is_in_use=lambda: True)
    assert queries.find_event("kim").published_at is not None
    service.unpublish(event.id, is_in_use=lambda: False)
    db.session.rollback()
    assert queries.find_event("kim").published_at is None


def test_a_forum_over_midnight_moves_as_a_whole(ctx):
    event = factories.event()
    starts, ends = at(date(2026, 10, 23), 20), at(date(2026, 10, 24), 2)
    event.starts_at, event.ends_at, event.registration_deadline = starts, ends, starts
    db.session.commit()
    with database.transaction() as session:
        service.move_to_day(session, session.get_one(Event, event.id), date(2026, 10, 25))
    db.session.expire_all()
    walls = [clock.in_berlin(one).strftime("%d. %H:%M") for one in (event.starts_at, event.ends_at)]
    assert walls == ["25. 20:00", "26. 02:00"]
    assert event.ends_at - event.starts_at == ends - starts
