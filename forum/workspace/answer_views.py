"""What participants answer in their calendars, and what of it a person has to decide."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.forms import Form
from forum.base.text import Text, _
from forum.events import queries as events
from forum.invitations import arrivals
from forum.invitations.models import Outcome

OUTCOMES: dict[Outcome, Text] = {
    Outcome.PROPOSAL: _("Has proposed something in the calendar. Please ask what is meant."),
    Outcome.FOREIGN: _(
        "Somebody else has answered, or the answer came from another address. Nothing was changed."
    ),
    Outcome.BOUNCED: _("A message has come back."),
}

bp = Blueprint("answers", __name__)


@bp.get("/messages/answers")
def index(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    return render_template(
        "workspace/answers.html",
        event=event,
        overview=arrivals.overview(event.id),
        can_arrive="FORUM_INBOX_URL" in current_app.config["FORUM"].given,
        outcomes=OUTCOMES,
    )


@bp.post("/messages/answers/<int:arrival_id>/settled")
def settle(slug: str, arrival_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    Form().carry_out(
        lambda: arrivals.settle(event.id, arrival_id, by=current_user.id),
        _("Noted as settled."),
    )
    return redirect(url_for(".index", slug=slug))
