"""Ways into calendars that live on the web: links that one follows oneself, nothing is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from forum.calendars.entries import Entry

LONGEST = 1000
"""Longer texts make addresses that some of these calendars refuse."""


@dataclass(frozen=True)
class Choice:
    """A calendar on the web, and where it takes the entry."""

    name: str
    url: str


def of(entry: Entry) -> Sequence[Choice]:
    """The choices for an entry. Only what anybody may know of it stands in their addresses."""
    text = "\n\n".join(part for part in (entry.description[:LONGEST], entry.url) if part)
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": entry.summary,
        "startdt": _written(entry.starts_at, "%Y-%m-%dT%H:%M:%SZ"),
        "enddt": _written(entry.ends_at, "%Y-%m-%dT%H:%M:%SZ"),
        "location": entry.location,
        "body": text,
    }
    google = {
        "action": "TEMPLATE",
        "text": entry.summary,
        "dates": "/".join(
            _written(at, "%Y%m%dT%H%M%SZ") for at in (entry.starts_at, entry.ends_at)
        ),
        "ctz": "Europe/Berlin",
        "location": entry.location,
        "details": text,
    }
    return (
        Choice(
            "Google Calendar", f"https://calendar.google.com/calendar/render?{urlencode(google)}"
        ),
        Choice(
            "Outlook.com",
            f"https://outlook.live.com/calendar/0/deeplink/compose?{urlencode(outlook)}",
        ),
        Choice(
            "Microsoft 365",
            f"https://outlook.office.com/calendar/0/deeplink/compose?{urlencode(outlook)}",
        ),
    )


def _written(at: datetime, form: str) -> str:
    return at.astimezone(UTC).strftime(form)
