"""Another room or time after the plan is published: everybody concerned is told, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base import clock, database
from forum.base.database import db
from forum.commands import work
from forum.events import islands, programme
from forum.events import service as events
from forum.events.models import Event, Island
from forum.islands import mails, publishing, room_changes
from forum.islands.models import Plan
from forum.mail.letters import Facts
from forum.mail.models import Message
from forum.registration import paper
from forum.registration.models import Registration, State
from forum.registration.person_models import Task
from tests import factories

KIND = room_changes.KIND


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


@pytest.fixture
def one(event: Event) -> Registration:
    """Somebody who visits A, B and C, and was told so."""
    return factories.registration(event)


@pytest.fixture
def plan(event: Event, one: Registration) -> Plan:
    made = factories.plan(event, {one: tuple(event.islands[:3])}, published=False)
    publishing.publish(made.id)
    work.deliver()
    return made


@pytest.fixture
def soon(event: Event) -> datetime:
    """A minute at which everybody has been quiet for long enough."""
    return clock.now() + room_changes.QUIET + timedelta(minutes=1)


def to_room(island: Island, name: str, **values: Any) -> None:
    """Gives an island the room of this name."""
    islands.change_island(island.id, room_id=None, new_room=name, **values)


def told(moment: datetime) -> list[int]:
    """Whom a run at this moment writes to; each is still waiting."""
    with clock.fixed_at(moment):
        room_changes.tell()
        room_changes.tell()
    query = select(Message.about_id).where(Message.kind == KIND, Message.sent_at.is_(None))
    return list(db.session.scalars(query))


def leave(moment: datetime) -> None:
    """Lets everything leave that is due at this moment."""
    with clock.fixed_at(moment):
        work.deliver()


def rows(registration: Registration) -> list[tuple[str, str]]:
    """What the message says as it would leave now."""
    letter = mails.KINDS[KIND](registration.id)
    assert letter is not None
    facts = [block for block in letter.blocks if isinstance(block, Facts)]
    return [(str(label), str(value)) for block in facts for label, value in block.rows]


def test_who_sits_there_is_told_once_what_changed(
    event: Event, one: Registration, plan: Plan, soon: datetime
) -> None:
    to_room(event.islands[1], "Aula")
    assert told(clock.now()) == []
    assert told(soon) == [one.id]
    assert rows(one) == [
        ("Runde 2", "Insel B – Arbeit"),
        ("Wo", "Aula"),
        ("Nicht mehr", "Raum 202"),
        ("Wann", "11:30 bis 12:10 Uhr"),
    ]
    leave(soon)
    assert told(soon + timedelta(hours=1)) == []


def test_several_changes_are_one_message_with_the_first_and_the_last_room(
    event: Event, one: Registration, plan: Plan, soon: datetime
) -> None:
    to_room(event.islands[0], "Aula")
    to_room(event.islands[1], "Foyer")
    assert told(soon) == [one.id]
    with clock.fixed_at(soon):
        to_room(event.islands[0], "Keller")
    assert told(soon + room_changes.QUIET) == [one.id]
    assert [value for label, value in rows(one) if label in {"Wo", "Nicht mehr"}] == [
        "Keller", "Raum 201", "Foyer", "Raum 202",
    ]  # fmt: skip


def test_changed_back_before_it_is_told_nobody_is_told(
    event: Event, one: Registration, plan: Plan, soon: datetime
) -> None:
    to_room(event.islands[0], "Aula")
    to_room(event.islands[0], "Raum 201")
    assert told(soon) == []
    to_room(event.islands[0], "Aula")
    assert told(soon) == [one.id]
    to_room(event.islands[0], "Raum 201")
    assert mails.KINDS[KIND](one.id) is None
    assert told(soon) == [one.id]
    leave(soon)
    assert set(db.session.scalars(select(Message.problem).where(Message.kind == KIND))) == {"void"}


def test_a_second_change_names_the_room_that_was_told_last(
    event: Event, one: Registration, plan: Plan, soon: datetime
) -> None:
    for room in ("Aula", "Foyer"):
        to_room(event.islands[0], room)
        assert told(soon) == [one.id]
        said = rows(one)
        leave(soon)
    assert said[1:3] == [("Wo", "Foyer"), ("Nicht mehr", "Aula")]
    assert len(said) == 4


def test_another_name_or_place_of_a_room_and_another_time_are_told(
    event: Event, one: Registration, plan: Plan, soon: datetime
) -> None:
    room, round_ = event.islands[0].room, event.rounds[2]
    assert room is not None
    islands.save_room(event.id, room_id=room.id, name="Raum 201", location="Haus B")
    span = (round_.starts_at + timedelta(minutes=5), round_.ends_at)
    programme.change_round(round_.id, span=span)
    assert told(soon) == [one.id]
    said = rows(one)
    assert ("Wo", "Raum 201, Haus B") in said
    assert said[-2:] == [("Wann", "13:20 bis 13:55 Uhr"), ("Nicht mehr", "13:15 bis 13:55 Uhr")]


def test_what_is_no_news_tells_nobody(
    event: Event, one: Registration, plan: Plan, soon: datetime
) -> None:
    room = event.islands[0].room
    assert room is not None
    islands.save_room(
        event.id, room_id=room.id, name="Raum 201", location="2. Obergeschoss", is_step_free=False
    )
    islands.change_island(event.islands[1].id, room_id=event.islands[1].room_id, theme="Neu")
    to_room(event.islands[4], "Aula")
    assert told(soon) == []


def test_another_day_is_told_by_the_forum_itself(
    event: Event, one: Registration, plan: Plan, soon: datetime
) -> None:
    with database.transaction() as session:
        moved = session.get_one(Event, event.id)
        events.move_to_day(session, moved, factories.in_weeks(20))
    assert told(soon) == []
    to_room(event.islands[0], "Aula")
    assert told(soon) == [one.id]
    assert [label for label, _value in rows(one)].count("Nicht mehr") == 1


@pytest.mark.parametrize("why", ["cancelled", "draft", "over", "given back"])
def test_nobody_is_told_in_vain(
    event: Event, one: Registration, plan: Plan, soon: datetime, why: str
) -> None:
    to_room(event.islands[0], "Aula")
    with database.transaction() as session:
        if why == "cancelled":
            session.get_one(Event, event.id).cancelled_at = clock.now()
        elif why == "draft":
            session.get_one(Plan, plan.id).published_at = None
        elif why == "given back":
            session.get_one(Registration, one.id).state = State.CANCELLED
    assert told(event.rounds[0].ends_at if why == "over" else soon) == []


def test_without_an_address_it_is_a_call_with_the_same_words(
    event: Event, plan: Plan, soon: datetime
) -> None:
    silent = factories.registration(event, email=None)
    newer = factories.plan(event, {silent: tuple(event.islands[:3])}, number=2, published=False)
    publishing.publish(newer.id)
    to_room(event.islands[0], "Aula")
    assert silent.id not in told(soon)
    (task,) = db.session.scalars(select(Task).where(Task.message == KIND)).all()
    assert task.registration_id == silent.id
    sheet = paper.write(silent, KIND)
    assert sheet is not None
    assert "Aula" in repr(sheet.letter.blocks)
    to_room(event.islands[0], "Raum 201")
    assert silent.id not in told(soon)
    left = select(Task.message).where(Task.done_at.is_(None))
    assert set(db.session.scalars(left)) == {publishing.KIND}


def test_a_new_plan_tells_as_before_and_nothing_twice(
    event: Event, one: Registration, plan: Plan, soon: datetime
) -> None:
    a, b, c, d, _e = event.islands
    stays = factories.registration(event)
    both = {one: (a, b, c), stays: (a, b, c)}
    publishing.publish(factories.plan(event, both, number=2, published=False).id)
    leave(soon)
    to_room(a, "Aula")
    moved = {one: (a, b, d), stays: (a, b, c)}
    publishing.publish(factories.plan(event, moved, number=3, published=False).id)
    assert told(soon) == [stays.id]
    leave(soon)
    assert told(soon) == []


def test_plans_from_before_are_taken_as_told(event: Event, soon: datetime) -> None:
    """Nobody is written to because nothing was kept so far."""
    known = factories.registration(event)
    factories.plan(event, {known: tuple(event.islands[:3])})
    assert told(soon) == []
    to_room(event.islands[0], "Aula")
    assert told(soon) == [known.id]


def test_two_runs_at_once_tell_once(
    ctx: Flask, event: Event, one: Registration, plan: Plan, soon: datetime
) -> None:
    to_room(event.islands[0], "Aula")

    def run(_number: int) -> None:
        with ctx.app_context():
            room_changes.tell()

    with clock.fixed_at(soon), ThreadPoolExecutor(2) as pool:
        list(pool.map(run, range(4)))
    assert told(soon) == [one.id]
