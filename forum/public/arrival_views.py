"""What the code for the entrance opens: the desk for those who work there, a word for others."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.attendance import queries
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.events import queries as events

bp = Blueprint("arrival", __name__)


@bp.get("/arrive/<token:token>")
def page(token: str) -> ResponseReturnValue:
    found = queries.find_by_token(token)
    if found is None:
        raise NotFound(_("This code does not belong to a registration."))
    event = events.get_event_by_id(found[0])
    if current_user.is_authenticated:
        return redirect(url_for("workspace.day.check_in", slug=event.slug, person=found[1]))
    return render_template("public/arrival.html", event=event)
