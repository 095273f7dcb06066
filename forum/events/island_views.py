"""One island: its theme, questions, room and limits."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base.forms import Form
from forum.base.text import _
from forum.events import island_forms, islands, queries, team_queries
from forum.events.models import Event

bp = Blueprint("island", __name__, url_prefix="/islands")

CHANGED = _("The island has been changed.")
MOVED = _(
    "The island has another room now. Whoever is planned there is told within a few minutes; whom "
    "no e-mail reaches stands among the tasks."
)


@bp.route("/new", methods=["GET", "POST"])
def add(slug: str) -> ResponseReturnValue:
    event = queries.get_event(slug)
    form = _form(event, minimum=6, maximum=18, table_places=8)
    if form.does(lambda: islands.add_island(event.id, **form.values())):
        flash(str(_("The island has been added.")))
        return redirect(url_for("workspace.events.islands", slug=slug))
    return render_template("events/island.html", event=event, form=form, island=None)


@bp.route("/<int:island_id>", methods=["GET", "POST"])
def change(slug: str, island_id: int) -> ResponseReturnValue:
    event = queries.get_event(slug)
    island = queries.get_island(event.id, island_id)
    form = _form(event, **island_forms.island_values(island))
    room = island.room_id
    if form.does(lambda: islands.change_island(island.id, **form.values())):
        flash(str(CHANGED if island.room_id == room else MOVED))
        return redirect(url_for("workspace.events.islands", slug=slug))
    return render_template(
        "events/island.html",
        event=event,
        form=form,
        island=island,
        team=team_queries.get_team(event.id, island.id),
        roles=island_forms.ROLE_NAMES,
        host_link=queries.host_link,
    )


@bp.route("/<int:island_id>/delete", methods=["GET", "POST"])
def delete(slug: str, island_id: int) -> ResponseReturnValue:
    event = queries.get_event(slug)
    island = queries.get_island(event.id, island_id)
    form = Form()
    if form.does(lambda: islands.delete_island(island.id)):
        flash(str(_("The island has been deleted.")))
        return redirect(url_for("workspace.events.islands", slug=slug))
    return render_template(
        "workspace/confirm.html",
        event=event,
        form=form,
        here="islands",
        heading=_("Delete island %(letter)s, %(theme)s", letter=island.letter, theme=island.theme),
        sentences=[
            _("Its guiding questions and hosts are deleted, and the hosts' links stop working."),
            _(
                "Wishes for this island are lost. In every plan, a published one too, people lose "
                "their place on it. Nobody is told until you publish a new plan. This cannot be "
                "undone."
            ),
        ],
        button=_("Delete this island"),
        back=url_for(".change", slug=slug, island_id=island.id),
    )


def _form(event: Event, **values: object) -> island_forms.IslandForm:
    form = island_forms.IslandForm(data=values)
    form.room.offer(queries.rooms_of(event.id))
    rounds = queries.rounds_of(event.id)
    form.closed.choices = [
        (one.id, str(_("Round %(number)s", number=one.number))) for one in rounds
    ]
    return form
