"""Three devices at one island, and a network that comes and goes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route, expect
from sqlalchemy import select

from forum.base import clock
from forum.base.database import db
from forum.events.models import Island
from forum.results import boards, capture_queries, reading
from forum.results.capture_models import CaptureDevice, Phase, VoteBudget
from forum.results.models import CardColumn, CardGroup, CardVote
from tests import factories
from tests.support.browser import Live

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


class Device:
    """A phone or tablet at the island; what it says of cards is heard all the time."""

    def __init__(self, browser: Browser, url: str, name: str) -> None:
        self.context: BrowserContext = browser.new_context(
            locale="de-DE", viewport={"width": 360, "height": 740}
        )
        self.page: Page = self.context.new_page()
        self.name = name
        self.written = 0
        self.left = 0
        self.page.goto(url)
        self.page.wait_for_selector("[data-kept]")

    def writes(self, number: int) -> None:
        for _time in range(number):
            self.written += 1
            field = self.page.get_by_label("Ein Satz", exact=True).first
            field.fill(f"{self.name} sagt Satz Nummer {self.written}")
            if self.written % 2:
                self.page.locator("[data-column-button]").nth(self.written % 4).click()
            else:
                field.press("Enter")
            expect(field).to_have_value("")

    def lays(self, *dots: int) -> None:
        """Its three dots on the first groups."""
        chosen = self.page.locator("[data-votes] select")
        for place in range(chosen.count()):
            chosen.nth(place).select_option("0")
        for place, number in enumerate(dots):
            chosen.nth(place).select_option(str(number))

    def waits(self, cards: int) -> None:
        expect(self.page.locator("[data-net-state]")).to_contain_text(
            f"auf dem Gerät: {cards}" if cards else "übertragen:"
        )
        expect(self.page.locator(".pf-said--here")).to_have_count(cards)
        assert "gespeichert" not in self.page.locator("main").inner_text().lower()

    def rewords(self) -> None:
        """Its newest card, which has not been sent as far as this device knows; all are sent."""
        card = self.page.locator(".pf-said--here").first
        card.locator("summary").click()
        card.locator("[name=text]").fill(f"{self.name} sagt es besser")
        card.get_by_role("button", name="Übernehmen").click()
        expect(self.page.locator("[data-text]").first).to_have_text(f"{self.name} sagt es besser")

    def sends(self) -> None:
        self.page.get_by_role("button", name="Jetzt übertragen").click()


def prepare(live: Live) -> tuple[int, str, str]:
    """An island of today with two groups to weigh; its number, and its pages."""
    with live.app.app_context():
        today = clock.in_berlin(clock.now()).date()
        event = factories.event(day=today)
        capture = boards.begin(event.islands[1].id)
        for key in ("eins", "zwei"):
            grouping_of(capture.island_id, key)
        pages = [boards.address_of(capture, one) for one in (boards.HOST, boards.TABLE)]
        return capture.island_id, pages[0], pages[1]


def grouping_of(island_id: int, key: str) -> None:
    now = clock.now()
    factories._save(
        CardGroup(
            key=key,
            island_id=island_id,
            column=CardColumn.NEED_FOR_ACTION,
            title=f"Die Beratung braucht Zeit {key}",
            created_at=now,
            changed_at=now,
        )
    )


def work_without_network(devices: list[Device]) -> None:
    """The network goes, and meanwhile two of the pages are loaded anew."""
    for one in devices:
        one.context.set_offline(True)
        one.writes(6)
        one.waits(6)
    for one in devices[1:]:
        one.lays(2, 1)
        one.lays(1, 2)
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    for one in devices[:2]:
        one.page.on("dialog", leave)
        one.page.reload()
        one.waits(6)
        one.writes(2)
        one.waits(8)
    assert asked == ["beforeunload"] * 2
    with devices[0].page.expect_download() as download:
        devices[0].page.get_by_role("button", name="Sicherungsdatei herunterladen").click()
    _island, kept = reading.backup(download.value.path().read_bytes())
    assert len({card.key for card in kept}) == len(kept)
    assert sum(card.text.startswith("Insel sagt") for card in kept) == 12
    for one in devices:
        one.context.set_offline(False)
        one.waits(0)


def lose_an_answer(devices: list[Device]) -> None:
    """The network goes once more, and this time an answer goes with it."""
    lost: list[str] = []

    def lose(route: Route) -> None:
        """The house takes it in, and its answer never comes."""
        route.fetch()
        lost.append(route.request.method)
        route.abort()

    for one in devices:
        one.context.set_offline(True)
        one.left = 20 - one.written
        one.writes(one.left)
        one.waits(one.left)
    for one in devices[1:]:
        one.lays(0, 3)
    for one in devices:
        one.page.route("**/cards", lose, times=1)
        with one.page.expect_event("requestfailed"):
            one.context.set_offline(False)
        one.waits(one.left)
        if one is devices[0]:
            one.rewords()
        else:
            one.sends()
        one.waits(0)
    assert lost == ["POST"] * 3


def test_check_1_offline_island(live: Live, browser: Browser) -> None:
    island_id, host_page, table_page = prepare(live)
    host = Device(browser, host_page, "Insel")
    with live.app.app_context():
        boards.set_phase(island_id, Phase.WEIGH)
    tables = [Device(browser, table_page, name) for name in ("Rot", "Blau")]
    devices = [host, *tables]
    for one in devices:
        one.writes(4)
        one.waits(0)
    for one in tables:
        one.lays(1)
        one.lays(1, 1)
    work_without_network(devices)
    lose_an_answer(devices)
    for one in devices:
        one.page.evaluate("dispatchEvent(new Event('online'))")
        expect(one.page.locator(".pf-said")).to_have_count(60)
        expect(one.page.locator("[data-net-state]")).not_to_contain_text("Ihre Punkte")
        one.context.close()
    wanted = {f"{one.name} sagt Satz Nummer {n}" for one in devices for n in range(1, 21)}
    wanted = wanted - {"Insel sagt Satz Nummer 20"} | {"Insel sagt es besser"}
    with live.app.app_context():
        cards = capture_queries.board(db.session.get_one(Island, island_id)).cards
        assert {one.text for one in cards} == wanted
        assert [one.other_text for one in cards if one.other_text] == []
        assert [one.number for one in cards] == list(range(1, 61))
        assert [one.dots for one in db.session.scalars(select(CardVote))] == [3, 3]
        budgets = db.session.scalars(select(VoteBudget)).all()
        assert len(budgets) == 2
        assert sum(one.sequence for one in budgets) >= 30
        assert {one.waiting for one in db.session.scalars(select(CaptureDevice))} == {0}
