"""What waits in the outbox: of each kind once about one thing, and only what is kept."""

from __future__ import annotations

import pytest
from sqlalchemy import select

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


def test_queue_is_idempotent_while_waiting(ctx):
    with database.transaction() as session:
        outbox.queue(session, "account-invitation", 1)
        outbox.queue(session, "account-invitation", 1)
        outbox.queue(session, "account-invitation", 2)
    assert db.session.query(Message).count() == 2


def test_after_leaving_the_same_can_be_queued_again(ctx):
    with database.transaction() as session:
        outbox.queue(session, "account-invitation", 1)
    outbox.mark_sent(db.session.scalars(select(Message.id)).one())
    with database.transaction() as session:
        outbox.queue(session, "account-invitation", 1)
    assert db.session.query(Message).count() == 2


def test_what_is_not_kept_is_not_told(ctx):
    def queue_and_fail() -> None:
        with database.transaction() as session:
            outbox.queue(session, "account-invitation", 1)
            raise LookupError

    with pytest.raises(LookupError):
        queue_and_fail()
    assert db.session.query(Message).count() == 0
