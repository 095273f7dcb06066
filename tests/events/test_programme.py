"""The day of a forum: parts of the programme and island rounds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.base import clock
from forum.base.refusal import Refused
from forum.events import programme, queries
from forum.events.models import Event, ItemKind
from tests import factories


def moment(event: Event, minutes: int):
    """So many minutes after the forum's start at nine."""
    return event.starts_at + timedelta(minutes=minutes)


def span(event: Event, start: int, end: int):
    return moment(event, start), moment(event, end)


def rounds(event: Event) -> list[tuple[int, str]]:
    found = queries.rounds_of(event.id)
    return [(one.number, f"{clock.in_berlin(one.starts_at):%H:%M}") for one in found]


@pytest.fixture
def event(ctx) -> Event:
    return factories.event()


def test_the_factory_has_three_rounds(event):
    assert rounds(event) == [(1, "10:45"), (2, "11:30"), (3, "13:15")]


def test_a_round_in_between_takes_its_number_by_the_clock(event):
    programme.add_rounds(event.id, [span(event, 190, 215)])
    assert rounds(event) == [(1, "10:45"), (2, "11:30"), (3, "12:10"), (4, "13:15")]


def test_a_moved_round_changes_the_numbers(event):
    first = queries.rounds_of(event.id)[0]
    programme.change_round(first.id, span=span(event, 360, 385))
    assert rounds(event) == [(1, "11:30"), (2, "13:15"), (3, "15:00")]


def test_a_round_may_move_within_its_own_time(event):
    first = queries.rounds_of(event.id)[0]
    programme.change_round(first.id, span=span(event, 110, 145))
    assert rounds(event)[0] == (1, "10:50")


def test_after_a_deleted_round_the_others_move_up(event):
    programme.delete_round(queries.rounds_of(event.id)[0].id)
    assert rounds(event) == [(1, "11:30"), (2, "13:15")]


def test_rounds_at_the_same_time_are_refused_together(event):
    free, taken = span(event, 0, 20), span(event, 100, 110)
    with pytest.raises(Refused) as refusal:
        programme.add_rounds(event.id, [free, taken])
    assert refusal.value.field == "starts"
    assert refusal.value.sentence.values == {"number": 1, "start": "10:45", "end": "11:25"}
    assert rounds(event) == [(1, "10:45"), (2, "11:30"), (3, "13:15")]


def test_parts_come_and_go(event):
    before = len(queries.day_of(event))
    values = {"kind": ItemKind.KEYNOTE, "title": "Impuls", "room_id": event.rooms[0].id}
    programme.add_item(event.id, **values, starts_at=moment(event, 0), ends_at=moment(event, 20))
    made = queries.day_of(event)[0].item
    assert made is not None
    assert (made.title, made.kind, made.room.name) == ("Impuls", ItemKind.KEYNOTE, "Raum 201")
    programme.change_item(
        made.id, title="Grußwort", starts_at=moment(event, 5), ends_at=moment(event, 10)
    )
    assert queries.get_item(event.id, made.id).title == "Grußwort"
    programme.delete_item(made.id)
    assert len(queries.day_of(event)) == before


def test_a_part_that_ends_before_it_begins_is_refused(event):
    at = moment(event, 5)
    with pytest.raises(Refused):
        programme.add_item(event.id, kind=ItemKind.TALK, title="X", starts_at=at, ends_at=at)
