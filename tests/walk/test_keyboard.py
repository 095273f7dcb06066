"""With the keyboard alone: to a registration, and from the sign-in to a published plan."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from forum.accounts import queries as accounts
from forum.accounts import service as account_service
from forum.site import service as site
from tests import factories
from tests.support.browser import Live

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

PLANNING = 90_000
"""So many milliseconds the very first plan may take: the planner is compiled for this machine."""
FOCUS = """async () => {
    const e = document.activeElement, style = getComputedStyle(e);
    const isInside = () => {
        const box = e.getBoundingClientRect();
        return box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.left < innerWidth;
    };
    // The browser scrolls softly to what has the focus; two seconds are long enough for that.
    for (let frame = 0; frame < 120 && !isInside(); frame++)
        await new Promise(requestAnimationFrame);
    const label = e.labels?.[0]?.innerText.replace(" (freiwillig)", "");
    return {
        name: (label ?? e.getAttribute("aria-label") ?? e.innerText).split("\\n")[0].trim(),
        tag: e.tagName,
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
            && !/transparent|rgba\\(.*, 0\\)/.test(style.outlineColor),
        inside: isInside(),
    };
}"""


class Keyboard:
    """Somebody who cannot use a mouse."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def opens(self, address: str) -> None:
        self.page.goto(address if address.startswith("http") else self.url + address)
        assert self.page.evaluate("scrollY") == 0, address

    def tabs_to(self, name: str) -> None:
        """Presses Tab until something of this name has the focus; it is seen at every stop."""
        self.page.wait_for_load_state()
        passed = []
        for _stop in range(120):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS)
            if focus["tag"] == "BODY":
                continue
            assert (focus["outlined"], focus["inside"]) == (True, True), (self.page.url, focus)
            passed.append(focus["name"])
            if focus["name"] == name:
                return
        raise AssertionError(f"{self.page.url}: no “{name}” among {passed}")

    def enter(self) -> None:
        """Presses Enter, which leads to another page or place."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def enters(self, name: str) -> None:
        """Goes to a link or button and presses Enter."""
        self.tabs_to(name)
        self.enter()

    def types(self, name: str, text: str) -> None:
        self.tabs_to(name)
        self.page.keyboard.type(text)

    def ticks(self, name: str) -> None:
        self.tabs_to(name)
        self.page.keyboard.press("Space")

    def chooses(self, name: str, *, down: int) -> None:
        self.tabs_to(name)
        for _step in range(down):
            self.page.keyboard.press("ArrowDown")

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)


def test_to_a_registration(live: Live, page: Page) -> None:
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        factories.event(title="Ankommen ohne Umwege")
    someone = Keyboard(page, live.url)
    someone.opens("/")
    someone.page.keyboard.press("Tab")
    skip = someone.page.evaluate(FOCUS)
    assert (skip["name"], skip["outlined"], skip["inside"]) == ("Zum Inhalt springen", True, True)
    someone.enter()
    someone.page.keyboard.press("Tab")
    assert someone.page.evaluate(FOCUS)["name"] == "Ankommen ohne Umwege"
    someone.enter()
    someone.enters("Zur Anmeldung")
    someone.types("Vorname", "Mirela")
    someone.enter()
    someone.sees("Bitte prüfen Sie 3 Angaben")
    assert page.evaluate("document.activeElement.id") == "errors"
    someone.enters("Bitte geben Sie Ihren Nachnamen an")
    assert page.evaluate("document.activeElement.id") == "last_name"
    someone.page.keyboard.type("Sandkamp")
    someone.types("E-Mail-Adresse", "m.sandkamp@diakonie.example")
    someone.types("Für welche Organisation kommen Sie?", "Diakonie Auenstadt")
    someone.chooses("Bereich", down=2)
    someone.chooses("Erster Wunsch", down=4)
    someone.ticks("Ich möchte in der Kontaktliste stehen")
    someone.ticks("meine E-Mail-Adresse")
    assert page.locator("#sector option:checked").inner_text() == "Freie Wohlfahrt"
    assert page.locator("#wish1 option:checked").inner_text() == "Insel D – Wohnen"
    someone.enters("Verbindlich anmelden")
    someone.sees("Bitte bestätigen Sie Ihre Adresse")


def test_from_the_sign_in_to_a_published_plan(live: Live, page: Page) -> None:
    with live.app.app_context():
        event = factories.event(slug="kim", title="Ankommen ohne Umwege")
        one = factories.registration(event, who=factories.person("Mirela", "Sandkamp"))
        factories.plan(event, {one: tuple(event.islands[:3])}, published=False)
        link = account_service.make_link("orga@stadt.example", name="Oda Ordner")
        address = accounts.address_of(link)
    someone = Keyboard(page, live.url)
    someone.opens(address)
    someone.enters("Anmelden")
    someone.enters("Ankommen ohne Umwege")
    someone.enters("Plan")
    someone.tabs_to("Neu planen")
    someone.page.keyboard.press("Enter")
    someone.enters("Neu berechnen")
    expect(page.locator("h1")).to_have_text("Plan 2", timeout=PLANNING)
    someone.enters("Plan 1")
    someone.tabs_to("Mirela Sandkamp")
    someone.page.keyboard.press("Enter")
    someone.chooses("Verschieben nach", down=1)
    chosen = page.locator("details[open] option:checked").inner_text()
    someone.enters("Verschieben")
    someone.sees("Verschoben.")
    column = page.locator(".pf-board__col", has_text="Mirela Sandkamp").locator("h2")
    assert column.inner_text().endswith(chosen.partition(" – ")[2])
    someone.enters("Plan 1 freigeben")
    someone.enters("Plan 1 freigeben")
    someone.sees("Plan 1 ist freigegeben.")
    someone.opens("/workspace/events/kim/plan/2/round/1")
