"""Needs that are changed, taken back, or sent twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from forum.base.database import db
from forum.base.refusal import Refused
from forum.registration import consents, needs, service, task_queries
from forum.registration.details import Needs
from forum.registration.models import Purpose
from forum.registration.person_models import Need
from tests import factories

DIET_AND_CALL = Needs({Need.DIET: "ohne Nüsse", Need.CALL_ME: ""}, is_agreed=True)


def test_sent_several_times_at_once_they_are_kept_once(ctx: Flask):
    one = factories.registration(factories.event()).id

    def send(number: int) -> None:
        with ctx.app_context():
            needs.replace(one, Needs({Need.DIET: f"Wunsch {number}"}, is_agreed=True))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(send, range(6)))
    assert list(needs.of(one)) == [Need.DIET]


def test_where_only_the_call_is_left_the_consent_ends(ctx: Flask):
    one = factories.registration(factories.event())
    needs.replace(one.id, DIET_AND_CALL)
    needs.replace(one.id, Needs({Need.CALL_ME: ""}))
    db.session.expire_all()
    assert not consents.is_granted(one.consents, Purpose.ACCESS_NEEDS)


def test_who_takes_the_wish_back_is_not_called(ctx: Flask):
    one = factories.registration(factories.event())
    needs.replace(one.id, DIET_AND_CALL)
    needs.replace(one.id, Needs())
    assert task_queries.of_registration(one.id) == []


def test_nothing_about_health_is_taken_once_the_registration_has_ended(ctx: Flask):
    one = factories.registration(factories.event())
    service.cancel(one.id)
    with pytest.raises(Refused):
        needs.replace(one.id, DIET_AND_CALL)
    assert needs.of(one.id) == {}
