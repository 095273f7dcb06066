"""What an organiser says to somebody of an island's team whom no mail about the draft reaches."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.forms import Form
from forum.base.text import _
from forum.events import queries as events
from forum.results import queries, teams, words

bp = Blueprint("draft_teams", __name__)


@bp.route("/results/release/teams/<int:host_id>", methods=["GET", "POST"])
def tell(slug: str, host_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    prepared = queries.find_prepared(event.id)
    member = teams.find_member(prepared, host_id) if prepared else None
    if prepared is None or member is None:
        return redirect(url_for("workspace.results.index", slug=slug))
    form = Form()
    name = member.host.name
    if form.does(lambda: teams.note_told(prepared, host_id, by=current_user.id)):
        flash(str(_("Noted: %(name)s knows of the draft.", name=name)))
        return redirect(url_for("workspace.results.index", slug=slug))
    return render_template(
        "results/tell.html",
        event=event,
        member=member,
        prepared=prepared,
        findings=queries.findings_of_island(event.id, member.host.island_id),
        kinds=words.KINDS,
        form=form,
    ), form.status
