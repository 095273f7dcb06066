"""Read by ical.js in a browser, as Thunderbird and Nextcloud do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.support.readers import plain

LIBRARY = Path(__file__).parents[1] / "vendor" / "ical.js-2.2.1" / "ical.js"
EXPORT = "export { ICALmodule as default };"


def _load(page: Page) -> None:
    library = LIBRARY.read_text("utf-8")
    assert EXPORT in library
    page.add_script_tag(content=library.replace(EXPORT, "window.ICAL = ICALmodule;"))
    page.add_script_tag(path=Path(__file__).with_suffix(".js"))


def read_cards(browser: Browser, content: bytes) -> list[list[Any]]:
    """Name, organisation, address and phone numbers of each vCard."""
    page = browser.new_page()
    _load(page)
    found: list[list[Any]] = page.evaluate("readCards", content.decode())
    page.close()
    return found


@contextmanager
def reading(browser: Browser, zone: str) -> Iterator[Callable[[bytes], plain.Calendar]]:
    """A reader in a window whose machine stands in another time zone."""
    context = browser.new_context(timezone_id=zone, locale="en-NZ")
    page = context.new_page()
    _load(page)
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == zone

    def read(content: bytes) -> plain.Calendar:
        found = page.evaluate("readCalendar", content.decode())
        return plain.calendar(found["method"], [_entry(one) for one in found["entries"]])

    yield read
    context.close()


def _entry(found: dict[str, Any]) -> plain.Read:
    stamp, starts_at, ends_at = (datetime.fromtimestamp(at, UTC) for at in found["moments"])
    summary, location, description, url, status = found["texts"]
    return plain.Read(
        uid=found["uid"],
        sequence=found["sequence"],
        stamp=stamp,
        starts_at=starts_at,
        ends_at=ends_at,
        summary=summary,
        location=location,
        description=description,
        url=url,
        status=status,
        organiser=_party(found["organiser"]),
        guest=_party(found["guest"]),
    )


def _party(found: list[str]) -> plain.Party:
    name, address, answer = found
    return plain.Party(name, plain.bare(address), answer) if address else plain.NOBODY
