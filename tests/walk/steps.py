"""Steps that people take in a browser, named as they would name them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.support.browser import axe
from tests.support.programs import until


@dataclass
class Person:
    """Somebody at a browser, looking at every page with axe as they go."""

    page: Page
    url: str
    looked_at: set[str] | None

    def opens(self, address: str) -> None:
        self.page.goto(address if address.startswith("http") else self.url + address)
        self.looks()

    def looks(self) -> None:
        """Checks the page with axe, once for each kind of page and state."""
        if self.looked_at is None:
            return
        heading = self.page.locator("h1").first.inner_text()
        shape = re.sub(r"/[A-Za-z0-9_=-]{30,}", "/…", self.page.url)
        key = f"{shape} {heading} {self.page.locator('[role=alert]').count()}"
        if key not in self.looked_at:
            self.looked_at.add(key)
            axe(self.page)

    def follows(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.looks()

    def goes_to(self, area: str) -> None:
        """Chooses an area of the forum in the organisers' navigation."""
        self.page.locator(".pf-nav__link", has_text=area).click()
        self.looks()

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.looks()

    def fills(self, **fields: str) -> None:
        for field, value in fields.items():
            control = self.page.locator(f"[id='{field}']")
            if control.evaluate("e => e.tagName") == "SELECT":
                control.select_option(label=value)
            else:
                control.fill(value)

    def ticks(self, *labels: str) -> None:
        for label in labels:
            self.page.get_by_label(label, exact=True).check()

    def sees(self, text: str) -> None:
        expect(self.page.locator("body")).to_contain_text(text)

    def does_not_see(self, text: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(text)

    def finds_in_letter(self, subject: str, link: str) -> str:
        """Waits for a message in the demo's mailbox and returns the address of a link in it."""
        self.opens_letter(subject)
        found = self.page.locator(f"pre a[href*='{link}']").first.get_attribute("href")
        assert found is not None
        return found

    def reads_code(self, subject: str) -> str:
        """Waits for a message in the demo's mailbox and returns the code in it."""
        self.opens_letter(subject)
        found = re.search(r"\b\d{6}\b", self.page.locator("pre").first.inner_text())
        assert found is not None
        return found.group()

    def opens_letter(self, subject: str) -> None:
        """Waits for a message in the demo's mailbox and opens it."""
        letters = self.page.get_by_role("link", name=subject)

        def has_come() -> bool:
            self.page.goto(f"{self.url}/mailbox")
            return letters.count() > 0

        until(has_come, f"the letter “{subject}” has come")
        letters.first.click()
        self.looks()

    def downloads(self, name: str) -> bytes:
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=name, exact=True).first.click()
        return download.value.path().read_bytes()
