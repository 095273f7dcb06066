"""The papers page in a browser: seen with axe, on a phone too, and reached by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from forum.accounts import queries as accounts
from forum.accounts import service as account_service
from forum.islands import papers
from forum.site import service as site
from tests import factories
from tests.support.browser import Live
from tests.walk.steps import Person
from tests.walk.test_keyboard import Keyboard

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
FORUM = "/workspace/events/kim"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def _prepare(live: Live) -> str:
    """A forum with two published plans and a draft; the organiser's way in."""
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        event = factories.event(slug="kim")
        people = [factories.registration(event) for _ in range(3)]
        seats = dict.fromkeys(people, tuple(event.islands[:3]))
        for number in (1, 2, 3):
            factories.plan(event, seats, number=number, published=number < 3)
        factories.event(slug="empty")
        return accounts.address_of(account_service.invite("oda@stadt.example", name="Oda Ordner"))


def test_the_papers_page_is_accessible_and_fits_a_phone(
    live: Live, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "PART", 2)
    oda = Person(page, live.url, set())
    oda.opens(_prepare(live))
    oda.presses("Anmelden")
    for path in (f"{FORUM}/papers", "/workspace/events/empty/papers"):
        oda.opens(path)
    for number, said in ((1, "Plan 1 ist überholt"), (3, "Plan 3 ist ein Entwurf")):
        page.set_viewport_size({"width": 1280, "height": 900})
        oda.opens(f"{FORUM}/papers/{number}")
        oda.sees(said)
        page.set_viewport_size({"width": 360, "height": 740})
        assert (number, page.evaluate(WIDER)) == (number, False)


def test_the_papers_are_reached_by_keyboard(live: Live, page: Page) -> None:
    oda = Keyboard(page, live.url)
    oda.opens(_prepare(live))
    oda.enters("Anmelden")
    oda.opens(f"{FORUM}/plan/1/round/1")
    oda.enters("Papiere von Plan 1 drucken")
    oda.enters("Papiere von Plan 2")
    oda.sees("Plan 2, Stand")
