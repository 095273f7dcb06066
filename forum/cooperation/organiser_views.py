"""The cockpit: what became of next steps and demands, and whom somebody has to call."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.base import clock
from forum.cooperation import queries
from forum.events import queries as events
from forum.results import queries as results
from forum.results import words

bp = Blueprint("cooperation", __name__)


@bp.get("/cooperation")
def index(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    followed = queries.followed(event.id)
    demands = queries.demands(event.id)
    last = results.find_before(event)
    today = clock.in_berlin(clock.now()).date()
    return render_template(
        "cooperation/index.html",
        event=event,
        followed=followed,
        has_before=last is not None and bool(results.releases(last.id)),
        to_call=[(one, party) for one in followed for party in one.to_call],
        demands=[(one, queries.age_in_days(one, today)) for one in demands],
        progress=words.PROGRESS,
        status=words.STATUS,
        addressees=words.ADDRESSEES,
        phone_of=queries.phone_of,
    )
