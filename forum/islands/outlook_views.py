"""What if: islands and rounds against expected numbers, before a plan is made."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forum.events import queries as events
from forum.islands import forecast

bp = Blueprint("outlook", __name__)
MOST = 500


@bp.get("/plan/what-if")
def page(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    people = request.args.get("people", type=int)
    wanted = people if people is not None and 0 < people <= MOST else None
    return render_template(
        "islands/what_if.html",
        event=event,
        forecast=forecast.of_event(event, wanted),
        most=MOST,
        is_wrong="people" in request.args and wanted is None,
    )
