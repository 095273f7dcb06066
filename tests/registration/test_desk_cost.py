"""What the organisers' pages ask of the database: always the same, however many people come."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.base.database import db
from forum.events.models import Event
from forum.registration import questions
from forum.registration.models import Channel, State
from forum.registration.person_models import TaskKind
from tests import factories
from tests.support.clients import Client
from tests.support.queries import Counter

COST = {
    "/registrations/new": 8,
    "/registrations/door": 5,
    "/tasks": 7,
    "/tasks?kind=tell": 7,
    "/tasks/{task}/words": 8,
    "/tasks/{question}/same-person": 11,
    "/registrations/{one}/letter": 7,
    "/registrations/{one}/place": 7,
    "/registrations/{one}/merge": 7,
    "/registrations/{one}/merge/{other}": 10,
    "/registrations/{one}/consents/contact-list/withdraw": 7,
    "/registrations/{one}/cancel": 7,
}


def _more(event: Event, number: int) -> dict[str, int]:
    for _person in range(number):
        one = factories.registration(
            event, wishes=tuple(event.islands[:2]), email=None, channel=Channel.PHONE
        )
        factories.consent(one)
        task = factories.task(one, TaskKind.TELL, message="registration-confirmed")
        factories.task(one, TaskKind.CALL_ME)
    other = factories.registration(event, state=State.WAITING)
    questions.ask(db.session(), other, one)
    db.session.commit()
    made = db.session.connection().exec_driver_sql("SELECT max(id) FROM task").scalar_one()
    ids = {"one": one.id, "other": other.id, "task": task.id, "question": made}
    db.session.rollback()
    return ids


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_thirty_people_cost_no_more_than_five(
    ctx: Flask, organiser_client: Client, count_queries: Counter
):
    event = factories.event(slug="kim")
    for number in (5, 25):
        ids = _more(event, number)
        counted = {}
        for path in COST:
            with count_queries() as queries:
                answer = organiser_client.get(f"/workspace/events/kim{path.format(**ids)}")
            assert answer.status_code == 200, path
            counted[path] = len(queries)
        assert counted == COST
