"""What those on a contact list show to everybody: a page that no search engine may keep."""

from __future__ import annotations

import functools

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.base import clock, paging
from forum.contacts import queries
from forum.contacts.rules import Audience
from forum.events import queries as events
from forum.events import rules as event_rules

bp = Blueprint("public_contacts", __name__)


@bp.get("/events/<slug:slug>/contacts")
def index(slug: str) -> ResponseReturnValue:
    event = events.get_public_event(slug)
    is_open = event_rules.contact_list_is_open(event, clock.now())
    entries = queries.entries(event.id, Audience.PUBLIC) if is_open else []
    part = paging.part(entries, request.args.get("page", ""), size=queries.PAGE)
    address = functools.partial(url_for, "public_contacts.index", slug=slug)
    response = make_response(
        render_template(
            "contacts/public.html", event=event, part=part, many=len(entries), address=address
        )
    )
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response
