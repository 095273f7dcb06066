"""An island's pages in a browser: with axe at every step, on a phone, by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from forum.base import clock
from forum.events.models import Event
from forum.registration.models import State
from forum.results import boards
from forum.results.models import CardColumn
from tests import factories, result_factories
from tests.support.browser import Live, axe
from tests.walk.test_keyboard import Keyboard

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
LOW = (
    "[...document.querySelectorAll('main :is(input:not([type=hidden]):not([type=checkbox]), select,"
    ' textarea, button:not([tabindex="-1"]), summary)\')].filter(one => one.offsetParent'
    " && one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"
)


def prepare(live: Live) -> tuple[str, str]:
    """An island of today whose people are here; the paths of its door and its table, the code."""
    with live.app.app_context():
        event: Event = factories.event(day=clock.in_berlin(clock.now()).date())
        island = event.islands[1]
        who = factories.registration(
            event, where=factories.organisation("Haus der Vielfalt e. V."), state=State.CHECKED_IN
        )
        factories.plan(event, {who: (island,)})
        for number in (1, 2):
            result_factories.card(island, f"Die Wege sind zu weit {number}", number=number)
        result_factories.card(
            island, "Ein Satz", CardColumn.CHALLENGE, number=3, other_text="Ein anderer Satz"
        )
        capture = boards.begin(island.id)
        return boards.address_of(capture, boards.DOOR), boards.code_of(capture)


def looks(page: Page) -> None:
    axe(page)
    assert page.evaluate(WIDER) is False
    assert page.evaluate(LOW) == []


def test_a_host_walks_through_the_island_by_keyboard_on_a_phone(live: Live, page: Page) -> None:
    door, code = prepare(live)
    page.set_viewport_size({"width": 360, "height": 740})
    host = Keyboard(page, live.url)
    host.opens(door)
    looks(page)
    host.types("Sechs Ziffern", code)
    host.enters("Insel öffnen")
    looks(page)
    host.enters("Diesen Satz behalten")
    expect(page.locator("[data-both]:visible")).to_have_count(0)
    host.types("Ein Satz", "Herr A., 34, sucht eine Wohnung")
    page.keyboard.press("Enter")
    expect(page.locator("[data-hint]").first).to_contain_text("„Herr A.“")
    assert page.evaluate("document.activeElement.id") == "text"
    looks(page)
    host.enters("Weiter: Karten gruppieren")
    looks(page)
    for place in (0, 1):
        box = page.locator("#column-need_for_action [type=checkbox]").nth(place)
        box.focus()
        page.keyboard.press("Space")
    page.locator("#title-need_for_action").focus()
    page.keyboard.type("Beratung muss in einem Haus erreichbar sein")
    host.enter()
    expect(page.locator(".pf-group__title")).to_have_count(1)
    looks(page)
    host.enters("Weiter: Gruppen gewichten")
    host.types("Handzeichen", "7")
    host.enter()
    looks(page)
    host.enters("Weiter: vereinbaren, was folgt")
    looks(page)
    page.get_by_role("link", name="Nächster Schritt: ").focus()
    host.enter()
    looks(page)
    page.get_by_label("Wer übernimmt es?").focus()
    page.keyboard.press("ArrowDown")
    host.types("Womit fangen Sie an?", "Drei Beratungsstellen einladen")
    page.get_by_label("Bis wann ist es erledigt?").fill("2027-03-31")
    page.get_by_role("button", name="Diesen Schritt vereinbaren").focus()
    host.enter()
    expect(page.locator(".pf-outcome")).to_contain_text("Haus der Vielfalt e. V.")
    looks(page)
    host.enters("Weiter: vorlesen")
    looks(page)
    expect(page.locator("main")).to_contain_text("7 Stimmen")
