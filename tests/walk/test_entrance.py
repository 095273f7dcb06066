"""The desk at the entrance with a keyboard, a scanner and without a network; the screen for the
hall. All of it seen with axe."""

from __future__ import annotations

from datetime import timedelta
from json import dumps

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from forum.accounts import queries as accounts
from forum.accounts import service as account_service
from forum.attendance import service as attendance
from forum.attendance.models import Mark
from forum.base import clock
from forum.base.database import db
from forum.events.models import Event, Round
from forum.registration import entrance
from forum.registration import queries as registrations
from forum.registration.models import Registration, State
from forum.site import service as site
from tests import factories
from tests.support.browser import Live
from tests.support.programs import until
from tests.walk.steps import Person

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
DESK = "/workspace/events/kim/check-in"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
PEOPLE = (("Mirela", "Sandkamp"), ("Tjark", "Sanders"), ("Ana", "Lopez"))


def opened(live: Live, page: Page) -> tuple[Person, dict[str, str]]:
    """An organiser who is signed in, and the codes of three people."""
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        event = factories.event(slug="kim")
        people = [
            factories.registration(event, who=factories.person(*name), wishes=()) for name in PEOPLE
        ]
        factories.plan(event, dict.fromkeys(people, tuple(event.islands[:3])))
        codes = {one.person.last_name: entrance.address_of(one) for one in people}
        link = account_service.make_link("tuer@stadt.example", name="Tilda Tuer")
        address = accounts.address_of(link)
    who = Person(page, live.url, set())
    who.opens(address)
    page.locator("main button").first.click()
    who.opens(DESK)
    return who, codes


def here(live: Live) -> set[str]:
    with live.app.app_context():
        db.session.rollback()
        query = select(Registration).where(Registration.state == State.CHECKED_IN)
        return {one.person.last_name for one in db.session.scalars(query)}


def test_checked_in_with_the_keyboard_alone_and_with_a_scanner(live: Live, page: Page) -> None:
    who, codes = opened(live, page)
    expect(page.locator("[data-desk-state]")).to_contain_text("Verbunden")
    assert page.evaluate("document.activeElement.id") == "words"
    page.keyboard.type("sandk")
    expect(page.locator(".pf-desk__name").first).to_have_text("Mirela Sandkamp")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == (
        "Ist da: Mirela Sandkamp"
    )
    page.keyboard.press("Enter")
    expect(page.locator("[data-done]").first).to_contain_text("Zurücknehmen")
    until(lambda: here(live) == {"Sandkamp"})
    assert page.evaluate("document.activeElement.id") == "words"
    page.keyboard.type(codes["Lopez"])
    expect(page.locator(".pf-desk__name")).to_have_text(["Ana Lopez"])
    who.looks()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    until(lambda: here(live) == {"Sandkamp", "Lopez"})
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate(WIDER) is False


def test_the_desk_goes_on_without_a_network_and_nothing_counts_twice(
    live: Live, page: Page
) -> None:
    who, _codes = opened(live, page)
    expect(page.locator("[data-desk-state]")).to_contain_text("Verbunden")
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    expect(page.locator("[data-desk-state]")).to_contain_text("Verbunden")
    page.context.set_offline(True)
    page.locator("#words").fill("sand")
    page.get_by_role("button", name="Ist da: Mirela Sandkamp").click()
    expect(page.locator("[data-desk-state]")).to_contain_text("Kein Netz.")
    expect(page.locator("[data-desk-state]")).to_contain_text("noch nicht gesendet: 1")
    page.reload()
    expect(page.locator("h1")).to_have_text("Einlass")
    expect(page.locator("[data-desk-state]")).to_contain_text("noch nicht gesendet: 1")
    page.locator("#words").fill("sand")
    expect(page.get_by_text("da, auf diesem Gerät vermerkt")).to_have_count(1)
    page.get_by_role("button", name="Ist da: Tjark Sanders").click()
    who.looks()
    assert here(live) == set()
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-desk-state]")).to_have_text("Verbunden. Alles ist gesendet.")
    assert here(live) == {"Sandkamp", "Sanders"}
    page.reload()
    expect(page.locator("[data-desk-here]")).to_have_text("2")
    with live.app.app_context():
        assert db.session.scalar(select(func.count(Mark.id))) == 2


