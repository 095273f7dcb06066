"""The pages of a contact list in a browser: with axe, on a phone, and by the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from forum.accounts import queries as accounts
from forum.accounts import service as account_service
from forum.contacts import codes
from forum.registration import queries as registrations
from forum.registration.models import State
from forum.site import service as site
from tests import factories
from tests.support.browser import Live
from tests.support.contact_lists import ALL
from tests.walk.steps import Person

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def filled(live: Live) -> dict[str, str]:
    """A forum whose list is open, with people who met and an organisation without a person."""
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        event = factories.event(slug="kim", day=factories.in_weeks(-1))
        people = [
            factories.registration(event, phone="0221 47110", state=State.CHECKED_IN)
            for _person in range(3)
        ]
        for one in people:
            factories.consent(one, fields=ALL, public_fields=["name", "organisation"])
        factories.plan(event, dict.fromkeys(people, tuple(event.islands[:3])))
        factories.registration(event, where=factories.organisation(email="info@x.example"))
        link = account_service.make_link("o@stadt.example", name="Oda")
        return {
            "own": f"/my/{registrations.token_of(people[0])}",
            "id": str(people[0].id),
            "other": people[1].person.last_name,
            "organiser": accounts.address_of(link),
        }


def test_a_participant_and_an_organiser_look_at_the_list(live: Live, page: Page) -> None:
    sent = filled(live)
    who = Person(page, live.url, set())
    page.set_viewport_size({"width": 360, "height": 740})
    who.opens(f"{sent['own']}/contacts")
    who.does_not_see(sent["other"])
    who.presses("Code zusenden")
    with live.app.app_context():
        code = codes.find(int(sent["id"]))
    page.get_by_label("Code aus der Nachricht").focus()
    page.keyboard.type(code or "")
    page.keyboard.press("Enter")
    who.sees(sent["other"])
    who.looks()
    assert page.evaluate(WIDER) is False
    page.get_by_label("Name, Organisation oder Stichwort").focus()
    page.keyboard.type(sent["other"])
    page.keyboard.press("Enter")
    who.sees("1 Treffer")
    who.follows("Runde 1, Insel A: Aufenthalt")
    assert "BEGIN:VCARD" in who.downloads(f"Adresskarte Ümit {sent['other']}").decode()
    for path in (f"{sent['own']}/contact-entry", sent["own"], "/events/kim/contacts"):
        who.opens(path)
        assert page.evaluate(WIDER) is False, path
    who.opens(sent["organiser"])
    page.locator("main button").first.click()
    for path in ("/workspace/events/kim/contacts", "/workspace/events/kim/contacts/print"):
        who.opens(path)
        assert page.evaluate(WIDER) is False, path
