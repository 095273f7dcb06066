"""The body of a forum's page: written once for all who would see the same."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from datetime import datetime

from flask import render_template, request
from markupsafe import Markup

from forum.base import clock, languages
from forum.events import rules
from forum.events.announcement import Announcement
from forum.registration.counts import Places

KEPT = 64
"""So many bodies are kept in each process."""


@dataclass(frozen=True)
class _Seen:
    """Everything that decides what the body says. Two that are equal look the same, because there
    is nothing else that the body is made from: a change of any of it is another body."""

    found: Announcement
    places: Places
    phase: rules.Phase
    is_past_deadline: bool
    has_results: bool
    language: str
    root: str
    now: datetime = field(compare=False)
    """What the body makes of the time stands in the phase and the deadline."""


def body(found: Announcement, places: Places, *, has_results: bool = False) -> Markup:
    """The body, for the reader's language and as things stand now."""
    now = clock.now()
    return _written(
        _Seen(
            found,
            places,
            rules.phase(found.event, now),
            found.event.registration_deadline <= now,
            has_results,
            languages.current(),
            request.script_root,
            now,
        )
    )


@functools.lru_cache(maxsize=KEPT)
def _written(seen: _Seen) -> Markup:
    return Markup(  # noqa: S704 - the template has escaped what people typed
        render_template(
            "public/_event.html",
            event=seen.found.event,
            islands=seen.found.islands,
            day=seen.found.day,
            places=seen.places,
            phase=seen.phase,
            has_results=seen.has_results,
            now=seen.now,
        )
    )
