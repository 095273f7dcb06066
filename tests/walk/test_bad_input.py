"""Without JavaScript and on a small screen; wrong input and wrong addresses looked at with axe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from forum.accounts import queries as accounts
from forum.accounts import service as account_service
from forum.base import clock
from forum.events import queries as events
from forum.registration import queries as registrations
from forum.site import service as site
from tests import factories
from tests.support.browser import Live, axe
from tests.walk.steps import Person

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
LONG = "Bundesarbeitsgemeinschaftsvorstandsvorsitzendenstellvertretung"


@pytest.fixture
def small(browser: Browser) -> Iterator[Page]:
    """A phone whose browser runs no scripts."""
    context = browser.new_context(
        locale="de-DE", viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    context.set_default_timeout(8000)
    yield context.new_page()
    context.close()


def fits(page: Page) -> None:
    """The page can be read without scrolling sideways; wide tables scroll in their own frame."""
    page.wait_for_load_state()
    wide = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            const sticksOut = e => e.getBoundingClientRect().right > width + 1
                && !e.closest(".pf-nav, .kern-table-responsive");
            return document.documentElement.scrollWidth <= width ? []
                : [...document.querySelectorAll("body *")].filter(sticksOut).map(e => e.outerHTML);
        }"""
    )
    assert (page.url, wide) == (page.url, [])


class OnPhone(Person):
    """Somebody who looks at every page on the phone."""

    def looks(self) -> None:
        fits(self.page)


def test_from_the_first_page_to_a_confirmed_place_without_scripts(
    live: Live, small: Page, page: Page
) -> None:
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        factories.event(slug="kim", title="Ankommen ohne Umwege")
    someone = OnPhone(small, live.url, None)
    someone.opens("/")
    someone.follows("Ankommen ohne Umwege")
    someone.follows("Zur Anmeldung")
    someone.fills(first_name=LONG, last_name="<script>alert(1)</script>", email="mirela")
    someone.fills(organisation=f"{LONG} e. V.", wish1="Insel D – Wohnen")
    someone.ticks("Ich möchte in der Kontaktliste stehen", "meine E-Mail-Adresse")
    someone.presses("Verbindlich anmelden")
    someone.sees("Bitte prüfen Sie 2 Angaben")
    small.locator("#errors a").first.click()
    assert small.url.endswith("#email")
    assert small.locator("#first_name").input_value() == LONG
    assert small.locator("#contact_list").is_checked()
    assert small.locator("#wish1 option:checked").inner_text() == "Insel D – Wohnen"
    someone.fills(email=f"{LONG[:50]}@diakonie.example", sector="Freie Wohlfahrt")
    someone.presses("Verbindlich anmelden")
    someone.sees("Bitte bestätigen Sie Ihre Adresse")
    letter = "Bitte bestätigen Sie Ihre Anmeldung"
    own_page = Person(page, live.url, None).finds_in_letter(letter, "/my/")
    someone.opens(own_page)
    someone.presses("Anmeldung bestätigen")
    someone.sees("Sie haben einen Platz")
    someone.sees("<script>alert(1)</script>")
    someone.follows("Angaben ändern")
    someone.fills(role="Leitung 🌻")
    someone.presses("Änderungen speichern")
    someone.sees("Leitung 🌻")
    someone.presses("Kontaktliste widerrufen")
    someone.follows("Kontaktliste erlauben")
    someone.presses("Ich bin einverstanden, bitte aufnehmen")
    someone.follows("Meine Teilnahme")
    someone.follows("Teilnahme absagen")
    someone.presses("Platz zurückgeben")
    someone.sees("Ihre Anmeldung ist storniert")
    for address in ("/mailbox", "/my/lost", "/imprint", "/privacy", "/accessibility", "/nothing",
                    "/accessibility/report", "/easy-language", "/workspace/sign-in"):  # fmt: skip
        someone.opens(address)


def _fill(live: Live) -> dict[str, str]:
    """A forum with long names everywhere; the addresses of an organiser, a host, a participant."""
    with live.app.app_context():
        event = factories.event(slug="kim", contact_list_opened_at=clock.now(), title=LONG * 2)
        where = factories.organisation(LONG)
        people = [
            factories.registration(event, who=factories.person(LONG, f"{n}{LONG}"), where=where)
            for n in range(3)
        ]
        factories.consent(people[0])
        factories.plan(event, dict.fromkeys(people, tuple(event.islands[:3])), published=False)
        link = account_service.make_link("orga@stadt.example", name="Oda Ordner")
        return {
            "organiser": accounts.address_of(link),
            "host": events.host_link(factories.host(event.islands[0])),
            "participant": registrations.address_of(people[0]),
        }


def test_organisers_pages_fit_on_a_phone_without_scripts(live: Live, small: Page) -> None:
    sent = _fill(live)
    someone = OnPhone(small, live.url, None)
    someone.opens(sent["host"])
    someone.opens(sent["participant"])
    someone.opens(f"{sent['participant']}/contacts")
    someone.opens(sent["organiser"])
    someone.presses("Anmelden")
    for path in ("", "/registrations", "/registrations/1", "/registrations/search",
                 "/registrations/import", "/plan/1/round/1", "/plan/1/publish", "/contacts",
                 "/messages", "/programme", "/islands", "/edit"):  # fmt: skip
        someone.opens(f"/workspace/events/kim{path}" + ("/" if not path else ""))
    someone.opens("/workspace/events/kim/plan/1/round/1")
    small.locator(".pf-person summary").first.click()
    fits(small)
    small.locator("details[open] select").select_option(label="E – Gesundheit")
    small.locator("details[open]").get_by_role("button", name="Verschieben").click()
    someone.sees("Verschoben.")


def test_errors_are_accessible_too(live: Live, page: Page) -> None:
    with live.app.app_context():
        one = factories.registration(factories.event(slug="kim"))
        own_page = registrations.address_of(one)
    someone = Person(page, live.url, None)
    someone.opens("/my/abgeschnitten")
    someone.sees("Hier ist nichts")
    axe(page)
    someone.opens(f"{own_page}/change")
    someone.fills(first_name="", phone="keine", role="x" * 151, organisation="…")
    someone.presses("Änderungen speichern")
    someone.sees("Bitte prüfen Sie 4 Angaben")
    assert page.evaluate("document.activeElement.id") == "errors"
    axe(page)
    page.context.clear_cookies()
    someone.presses("Änderungen speichern")
    someone.sees("Diese Seite war lange geöffnet.")
    assert page.locator("#role").input_value() == "x" * 151


def test_another_language_in_the_middle_of_a_form_keeps_what_was_typed(
    live: Live, small: Page
) -> None:
    with live.app.app_context():
        factories.event(slug="kim")
        token = registrations.token_of(factories.registration(factories.event()))
    guest = OnPhone(small, live.url, set())
    guest.opens("/events/kim/register")
    guest.fills(first_name="Mirela", role="Beratung")
    small.locator("#photos_documentation").check()
    guest.presses("English")
    assert small.locator("html").get_attribute("lang") == "en"
    assert small.locator("#first_name").input_value() == "Mirela"
    assert small.locator("#role").input_value() == "Beratung"
    assert small.locator("#photos_documentation").is_checked()
    assert small.locator("#errors").count() == 0
    guest.presses("Register now")
    assert small.locator("#errors").count() == 1
    guest.presses("Deutsch")
    assert small.locator("#role").input_value() == "Beratung"
    guest.opens(f"/my/{token}/ask/change")
    guest.fills(words="Bitte ein anderer Name")
    guest.presses("English")
    assert small.locator("#words").input_value() == "Bitte ein anderer Name"
