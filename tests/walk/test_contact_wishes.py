"""From the directory to a contact, by keyboard and on a phone, looked at with axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from forum.contacts import wish_service
from forum.contacts.wish_service import Asked
from forum.registration import queries as registrations
from forum.registration.models import State
from forum.site import service as site
from tests import factories
from tests.contacts.wishing import MAIL, listed
from tests.support.browser import Live
from tests.walk.steps import Person

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def test_wishing_by_keyboard_on_a_phone_and_every_page_with_axe(live: Live, page: Page) -> None:
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        event = factories.event(slug="kim", day=factories.in_weeks(-1))
        me = factories.registration(event, phone="0221 4710299", state=State.CHECKED_IN)
        one, other = listed(event, 2, state=State.CHECKED_IN)
        factories.plan(event, dict.fromkeys((me, one, other), tuple(event.islands[:3])))
        own = f"/my/{registrations.token_of(me)}"
        name, number = one.person.name, one.id
        pair = other.id, me.id
    page.set_viewport_size({"width": 360, "height": 740})
    who = Person(page, live.url, set())
    who.opens(f"{own}/directory")
    page.get_by_label("Ich biete, 1").focus()
    page.keyboard.type("Besuche in unserer Beratungsstelle")
    page.get_by_role("button", name="Ich bin einverstanden").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("So sehen andere Sie")
    with live.app.app_context():
        wish_service.make(*pair, Asked("Sprachcafé in Auenstadt", MAIL))
    who.opens(f"{own}/wishes/to/{number}")
    page.get_by_label("Warum wünschen Sie sich Kontakt?").focus()
    page.keyboard.type("Gemeinsame Sprechstunde")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Wunsch senden").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(name)
    who.opens(f"{own}/wishes/1/answer")
    for path in (
        "directory",
        "directory/entry",
        "directory/leave",
        "wishes",
        f"wishes/to/{number}",
        "wishes/1/answer",
        "wishes/met",
        f"wishes/met/{number}",
    ):
        who.opens(f"{own}/{path}")
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate(WIDER) is False, path
    who.opens(f"{own}/wishes/1/answer")
    page.get_by_label("meine Telefonnummer").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Ich möchte es auch").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Sie möchten es beide")
    who.looks()
