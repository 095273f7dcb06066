"""An organiser who cannot use a mouse says what the columns of a list are."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from forum.accounts import queries as accounts
from forum.accounts import service as account_service
from forum.events.models import Event
from forum.site import service as site
from tests import factories
from tests.support.browser import Live, axe
from tests.walk.test_keyboard import Keyboard

LIST = """Wer;Wie noch;Netz
Jale;Ostrowski;jale@jobcenter.example
Bodo;Winkelmann;bodo@caritas.example
"""


def _signed_in(live: Live, page: Page) -> Keyboard:
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        event: Event = factories.event(slug="kim", title="Ankommen ohne Umwege")
        factories.registration(event)
        link = account_service.make_link("orga@stadt.example", name="Oda Ordner")
        address = accounts.address_of(link)
    someone = Keyboard(page, live.url)
    someone.opens(address)
    someone.enters("Anmelden")
    return someone


def test_columns_are_chosen_with_the_keyboard(live: Live, page: Page, tmp_path: Path) -> None:
    someone = _signed_in(live, page)
    someone.opens("/workspace/events/kim/registrations/import")
    path = tmp_path / "liste.csv"
    path.write_text(LIST, encoding="cp1252")
    page.locator("input[type=file]").set_input_files(path)
    someone.enters("Liste prüfen")
    someone.sees("Jale")
    someone.enters("Mit diesen Spalten prüfen")
    someone.sees("Bitte wählen Sie die Spalte aus, in der die Namen stehen.")
    axe(page)
    for heading, name, field in (
        ("Wer", "Vorname", "column0"),
        ("Wie noch", "Nachname", "column1"),
        ("Netz", "E-Mail-Adresse", "column2"),
    ):
        someone.tabs_to(f"Was in der Spalte „{heading}“ steht")
        page.keyboard.type(name)
        assert page.locator(f"#{field} option:checked").inner_text() == name
    someone.enters("Mit diesen Spalten prüfen")
    someone.sees("Was diese Liste ändern würde")
    axe(page)
    someone.enters("Diese Liste übernehmen")
    someone.sees("Die Liste ist übernommen: 2 neu")


def test_columns_to_give_out_are_ticked_with_the_keyboard(live: Live, page: Page) -> None:
    someone = _signed_in(live, page)
    someone.opens("/workspace/events/kim/registrations/export")
    axe(page)
    someone.ticks("Telefon")
    someone.tabs_to("Liste als CSV")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    heading = download.value.path().read_text("utf-8-sig").splitlines()[0]
    assert heading == "Vorname;Nachname;Organisation;Funktion;E-Mail-Adresse;Telefon;Status"
