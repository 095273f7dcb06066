"""Another room is told once: the entry of the calendar goes along, no second message follows."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from forum.base import clock
from forum.base.database import db
from forum.commands import work
from forum.events import islands
from forum.islands import publishing
from forum.mail.models import Message
from tests import factories
from tests.support.databases import one_database


@one_database
def test_one_change_is_one_message(ctx: Flask) -> None:
    event = factories.event(slug="kim")
    one = factories.registration(event)
    plan = factories.plan(event, {one: tuple(event.islands[:3])}, published=False)
    publishing.publish(plan.id)
    start = clock.now()
    work.maintain(start)
    islands.change_island(event.islands[0].id, room_id=None, new_room="Aula")
    for minute in range(1, 12):
        work.maintain(start + timedelta(minutes=minute))
    sent = select(Message.kind).where(Message.sent_at.is_not(None)).order_by(Message.id)
    assert db.session.scalars(sent).all() == ["route-card", "route-changed"]
