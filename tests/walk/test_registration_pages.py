"""Every page around a registration that no other walk opens, seen with axe and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from forum.accounts import queries as accounts
from forum.accounts import service as account_service
from forum.accounts.models import Right
from forum.base import clock
from forum.base.database import db
from forum.events import suppliers
from forum.registration import address_changes, needs, queries
from forum.registration.details import Needs
from forum.registration.models import Purpose, State
from forum.registration.person_models import AddressChange, Need, ProtectedQuestion
from forum.site import service as site
from tests import factories
from tests.support.browser import Live
from tests.walk.steps import Person

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
OWN = (
    "",
    "/needs",
    "/address",
    "/ask/change",
    "/ask/cancel",
    "/consents/photos-web/withdraw",
    "/consents/mailing-list/confirm",
)
ORGANISERS = (
    "places",
    "rights",
    "suppliers",
    "postpone",
    "call-off",
    "needs",
    "protected",
    "to-call",
    "invite",
)


def _look(who: Person, page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    who.opens(address)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate(WIDER) is False, address


def test_what_participants_open(live: Live, page: Page) -> None:
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        event = factories.event(slug="kim")
        one = factories.registration(event)
        offered = factories.registration(event, state=State.OFFERED)
        asked = factories.registration(event, state=State.WAITING, same_as_id=one.id)
        needs.replace(one.id, Needs({Need.DIET: "vegetarisch"}, is_agreed=True))
        address_changes.request(one.id, "neu@stadt.example")
        change = db.session.query(AddressChange).one()
        confirm = f"/my/address/{address_changes.token_of(change, address_changes.NEW)}"
        own, other, third = (f"/my/{queries.token_of(who)}" for who in (one, offered, asked))
        printed = f"/my/{queries.token_of(one, queries.ON_PAPER)}"
    who = Person(page, live.url, set())
    for rest in OWN:
        _look(who, page, own + rest)
    for address in (
        other,
        f"{other}/cancel",
        third,
        f"{third}/cancel",
        confirm,
        printed,
        f"{printed}/needs",
    ):
        _look(who, page, address)
    page.set_viewport_size({"width": 1280, "height": 900})
    who.opens(own + "/needs")
    page.locator("#needs_agreed").uncheck()
    who.presses("Änderungen speichern")
    who.opens(own + "/ask/change")
    who.presses("Anfrage senden")
    who.opens(own + "/address")
    who.presses("An beide Adressen schreiben")


def test_what_organisers_open(live: Live, page: Page) -> None:
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        event = factories.event(slug="kim", changes_until=clock.now())
        one = factories.registration(event, is_protected=True)
        needs.replace(one.id, Needs({Need.SIGN_LANGUAGE: ""}, is_agreed=True))
        second = factories.registration(event)
        db.session.add(
            ProtectedQuestion(registration_id=second.id, kept_id=one.id, created_at=clock.now())
        )
        factories.consent(factories.registration(factories.event()), Purpose.MAILING_LIST)
        suppliers.add(event.id, name="DGS-Team", service="Dolmetschen", phone="0221 77")
        link = account_service.invite("ordner@stadt.example", name="Oda Ordner")
        for kind in Right:
            account_service.give_right(event.id, link.account_id, kind, by=link.account_id)
        address = accounts.address_of(link)
    who = Person(page, live.url, set())
    who.opens(address)
    page.locator("main button").first.click()
    for rest in ORGANISERS:
        _look(who, page, f"/workspace/events/kim/{rest}")
    page.set_viewport_size({"width": 1280, "height": 900})
    for rest, button, field in (
        ("places", "Grenzen und Fristen speichern", "reserved_migrant"),
        ("suppliers", "Eintrag hinzufügen", "email"),
        ("postpone", "Forum verschieben und alle fragen", "day"),
    ):
        who.opens(f"/workspace/events/kim/{rest}")
        page.locator(f"#{field}").fill("" if field == "day" else "x")
        who.presses(button)
