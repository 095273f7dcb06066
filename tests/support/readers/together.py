"""Four programs that read calendar files, on a machine at the other end of the world."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.readers import by_ical, by_icaljs, by_libical, by_vobject, plain

FAR_AWAY = "Pacific/Auckland"
Reader = Callable[[bytes], plain.Calendar]


@pytest.fixture(scope="session")
def icaljs(browser: Browser) -> Iterator[Reader]:
    """ical.js in a window of its own."""
    with by_icaljs.reading(browser, FAR_AWAY) as read:
        yield read


@pytest.fixture
def far_away() -> Iterator[None]:
    """This process in a time zone where it is another day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", FAR_AWAY)
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def readers(icaljs: Reader, far_away: None) -> dict[str, Reader]:
    """Every program that must agree."""
    return {
        "ical.js": icaljs,
        "vobject": by_vobject.read,
        "libical": by_libical.read,
        "ical": by_ical.read,
    }


@pytest.fixture
def read_by_all(readers: dict[str, Reader]) -> Reader:
    """Reads a file with every program; they must agree on all of it."""

    def read(content: bytes) -> plain.Calendar:
        found = {name: reader(content) for name, reader in readers.items()}
        first = found["ical.js"]
        assert found == dict.fromkeys(found, first)
        return first

    return read
