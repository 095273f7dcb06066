"""Upcoming forums and one forum's page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, render_template
from flask.typing import ResponseReturnValue

from forum.base import clock
from forum.events import announcement
from forum.events import queries as events
from forum.invitations import queries as invitations
from forum.public import event_page
from forum.registration import counts
from forum.results import queries as results
from forum.site import queries as sites

bp = Blueprint("public", __name__)


@bp.app_context_processor
def site() -> dict[str, Any]:
    """Who runs this instance: on every page, asked once."""
    if "site" not in g:
        g.site = sites.get_info()
    return {"site": g.site}


@bp.get("/")
def index() -> ResponseReturnValue:
    forums = events.upcoming()
    places = counts.places_left([event.id for event in forums])
    return render_template("public/index.html", forums=forums, places=places, past=events.past())


@bp.get("/events/<slug:slug>")
def event(slug: str) -> ResponseReturnValue:
    found = announcement.get(slug)
    places = counts.places_left([found.event.id])[found.event.id]
    is_over = found.event.ends_at <= clock.now()
    has_results = is_over and bool(results.releases(found.event.id))
    body = event_page.body(found, places, has_results=has_results)
    return render_template("public/event.html", event=found.event, body=body)


@bp.get("/events/<slug:slug>/event.ics")
def event_calendar(slug: str) -> ResponseReturnValue:
    found = events.get_public_event(slug)
    return calendar_file(invitations.forum_file(found), found.slug)


def calendar_file(content: bytes, name: str) -> Response:
    """A calendar file to download."""
    response = Response(content, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response
