"""What publishing refuses, and whom it tells."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from forum.base import clock, languages
from forum.base.database import db
from forum.base.refusal import Refused
from forum.commands import work
from forum.events.models import Event
from forum.islands import audience, mails, publishing, queries, service, walk_ins
from forum.mail.letters import render
from forum.mail.models import Message
from forum.registration import paper
from forum.registration.models import State
from forum.registration.person_models import Task
from tests import factories


def told() -> set[int]:
    """Whom a route card is waiting for."""
    return set(db.session.scalars(select(Message.about_id).where(Message.kind == "route-card")))


def within(event: Event, number: int) -> clock.datetime:
    return sorted(one.starts_at for one in event.rounds)[number - 1] + timedelta(minutes=1)


def test_a_draft_that_knows_nothing_of_a_round_that_has_begun_is_refused(ctx: Flask) -> None:
    event = factories.event()
    a, b, c, d, e = event.islands
    one = factories.registration(event)
    factories.plan(event, {one: (a, b, c)})
    other = factories.plan(event, {one: (d, b, e)}, number=2, published=False)
    with clock.fixed_at(within(event, 1)), pytest.raises(Refused) as refusal:
        publishing.publish(other.id, by="Oda")
    assert refusal.value.sentence.values == {"number": 1, "published": 1}
    db.session.rollback()
    same = factories.plan(event, {one: (a, d, e)}, number=3, published=False)
    with clock.fixed_at(within(event, 1)):
        publishing.publish(same.id, by="Oda")
    db.session.refresh(same)
    assert same.published_at is not None


def test_who_came_at_the_door_meanwhile_keeps_the_islands(ctx: Flask) -> None:
    event = factories.event()
    a, b, c, *_rest = event.islands
    one = factories.registration(event)
    published = factories.plan(event, {one: (a, b, c)})
    draft = service.copy_plan(published.id, made_by="Oda")
    new = factories.registration(event, state=State.CHECKED_IN)
    walk_ins.place(event.id, new.id)
    mine = queries.seats_by_person(published.id)[new.id]
    shown = audience.of_plan(draft)
    assert (shown.told, shown.unchanged, shown.unplaced) == (0, 2, 0)
    with clock.fixed_at(within(event, 1)):
        publishing.publish(draft.id, by="Oda")
    assert queries.seats_by_person(draft.id)[new.id] == mine
    assert told() == set()


def test_who_sits_at_another_table_is_told_and_nobody_else(ctx: Flask) -> None:
    event = factories.event()
    a, b, c, *_rest = event.islands
    coming = [factories.registration(event) for _n in range(4)]
    published = factories.plan(event, dict.fromkeys(coming, (a, b, c)))
    for seat in published.assignments:
        seat.table_number = 1 + coming.index(seat.registration) % 2
    db.session.commit()
    draft = service.copy_plan(published.id, made_by="Oda")
    mine = [seat for seat in draft.assignments if seat.registration_id == coming[0].id]
    mine[0].table_number = 2
    db.session.commit()
    shown = audience.of_plan(draft)
    (news,) = shown.news
    (change,) = news.changes
    assert (shown.told, shown.unchanged, shown.unplaced) == (1, 3, 0)
    assert news.registration.id == coming[0].id
    assert change.before is not None
    assert change.after is not None
    assert (change.before.table, change.after.table) == (1, 2)
    assert change.before.island.id == change.after.island.id
    publishing.publish(draft.id, by="Oda")
    assert told() == {coming[0].id}


def test_tables_that_sit_together_are_no_change(ctx: Flask) -> None:
    event = factories.event()
    a, b, c, d, *_rest = event.islands
    one, two = (factories.registration(event) for _n in range(2))
    published = factories.plan(event, dict.fromkeys((one, two), (a, b, c)))
    draft = service.copy_plan(published.id, made_by="Oda")
    for seat in draft.assignments:
        seat.table_number = 2
        if seat.island_id == b.id and seat.registration_id == two.id:
            seat.island_id = d.id
    a.tables_joined_at = b.tables_joined_at = c.tables_joined_at = d.tables_joined_at = clock.now()
    db.session.commit()
    shown = audience.of_plan(draft)
    assert (shown.told, [len(news.changes) for news in shown.news]) == (1, [1])
    publishing.publish(draft.id, by="Oda")
    assert told() == {two.id}


def test_a_second_route_card_says_which_rounds_are_new(ctx: Flask) -> None:
    event = factories.event()
    a, b, c, d, e = event.islands
    one = factories.registration(event)
    sent: list[str] = []
    for number, route in enumerate([(a, b, c), (d, b, c), (d, b, e)], start=1):
        draft = factories.plan(event, {one: route}, number=number, published=False)
        publishing.publish(draft.id, by="Oda")
        letter = mails.KINDS["route-card"](one.id)
        assert letter is not None
        with languages.in_language(letter.language):
            sent.append(render(letter).text)
        if number != 2:
            work.deliver()
    assert "Neu:" not in sent[0]
    assert "Neu: Runde 1." in sent[1]
    assert "Neu: Runde 1, Runde 3." in sent[2]


def test_without_an_address_the_route_card_is_a_task_with_its_words(ctx: Flask) -> None:
    event = factories.event()
    a, b, c, *_rest = event.islands
    silent = factories.registration(event, email=None, language="en")
    plan = factories.plan(event, {silent: (a, b, c)}, published=False)
    plan.assignments[0].table_number = 2
    db.session.commit()
    assert [one.id for one in audience.of_plan(plan).unreachable] == [silent.id]
    publishing.publish(plan.id, by="Oda")
    (task,) = db.session.scalars(select(Task)).all()
    assert (task.registration_id, task.message, told()) == (silent.id, publishing.KIND, set())
    sheet = paper.write(silent, task.message)
    assert sheet is not None
    assert "Table 2" in repr(sheet.letter.blocks)
