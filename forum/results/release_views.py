"""Preparing and releasing results: two people."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.forms import Form
from forum.base.text import Text, _, _n
from forum.events import queries as events
from forum.results import desk_forms, queries, releasing, teams, words

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
        flash(str(_prepared_now(event.id)))
        return _to_desk(slug)
    return render_template(
        "results/prepare.html",
        event=event,
        form=form,
        is_first=not queries.releases(event.id),
        unseen=queries.unseen(event.id),
        first_last_day=first_last_day,
        without_address=teams.without_address(event.id),
    ), form.status


def _prepared_now(event_id: int) -> Text:
    """Says that it is prepared, and how many of the teams have to be told without a mail."""
    prepared = queries.find_prepared(event_id)
    left = sum(one.must_be_told for one in teams.members(prepared)) if prepared else 0
    if not left:
        return _("The version is prepared. Another person can release it.")
    return _n(
        "The version is prepared. %(num)s person of the island teams has no e-mail address; please "
        "tell them.",
        "The version is prepared. %(num)s people of the island teams have no e-mail address; "
        "please tell them.",
        left,
    )


@bp.post("/results/release/take-back")
def take_back(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    Form().carry_out(
        lambda: releasing.take_back(event.id, by=current_user.id),
        _("The preparation has been taken back."),
    )
    return _to_desk(slug)


@bp.route("/results/release", methods=["GET", "POST"])
def release(slug: str) -> ResponseReturnValue:
    """Asks once, since neither what becomes public nor what is destroyed comes back."""
    event = events.get_event(slug)
    form = Form()
    if form.does(lambda: releasing.release(event.id, by=current_user.id)):
        flash(str(_("The results are published. Every finding keeps its number from now on.")))
        return _to_desk(slug)
    prepared = queries.find_prepared(event.id)
    if prepared is None:
        return _to_desk(slug)
    standing = [one for one in queries.desk(event.id) if one.finding.withdrawn_at is None]
    kinds = Counter(one.finding.kind for one in standing)
    return render_template(
        "results/release.html",
        event=event,
        form=form,
        prepared=prepared,
        obstacle=releasing.obstacle(prepared, by=current_user.id),
        counted=[(words.HEADINGS[kind], kinds[kind]) for kind in words.HEADINGS if kinds[kind]],
    ), form.status


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
