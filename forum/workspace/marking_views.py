"""Who came, noted by hand: on a registration's page, and for all who are missing at once."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.attendance import closing, service
from forum.base.forms import Form
from forum.base.text import Text, _, _n
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


@bp.route("/day/close", methods=["GET", "POST"])
def close(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    preview = closing.preview(event)
    back = url_for("workspace.day.index", slug=slug)
    form = Form()
    noted: list[int] = []
    if form.does(lambda: noted.append(closing.close(event.id, by=current_user.id))):
        number = noted[0]
        flash(
            str(
                _n(
                    "The check-in is closed: %(num)s person is noted as absent.",
                    "The check-in is closed: %(num)s people are noted as absent.",
                    number,
                )
            )
        )
        return redirect(back)
    if not preview.is_possible:
        flash(str(closing.TOO_EARLY), "danger")
        return redirect(back)
    return render_template(
        "workspace/confirm.html",
        event=event,
        form=form,
        here="day",
        heading=_("Close check-in"),
        sentences=_closing_sentences(preview),
        button=_("Note them as absent"),
        back=back,
    )


def _closing_sentences(preview: closing.Closing) -> list[Text]:
    said = [
        _n(
            "%(num)s person has a place and is not checked in. They are noted as absent.",
            "%(num)s people have a place and are not checked in. They are noted as absent.",
            preview.missing,
        )
    ]
    if preview.later:
        said.append(
            _n(
                "%(num)s person has said that they come later, and stays expected.",
                "%(num)s people have said that they come later, and stay expected.",
                preview.later,
            )
        )
    return [
        *said,
        _("Whoever comes late can still be checked in as usual, and has their islands as before."),
        _("Nothing changes for those who are here."),
    ]
