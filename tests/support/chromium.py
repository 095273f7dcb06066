"""Where the tests find a browser. Run as a program, it exits with 0 if one starts."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHANNELS = ("chrome", "msedge")


def _path(playwright: Playwright) -> str | None:
    """Where a browser lies: as CHROMIUM says, Playwright's own, or one of the system."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    own = playwright.chromium.executable_path
    if Path(own).exists():
        return own
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def launch(playwright: Playwright) -> Browser:
    """Starts the first browser that is there.

    Raises:
        RuntimeError: there is none.
    """
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    path = _path(playwright)
    if path:
        return playwright.chromium.launch(executable_path=path, args=arguments)
    for channel in CHANNELS:
        try:
            return playwright.chromium.launch(channel=channel, args=arguments)
        except Error:
            continue
    raise RuntimeError("No Chromium is here: run .ci/browser, or set CHROMIUM to its path.")


def is_there() -> bool:
    """Whether tests will find a browser that starts."""
    with sync_playwright() as playwright:
        try:
            launch(playwright).close()
        except (Error, RuntimeError):
            return False
    return True


if __name__ == "__main__":
    sys.exit(0 if is_there() else 1)
