"""The organisers' desk in a browser: seen with axe at every step, on a phone, by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from forum.accounts import queries as accounts
from forum.accounts import service as account_service
from forum.base.database import db
from forum.registration import questions
from forum.registration.models import Channel, State
from forum.registration.person_models import TaskKind
from forum.site import service as site
from tests import factories
from tests.support.browser import Live
from tests.walk.steps import Person
from tests.walk.test_keyboard import Keyboard

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
FORUM = "/workspace/events/kim"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def _prepare(live: Live) -> tuple[str, dict[str, int]]:
    """A forum with something of everything; the organiser's way in, and numbers in addresses."""
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        event = factories.event(slug="kim")
        one = factories.registration(event, email=None, phone="0221 1", channel=Channel.PHONE)
        factories.consent(one)
        task = factories.task(one, TaskKind.TELL, message="registration-confirmed")
        factories.task(one, TaskKind.CHANGE_REQUEST, note="W" * 200)
        other = factories.registration(event, state=State.WAITING)
        questions.ask(db.session(), other, one)
        db.session.commit()
        question = db.session.connection().exec_driver_sql("SELECT max(id) FROM task").scalar_one()
        link = account_service.invite("ordner@stadt.example", name="Oda Ordner")
        ids = {"one": one.id, "other": other.id, "task": task.id, "question": question}
        return accounts.address_of(link), ids


def test_every_page_of_the_desk_is_accessible_and_fits_a_phone(live: Live, page: Page) -> None:
    link, ids = _prepare(live)
    oda = Person(page, live.url, set())
    oda.opens(link)
    oda.presses("Anmelden")
    for path in (
        "/",
        "/registrations",
        "/registrations/new",
        "/registrations/door",
        "/registrations/{one}",
        "/registrations/{one}/letter",
        "/registrations/{one}/merge",
        "/registrations/{one}/merge/{other}",
        "/registrations/{other}/place",
        "/registrations/{one}/cancel",
        "/registrations/{one}/consents/contact-list/withdraw",
        "/tasks",
        "/tasks/{task}/words",
        "/tasks/{question}/same-person",
    ):
        page.set_viewport_size({"width": 1280, "height": 900})
        oda.opens(FORUM + path.format(**ids))
        page.set_viewport_size({"width": 360, "height": 740})
        assert (path, page.evaluate(WIDER)) == (path, False)
    for path, button in (("new", "Diese Person eintragen"), ("door", "Ist da")):
        oda.opens(f"{FORUM}/registrations/{path}")
        oda.presses(button)
        assert page.evaluate("document.activeElement.id") == "errors"
        assert (path, page.evaluate(WIDER)) == (path, False)


def test_at_the_door_and_on_the_phone_by_keyboard(live: Live, page: Page) -> None:
    link, _ids = _prepare(live)
    someone = Keyboard(page, live.url)
    someone.opens(link)
    someone.enters("Anmelden")
    someone.opens(f"{FORUM}/registrations/door")
    someone.types("Vorname", "Mirela")
    someone.types("Nachname", "Sandkamp")
    someone.chooses("Bereich", down=2)
    someone.enters("Ist da")
    someone.sees("Mirela Sandkamp ist da")
    someone.enters("Zurück zum Einlass")
    someone.enters("Einlass verlassen")
    someone.enters("Aufgaben")
    someone.enters("Was zu sagen ist")
    someone.enters("Erledigt")
    someone.sees("Zuletzt erledigt")


def test_targets_at_the_door_are_large(live: Live, page: Page) -> None:
    link, _ids = _prepare(live)
    oda = Person(page, live.url, None)
    oda.opens(link)
    oda.presses("Anmelden")
    page.set_viewport_size({"width": 360, "height": 740})
    oda.opens(f"{FORUM}/registrations/door")
    heights = page.evaluate(
        "[...document.querySelectorAll('main form :is(input:not([type=hidden]), select, button)')]"
        ".map(one => one.getBoundingClientRect().height)"
    )
    assert len(heights) == 6
    assert min(heights) >= 44
