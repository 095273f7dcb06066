"""What is still said and reminded of: nothing about a place in a forum that does not take place."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.registration import mails, rescheduling, service, task_queries
from forum.registration.models import Channel, State
from tests import factories
from tests.support.registering import find, register

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def test_once_the_forum_is_cancelled_nobody_is_promised_a_place(ctx: Flask):
    event, address = factories.event(), "m@stadt.example"
    register(event, address)
    rescheduling.call_off(event.id, by=factories.account().id, reason="Sturm")
    service.confirm_address(find(event, address).id)
    one = find(event, address)
    told = {kind for kind in mails.WRITERS if mails.write(one, kind) is not None}
    about_it = {"registration-called-off", "registration-cancelled", "registration-ended"}
    assert told == {*about_it, "registration-link"}


def test_cancelling_is_no_giving_back_for_who_had_no_place(ctx: Flask):
    one = factories.registration(factories.event(), state=State.WAITING)
    service.cancel(one.id)
    letter = mails.write(one, "registration-cancelled")
    assert letter is not None
    assert "Platz" not in " ".join(str(getattr(block, "text", "")) for block in letter.blocks)


def test_who_came_from_a_list_without_an_address_is_reminded_by_a_call(ctx: Flask):
    event = factories.event(day=factories.in_weeks(0) + timedelta(days=2))
    one = factories.registration(event, email=None, channel=Channel.LIST, told_at=None)
    rescheduling.remind()
    messages = [task.message for task in task_queries.of_registration(one.id)]
    assert messages == ["registration-reminder"]
