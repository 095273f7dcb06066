"""What people see of the answers in their calendars, with axe and on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from forum.accounts import queries as accounts
from forum.accounts import service as account_service
from forum.base import clock
from forum.events.models import Event
from forum.invitations.models import Answer, Outcome
from forum.registration import queries as registrations
from forum.registration.models import Registration
from forum.registration.person_models import TaskKind
from forum.site import service as site
from tests import factories
from tests.support.browser import Live
from tests.walk.steps import Person

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def declined(event: Event) -> Registration:
    one = factories.registration(event)
    until = clock.now() + timedelta(days=1)
    factories.invitation(one, answer=Answer.DECLINED, gives_back_at=until)
    return one


def look(who: Person, page: Page, path: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    who.opens(path)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate(WIDER) is False, path


def test_somebody_keeps_the_place_after_all(live: Live, page: Page) -> None:
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        token = registrations.token_of(declined(factories.event(slug="kim")))
    who = Person(page, live.url, set())
    look(who, page, f"/my/{token}")
    who.follows("Platz behalten")
    look(who, page, f"/my/{token}/keep")
    who.presses("Platz behalten")
    who.sees("Ihr Platz bleibt Ihnen.")


def test_organisers_settle_what_came_back(live: Live, page: Page) -> None:
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        event = factories.event(slug="kim")
        factories.event(slug="leer")
        one = declined(event)
        for outcome in (Outcome.PROPOSAL, Outcome.FOREIGN, Outcome.BOUNCED):
            factories.arrival(one, outcome)
        factories.arrival(one, Outcome.BOUNCED, registration_id=None)
        factories.task(one, TaskKind.BOUNCED)
        address = accounts.address_of(account_service.make_link("o@stadt.example", name="Oda"))
    who = Person(page, live.url, set())
    who.opens(address)
    page.locator("main button").first.click()
    look(who, page, "/workspace/events/leer/messages/answers")
    look(who, page, "/workspace/events/kim/tasks")
    look(who, page, "/workspace/events/kim/messages/answers")
    who.presses("Erledigt")
    who.sees("Als erledigt vermerkt.")
