"""A forum's settings, programme, islands and rooms, as organisers see them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base.text import _
from forum.events import (
    day_forms,
    forms,
    host_views,
    island_views,
    item_views,
    queries,
    room_views,
    round_views,
    rules,
    service,
    supplier_views,
    team_views,
)

bp = Blueprint("events", __name__)
of_day = (item_views, round_views)
of_islands = (room_views, island_views, host_views, team_views)
for noun in (*of_day, *of_islands, supplier_views):
    bp.register_blueprint(noun.bp)


@bp.route("/settings", methods=["GET", "POST"])
def edit(slug: str) -> ResponseReturnValue:
    event = queries.get_event(slug)
    form = forms.SettingsForm(data=forms.settings_of(event))
    if form.does(lambda: service.update(event.id, version=form.typed_version(), **form.values())):
        flash(str(_("The settings have been saved.")))
        return redirect(url_for(".edit", slug=slug))
    if form.overtaken:
        form.version.data = event.version
    return render_template("events/settings.html", event=event, form=form)


@bp.get("/programme")
def programme(slug: str) -> ResponseReturnValue:
    event = queries.get_event(slug)
    day = queries.day_of(event)
    return render_template(
        "events/programme.html",
        event=event,
        day=day,
        clashes=rules.clashes(day),
        kinds=day_forms.KINDS,
        outside=[p for p in day if p.starts_at < event.starts_at or p.ends_at > event.ends_at],
    )


@bp.get("/islands")
def islands(slug: str) -> ResponseReturnValue:
    event = queries.get_event(slug)
    return render_template("events/islands.html", event=event, islands=queries.islands_of(event.id))
