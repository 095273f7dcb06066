"""The hosts of islands and their personal links."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base.forms import Form
from forum.base.text import _
from forum.events import island_forms, islands, queries

bp = Blueprint("hosts", __name__)


@bp.route("/islands/<int:island_id>/hosts/new", methods=["GET", "POST"])
def add(slug: str, island_id: int) -> ResponseReturnValue:
    event = queries.get_event(slug)
    island = queries.get_island(event.id, island_id)
    form = island_forms.HostForm()
    if form.does(lambda: islands.add_host(island.id, **form.values())):
        flash(str(_("The host has been added and has a personal link.")))
        return redirect(_island(slug, island.id))
    return render_template("events/host.html", event=event, form=form, island=island, host=None)


@bp.route("/hosts/<int:host_id>", methods=["GET", "POST"])
def change(slug: str, host_id: int) -> ResponseReturnValue:
    event = queries.get_event(slug)
    host = queries.get_host(event.id, host_id)
    form = island_forms.HostForm(data=island_forms.host_values(host))
    if form.does(lambda: islands.change_host(host.id, **form.values())):
        flash(str(_("What is known of the host has been changed.")))
        return redirect(_island(slug, host.island_id))
    return render_template(
        "events/host.html", event=event, form=form, island=host.island, host=host
    )


@bp.route("/hosts/<int:host_id>/link", methods=["GET", "POST"])
def renew_link(slug: str, host_id: int) -> ResponseReturnValue:
    event = queries.get_event(slug)
    host = queries.get_host(event.id, host_id)
    form = Form()
    if form.does(lambda: islands.renew_link(host.id)):
        flash(str(_("%(name)s has a new link. Please pass it on.", name=host.name)))
        return redirect(_island(slug, host.island_id))
    return render_template(
        "workspace/confirm.html",
        event=event,
        form=form,
        here="islands",
        heading=_("Make a new link for %(name)s", name=host.name),
        sentences=[
            _("The link that %(name)s has now stops working at once.", name=host.name),
            _("Please pass the new one on. Do this if the link got into the wrong hands."),
        ],
        button=_("Make a new link"),
        back=_island(slug, host.island_id),
    )


@bp.route("/hosts/<int:host_id>/delete", methods=["GET", "POST"])
def delete(slug: str, host_id: int) -> ResponseReturnValue:
    event = queries.get_event(slug)
    host = queries.get_host(event.id, host_id)
    form = Form()
    if form.does(lambda: islands.delete_host(host.id)):
        flash(str(_("The host has been deleted.")))
        return redirect(_island(slug, host.island_id))
    return render_template(
        "workspace/confirm.html",
        event=event,
        form=form,
        here="islands",
        heading=_("Delete %(name)s as a host", name=host.name),
        sentences=[
            _("Name, organisation and e-mail address are deleted, and the link stops working."),
            _("This cannot be undone."),
        ],
        button=_("Delete this host"),
        back=_island(slug, host.island_id),
    )


def _island(slug: str, island_id: int) -> str:
    return url_for("workspace.events.island.change", slug=slug, island_id=island_id)
