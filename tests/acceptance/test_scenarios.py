"""The acceptance scenarios of the field that concern registration, in a browser where a person
acts, with axe at every step."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import select

from forum.accounts import queries as account_queries
from forum.accounts import service as accounts
from forum.base.database import db
from forum.commands import work
from forum.contacts import queries as contacts
from forum.registration import (
    consents,
    counts,
    listing,
    queries,
    service,
)
from forum.registration.models import Purpose, Registration, State
from forum.registration.person_models import ProtectedIdentity
from tests import factories
from tests.acceptance.people import event, fill, person, registered
from tests.support.browser import Live
from tests.support.registering import NO, details

WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def test_scenario_1_registered_twice(kim: Live, page: Page) -> None:
    """With the office's and later the private address: one place, a question, no second yes."""
    who = person(kim, page)
    fill(who, email="m@buero.example")
    who.ticks("Ich möchte in der Kontaktliste stehen")
    who.presses("Verbindlich anmelden")
    with kim.app.app_context():
        service.confirm_address(registered("m@buero.example").id)
        own = f"/my/{queries.token_of(registered('m@buero.example'))}"
    fill(who, email="m@privat.example")
    who.presses("Verbindlich anmelden")
    with kim.app.app_context():
        found = counts.places_left([event().id])[event().id]
        assert (found.taken, found.waiting) == (1, 1)
        service.confirm_address(registered("m@privat.example").id)
    who.opens(own)
    who.presses("Ja, das war ich: die neue Adresse soll gelten")
    with kim.app.app_context():
        confirmed = select(Registration).where(Registration.state == State.CONFIRMED)
        one = db.session.scalars(confirmed).one()
        assert one.email == "m@privat.example"
        assert not consents.is_granted(one.consents, Purpose.CONTACT_LIST)
        assert counts.places_left([one.event_id])[one.event_id].active == 1


def test_scenario_1_in_the_same_second(kim: Live) -> None:
    """Both forms at once: the places count right."""
    with kim.app.app_context():
        event_id = event().id

    def send(email: str) -> None:
        with kim.app.app_context():
            sent = service.Application(details(), email=email, language="de", decisions=NO)
            service.register(event_id, sent)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, ["m@buero.example", "m@privat.example"] * 2))
    with kim.app.app_context():
        assert counts.places_left([event_id])[event_id].taken == 1


def test_scenario_2_change_of_employer(kim: Live) -> None:
    """The earlier forum keeps the old employer; the old address gets no more mail."""
    with kim.app.app_context():
        later = factories.event(slug="spaeter")
        for slug_id, where in ((event().id, "AWO Auenstadt"), (later.id, "Stadt Auenstadt")):
            said = details(organisation=where)
            sent = service.Application(said, email="m@awo.example", language="de", decisions=NO)
            service.register(slug_id, sent)
        rows = db.session.scalars(select(Registration).order_by(Registration.id)).all()
        assert [queries.organisation_of(row) for row in rows] == [
            "AWO Auenstadt",
            "Stadt Auenstadt",
        ]


def test_scenario_4_withdrawal_from_the_contact_list(kim: Live, page: Page) -> None:
    """One click, gone at once; photos and mailing list stay; all of it can be proved."""
    with kim.app.app_context():
        one = factories.registration(event())
        for purpose in (Purpose.CONTACT_LIST, Purpose.PHOTOS_WEB, Purpose.MAILING_LIST):
            factories.consent(one, purpose)
        own = f"/my/{queries.token_of(one)}"
        one_id, event_id = one.id, one.event_id
        assert len(contacts.entries(event_id)) == 1
    who = person(kim, page)
    who.opens(own)
    who.presses("Kontaktliste widerrufen")
    with kim.app.app_context():
        assert contacts.entries(event_id) == []
        one = db.session.get_one(Registration, one_id)
        granted = {p for p in Purpose if consents.is_granted(one.consents, p)}
        assert granted == {Purpose.PHOTOS_WEB, Purpose.MAILING_LIST}
        last = one.consents[-1]
        assert (last.decision.value, last.channel.value, bool(last.text.sha256)) == (
            "withdrawn",
            "web",
            True,
        )


def test_scenario_10_protected_participation(kim: Live, page: Page) -> None:
    """ "Gast 1" everywhere, counted with the places, found by nobody, deleted the day after."""
    who = person(kim, page)
    fill(who, email="m@diakonie.example", organisation="Diakonie Auenstadt")
    page.locator("summary", has_text="Mein Name soll nirgends erscheinen").click()
    who.ticks("Mein Name soll nirgends erscheinen")
    who.presses("Verbindlich anmelden")
    with kim.app.app_context():
        one = db.session.scalars(select(Registration)).one()
        service.confirm_address(one.id)
        work.deliver()
        kept = kim.app.config["FORUM"].instance_path / "mailbox"
        mails = b"".join(path.read_bytes() for path in kept.glob("*.eml"))
        assert mails.count(b"m@diakonie.example") >= 2
        assert b"Sandkamp" not in mails
        assert counts.places_left([one.event_id])[one.event_id].confirmed == 1
        assert listing.search(one.event_id, "Sandkamp") == []
        link = accounts.make_link("ordner@stadt.example", name="Oda Ordner")
        address = account_queries.address_of(link)
    who.opens(address)
    page.locator("main button").first.click()
    for rest in ("", "/registrations", "/registrations/1", "/tasks", "/messages", "/contacts"):
        who.opens(f"/workspace/events/kim{rest}")
        assert "Sandkamp" not in page.content()
    who.opens("/workspace/events/kim/registrations")
    expect(page.locator("main")).to_contain_text("Gast 1")
    with kim.app.app_context():
        work.maintain(event().ends_at + timedelta(days=1))
        assert db.session.scalars(select(ProtectedIdentity)).all() == []


def test_scenario_12_narrow_and_with_errors(kim: Live, page: Page) -> None:
    """At 400 % zoom: nothing scrolls sideways, errors take the focus, wishes need no dragging."""
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(f"{kim.url}/events/kim/register")
    assert page.evaluate(WIDER) is False
    page.get_by_role("button", name="Verbindlich anmelden").click()
    expect(page.locator("#errors")).to_be_focused()
    assert page.evaluate(WIDER) is False
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#first_name")).to_be_focused()
    page.keyboard.type("Mirela")
    for field, value in (("last_name", "Sandkamp"), ("email", "m@diakonie.example")):
        page.locator(f"#{field}").fill(value)
    page.locator("#sector").select_option("welfare")
    page.locator("#wish1").select_option(index=2)
    page.locator("#wish2").select_option(index=1)
    page.get_by_role("button", name="Verbindlich anmelden").press("Enter")
    page.wait_for_url("**/registered*")
    with kim.app.app_context():
        one = registered("m@diakonie.example")
        assert [wish.island.letter for wish in one.wishes] == ["B", "A"]
