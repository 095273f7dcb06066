"""Preparing and releasing results: two people."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.forms import Form
from forum.base.text import _
from forum.events import queries as events
from forum.results import desk_forms, queries, releasing

bp = Blueprint("releases", __name__)


@bp.route("/results/release/prepare", methods=["GET", "POST"])
def prepare(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    first_last_day = releasing.first_last_day()
    form = desk_forms.ReleaseForm(data={"until": first_last_day})
    if form.does(
        lambda: releasing.prepare(
            event.id,
            form.note.data or "",
            by=current_user.id,
            until=form.until.data,
            is_about_nobody=bool(form.is_about_nobody.data),
        )
    ):
        flash(str(_("The version is prepared. Another person can release it.")))
        return _to_desk(slug)
    return render_template(
        "results/prepare.html",
        event=event,
        form=form,
        is_first=not queries.releases(event.id),
        unseen=queries.unseen(event.id),
        first_last_day=first_last_day,
    ), form.status


@bp.post("/results/release/take-back")
def take_back(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    Form().carry_out(
        lambda: releasing.take_back(event.id, by=current_user.id),
        _("The preparation has been taken back."),
    )
    return _to_desk(slug)


@bp.post("/results/release")
def release(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    Form().carry_out(
        lambda: releasing.release(event.id, by=current_user.id),
        _("The results are published. Every finding keeps its number from now on."),
    )
    return _to_desk(slug)


@bp.route("/results/release/objections/<int:objection_id>", methods=["GET", "POST"])
def settle(slug: str, objection_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    objection = queries.get_objection(event.id, objection_id)
    form = desk_forms.SettleForm()
    if form.does(
        lambda: releasing.settle(event.id, objection_id, form.answer.data or "", by=current_user.id)
    ):
        return _to_desk(slug)
    page = "results/settle.html"
    return render_template(page, event=event, objection=objection, form=form), form.status


def _to_desk(slug: str) -> ResponseReturnValue:
    return redirect(url_for("workspace.results.index", slug=slug))
