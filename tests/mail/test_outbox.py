"""Two messages about the same thing: one waits, or one is on its way."""

from __future__ import annotations

from forum.base import database
from forum.base.database import db
from forum.mail import service as outbox
from forum.mail.models import Message
from tests import factories


def test_what_happens_while_a_message_is_being_sent_gets_one_of_its_own(ctx):
    one = factories.registration(factories.event())
    with database.transaction() as session:
        outbox.queue(session, "registration-link", one.id)
    leaving = outbox.take_due()
    assert leaving is not None
    for _change in range(2):
        with database.transaction() as session:
            outbox.queue(session, "registration-link", one.id)
    outbox.mark_sent(leaving.id)
    newer = outbox.take_due()
    assert newer is not None
    assert newer.id != leaving.id
    outbox.mark_sent(newer.id)
    assert outbox.take_due() is None


def test_a_failed_message_gives_way_to_a_newer_one(ctx):
    one = factories.registration(factories.event())
    with database.transaction() as session:
        outbox.queue(session, "registration-link", one.id)
    leaving = outbox.take_due()
    assert leaving is not None
    with database.transaction() as session:
        outbox.queue(session, "registration-link", one.id)
    outbox.mark_failed(leaving.id, attempts=1, problem="SMTP 451")
    kept = db.session.get(Message, leaving.id, populate_existing=True)
    assert kept is not None
    assert (kept.problem, kept.given_up_at is not None) == ("void", True)