def test_a_device_that_kept_more_than_goes_at_once_sends_it_all(live: Live, page: Page) -> None:
    _who, _codes = opened(live, page)
    with live.app.app_context():
        ids = db.session.scalars(select(Registration.id).order_by(Registration.id)).all()
    before = clock.now() - timedelta(hours=2)
    kept = [
        {
            "id": f"kept-{number}",
            "registration": ids[number % 3],
            "here": number // 3 % 2 == 0,
            "at": (before + timedelta(seconds=number)).isoformat(),
        }
        for number in range(503)
    ]
    page.evaluate("kept => localStorage.setItem(`desk:${location.pathname}`, kept)", dumps(kept))
    page.reload()
    expect(page.locator("[data-desk-state]")).to_have_text(
        "Verbunden. Alles ist gesendet.", timeout=30_000
    )
    expect(page.locator("[data-desk-trouble]")).to_be_hidden()
    with live.app.app_context():
        assert db.session.scalar(select(func.count(Mark.id))) == 503
    assert here(live) == {PEOPLE[2][1]}


def test_two_desks_that_noted_the_same_have_nothing_to_say(live: Live, page: Page) -> None:
    who, _codes = opened(live, page)
    with live.app.app_context():
        event = db.session.scalars(select(Event)).one()
        same, other = (one.id for one in registrations.taking_part(event.id)[1:])
        by = factories.account().id
        attendance.mark(event.id, same, State.CHECKED_IN, by=by)
        attendance.mark(event.id, other, State.CHECKED_IN, by=by)
    at = (clock.now() - timedelta(minutes=5)).isoformat()
    kept = [
        {"id": f"kept-{one}", "registration": one, "here": one == same, "at": at}
        for one in (same, other)
    ]
    page.evaluate("kept => localStorage.setItem(`desk:${location.pathname}`, kept)", dumps(kept))
    page.reload()
    expect(page.locator("[data-desk-trouble]")).to_have_text(
        "Auf einem anderen Gerät inzwischen anders vermerkt, das gilt: Mirela Sandkamp"
    )
    who.looks()


def test_signing_out_leaves_no_list_on_the_device(live: Live, page: Page) -> None:
    who, _codes = opened(live, page)
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    expect(page.locator("[data-desk-state]")).to_contain_text("Verbunden")
    kept = "caches.keys().then(names => names.filter(name => name.startsWith('desk ')).length)"
    assert page.evaluate(kept) == 1
    who.presses("Abmelden")
    until(lambda: page.evaluate(kept) == 0)


def test_the_hall_counts_down_in_words(live: Live, page: Page) -> None:
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        event = factories.event(slug="kim")
        now = clock.now()
        for number, one in enumerate(sorted(event.rounds, key=lambda round_: round_.number)):
            row = db.session.get_one(Round, one.id)
            row.starts_at = now + timedelta(minutes=-20 + 30 * number)
            row.ends_at = row.starts_at + timedelta(minutes=25)
        db.session.commit()
    who = Person(page, live.url, set())
    who.opens("/events/kim/now")
    expect(page.locator("h1")).to_have_text("Runde 1")
    expect(page.locator("[data-hall-left]")).to_contain_text("noch")
    page.get_by_role("button", name="Ton einschalten").click()
    expect(page.get_by_role("button", name="Ton ist an")).to_be_disabled()
    with live.app.app_context():
        for one in db.session.scalars(select(Round)):
            one.starts_at -= timedelta(minutes=5)
            one.ends_at -= timedelta(minutes=5)
        db.session.commit()
    page.reload()
    expect(page.locator("h1")).to_have_text("Bitte wechseln: Runde 2")
    page.set_viewport_size({"width": 360, "height": 740})
    who.looks()
    assert page.evaluate(WIDER) is False
