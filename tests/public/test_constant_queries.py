"""No page asks the database more often because more people come."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.base import clock
from forum.events import queries as events
from forum.events.models import Event
from forum.invitations import feed_links
from forum.invitations.models import Answer, Outcome
from forum.islands import drafting, publishing
from forum.registration import queries as registrations
from forum.registration.models import Registration
from tests import factories
from tests.support.clients import Client
from tests.support.contact_lists import let_in
from tests.support.queries import Counter

GUESTS = {
    "/": 4,
    "/events/kim": 4,
    "/events/kim/register": 5,
    "/my/{token}": 13,
    "/my/{token}/change": 7,
    "/my/{token}/contacts": 15,
    "/my/{token}/calendar.ics": 6,
    "/my/{token}/calendar": 5,
    "/events/kim/calendar": 2,
    "/calendars/forums.ics": 2,
    "/calendars/{feed}.ics": 6,
    "/islands/{host}": 9,
}
ORGANISERS = {
    "/workspace/": 5,
    "/workspace/events/kim/": 19,
    "/workspace/events/kim/registrations": 8,
    "/workspace/events/kim/registrations?sort=name&state=confirmed": 8,
    "/workspace/events/kim/registrations/{id}": 12,
    "/workspace/events/kim/plan/1/round/1": 19,
    "/workspace/events/kim/plan/{draft}/round/2": 20,
    "/workspace/events/kim/plan/1/beside/{draft}": 17,
    "/workspace/events/kim/plan/rules": 10,
    "/workspace/events/kim/plan/what-if": 14,
    "/workspace/events/kim/teams": 6,
    "/workspace/events/kim/papers": 10,
    "/workspace/events/kim/day": 13,
    "/workspace/events/kim/check-in": 6,
    "/workspace/events/kim/check-in?person={id}": 6,
    "/workspace/events/kim/check-in/people.json": 5,
    "/workspace/events/kim/plan/{draft}/publish": 13,
    "/workspace/events/kim/contacts": 15,
    "/workspace/events/kim/contacts/list.csv": 8,
    "/workspace/events/kim/messages": 6,
    "/workspace/events/kim/messages/answers": 7,
}


def _more(event: Event, number: int) -> Registration:
    """More people, who wish, agree, have seats in a plan, and are written to."""
    for _person in range(number):
        one = factories.registration(event, wishes=tuple(event.islands[:3]))
        factories.consent(one)
        factories.invitation(one, answer=Answer.DECLINED)
        factories.arrival(one, Outcome.FOREIGN)
    publishing.publish(drafting.make_plan(event.id, seed=1, made_by="Oda").id)
    drafting.make_plan(event.id, seed=2, made_by="Oda")
    for island in event.islands:
        factories.host(island)
    factories.event()
    return one


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_thirty_people_cost_no_more_than_five(
    ctx: Flask, client: Client, organiser_client: Client, count_queries: Counter
):
    event = factories.event(slug="kim", contact_list_opened_at=clock.now())
    for number, draft in ((5, 2), (25, 4)):
        one = _more(event, number)
        token = registrations.token_of(one)
        let_in(client, one)
        feed = feed_links.token_of(feed_links.participant(one))
        host = events.host_link(event.islands[0].hosts[0]).rpartition("/")[2]
        for visitor, expected in ((client, GUESTS), (organiser_client, ORGANISERS)):
            counted = {}
            for pattern in expected:
                path = pattern.format(token=token, feed=feed, host=host, id=one.id, draft=draft)
                with count_queries() as queries:
                    assert visitor.get(path).status_code == 200, pattern
                counted[pattern] = len(queries)
            assert counted == expected
