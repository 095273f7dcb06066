"""The island rounds of a forum."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base.forms import Form
from forum.base.text import _, _n
from forum.events import day_forms, programme, queries

bp = Blueprint("rounds", __name__, url_prefix="/programme/rounds")


@bp.route("/new", methods=["GET", "POST"])
def add(slug: str) -> ResponseReturnValue:
    event = queries.get_event(slug)
    form = day_forms.RowOfRoundsForm(data=day_forms.usual_rounds(queries.rounds_of(event.id)))
    if form.does(lambda: programme.add_rounds(event.id, form.spans(event))):
        made = form.number.data
        flash(str(_n("One island round was added.", "%(num)s island rounds were added.", made)))
        return redirect(url_for("workspace.events.programme", slug=slug))
    return render_template("events/rounds.html", event=event, form=form)


@bp.route("/<int:round_id>", methods=["GET", "POST"])
def change(slug: str, round_id: int) -> ResponseReturnValue:
    event = queries.get_event(slug)
    found = queries.get_round(event.id, round_id)
    form = day_forms.RoundForm(data=day_forms.round_values(found))
    if form.does(lambda: programme.change_round(found.id, span=form.span(event))):
        flash(str(_("The island round has been changed.")))
        return redirect(url_for("workspace.events.programme", slug=slug))
    return render_template("events/round.html", event=event, form=form, round=found)


@bp.route("/<int:round_id>/delete", methods=["GET", "POST"])
def delete(slug: str, round_id: int) -> ResponseReturnValue:
    event = queries.get_event(slug)
    found = queries.get_round(event.id, round_id)
    form = Form()
    if form.does(lambda: programme.delete_round(found.id)):
        flash(str(_("The island round has been deleted.")))
        return redirect(url_for("workspace.events.programme", slug=slug))
    return render_template(
        "workspace/confirm.html",
        event=event,
        form=form,
        here="programme",
        heading=_("Delete island round %(number)s", number=found.number),
        sentences=[
            _("Later rounds move up by one number."),
            _(
                "In every plan, a published one too, everybody loses their place in this round. "
                "Nobody is told until you publish a new plan. This cannot be undone."
            ),
        ],
        button=_("Delete this round"),
        back=url_for(".change", slug=slug, round_id=found.id),
    )
