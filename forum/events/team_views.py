"""The teams of the islands on the day: who is here, who is away, who stands in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.forms import Form, HiddenField
from forum.base.refusal import Refused
from forum.base.text import Text, _
from forum.events import island_forms, islands, queries, stand_ins, team_queries
from forum.events.models import Event
from forum.events.team_models import IslandHost

bp = Blueprint("teams", __name__)


class BackForm(Form):
    """One button, with the page to which it leads back."""

    back = HiddenField()


@bp.get("/teams")
def index(slug: str) -> ResponseReturnValue:
    event = queries.get_event(slug)
    return render_template(
        "events/teams.html",
        event=event,
        teams=team_queries.teams_of(event.id),
        roles=island_forms.ROLE_NAMES,
        host_link=queries.host_link,
    )


@bp.post("/hosts/<int:host_id>/away")
def cannot_come(slug: str, host_id: int) -> ResponseReturnValue:
    event = queries.get_event(slug)
    host = queries.get_host(event.id, host_id)
    form = BackForm()
    if form.validate_on_submit():
        stand_in = stand_ins.cannot_come(event.id, host.id, by=current_user.id)
        if stand_in is not None:
            said = _("%(name)s cannot come. %(other)s stands in.", **_names(host, stand_in))
        else:
            said = _("%(name)s cannot come.", name=host.name)
        flash(str(said))
    return _back(event, host.island_id, form)


@bp.post("/hosts/<int:host_id>/back")
def can_come(slug: str, host_id: int) -> ResponseReturnValue:
    event = queries.get_event(slug)
    host = queries.get_host(event.id, host_id)
    form = BackForm()
    if form.validate_on_submit():
        stand_ins.can_come(event.id, host.id, by=current_user.id)
        flash(str(_("%(name)s comes.", name=host.name)))
    return _back(event, host.island_id, form)


@bp.post("/hosts/<int:host_id>/ask/<int:other_id>")
def ask(slug: str, host_id: int, other_id: int) -> ResponseReturnValue:
    event = queries.get_event(slug)
    host, other = (queries.get_host(event.id, one) for one in (host_id, other_id))
    form = BackForm()
    if form.validate_on_submit():
        try:
            stand_ins.ask(event.id, host.id, other.id, by=current_user.id)
        except Refused as refusal:
            flash(str(refusal.sentence), "danger")
        else:
            flash(str(_("%(other)s stands in for %(name)s.", **_names(host, other))))
    return _back(event, host.island_id, form)


@bp.post("/hosts/<int:host_id>/take-back")
def take_back(slug: str, host_id: int) -> ResponseReturnValue:
    event = queries.get_event(slug)
    host = queries.get_host(event.id, host_id)
    name, island_id = host.name, host.island_id
    form = BackForm()
    if form.validate_on_submit():
        stand_ins.take_back(event.id, host.id, by=current_user.id)
        flash(str(_("%(name)s does not stand in any more.", name=name)))
    return _back(event, island_id, form)


@bp.post("/islands/<int:island_id>/tables/<any(join,part):said>")
def tables(slug: str, island_id: int, said: str) -> ResponseReturnValue:
    event = queries.get_event(slug)
    island = queries.get_island(event.id, island_id)
    form = BackForm()
    if form.validate_on_submit():
        is_joined = said == "join"
        try:
            islands.join_tables(event.id, island.id, is_joined=is_joined, by=current_user.id)
        except Refused as refusal:
            flash(str(refusal.sentence), "danger")
        else:
            flash(str(_tables_said(island.letter, is_joined=is_joined)))
    return _back(event, island.id, form)


def _tables_said(letter: str, *, is_joined: bool) -> Text:
    if is_joined:
        return _("The tables of island %(letter)s sit together as one group.", letter=letter)
    return _("Island %(letter)s has its tables again.", letter=letter)


def _names(host: IslandHost, other: IslandHost) -> dict[str, str]:
    return {"name": host.name, "other": other.name}


def _back(event: Event, island_id: int, form: BackForm) -> ResponseReturnValue:
    """To the page of the island, or of all teams, whichever the button stood on."""
    if form.back.data == "island":
        return redirect(
            url_for("workspace.events.island.change", slug=event.slug, island_id=island_id)
        )
    return redirect(
        url_for("workspace.events.teams.index", slug=event.slug, _anchor=f"team-{island_id}")
    )
