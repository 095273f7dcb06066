"""Who came, noted by hand: on a registration's page."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.attendance import service
from forum.base.forms import Form
from forum.base.text import Text, _
from forum.events import queries as events
from forum.registration import queries
from forum.registration.models import State

bp = Blueprint("marking", __name__)

MARKED: dict[State, Text] = {
    State.CHECKED_IN: _("Checked in."),
    State.ABSENT: _("Noted: did not come."),
    State.CONFIRMED: _("Put right: has a place and is not checked in."),
}


@bp.post("/registrations/<int:registration_id>/mark/<any(checked_in,absent,confirmed):state>")
def mark(slug: str, registration_id: int, state: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    registration = queries.get(event.id, registration_id)
    if Form().validate_on_submit():
        service.mark(event.id, registration.id, State(state), by=current_user.id)
        flash(str(MARKED[State(state)]))
    return redirect(
        url_for("workspace.registrations.detail", slug=slug, registration_id=registration_id)
    )
