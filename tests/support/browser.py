"""A real browser, and the site served for it with its background worker."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from forum.app import create_app
from forum.base import jobs
from forum.commands.serving import put_away
from tests.support.chromium import launch
from tests.support.sites import settings_for

WIDTHS = (1280, 360)
COLOURS = ["color-contrast", "link-in-text-block"]


expect.set_options(timeout=20_000)
"""So many milliseconds something may take to show: machines that run tests are busy."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all tests of a worker."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A German person's window at a desk; errors of its console fail the test."""
    context = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console",
        lambda message: problems.append(message.text) if message.type == "error" else None,
    )
    yield page
    context.close()
    expected = (
        "status of 4",
        "ERR_INTERNET_DISCONNECTED",
        "ERR_FAILED",
    )  # what tests do on purpose
    assert [one for one in problems if not any(said in one for said in expected)] == []


@dataclass(frozen=True)
class Live:
    """A site that answers over HTTP."""

    app: Flask
    url: str


@pytest.fixture
def live(database_url: str, tmp_path: Path) -> Iterator[Live]:
    """The site on a free port of this machine, with a background worker."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    app = create_app(settings_for(tmp_path, database_url, base_url=url))
    server = make_server("127.0.0.1", port, app, threaded=True)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    with jobs.working(app):
        thread.start()
        yield Live(app, url)
        server.shutdown()
        thread.join()
        server.server_close()
    put_away(app)


def axe(page: Page) -> None:
    """Asserts that axe finds nothing on the page at desktop and phone width; in the dark what it
    finds about colours, which is all that changes with them."""
    size = page.viewport_size
    tool, found = Axe(), []
    page.evaluate(tool.axe_script)
    for scheme, only in (("light", {}), ("dark", {"runOnly": COLOURS})):
        for width in WIDTHS:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": 900})
            options = {"resultTypes": ["violations"], **only}
            results = AxeResults(page.evaluate("options => axe.run(options)", options))
            if results.violations_count:
                found.append(f"{scheme}, {width} px: {results.generate_report()}")
    page.emulate_media(color_scheme=None)
    if size:
        page.set_viewport_size(size)
    assert found == [], "\n".join([page.url, *found])
