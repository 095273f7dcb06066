"""The parts of a forum's programme."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base.forms import Form
from forum.base.text import _
from forum.events import day_forms, programme, queries
from forum.events.models import Event

bp = Blueprint("items", __name__, url_prefix="/programme/items")


@bp.route("/new", methods=["GET", "POST"])
def add(slug: str) -> ResponseReturnValue:
    event = queries.get_event(slug)
    form = _form(event)
    if form.does(lambda: programme.add_item(event.id, **form.values(event))):
        flash(str(_("The programme has a new part.")))
        return redirect(url_for("workspace.events.programme", slug=slug))
    return render_template("events/item.html", event=event, form=form, item=None)


@bp.route("/<int:item_id>", methods=["GET", "POST"])
def change(slug: str, item_id: int) -> ResponseReturnValue:
    event = queries.get_event(slug)
    item = queries.get_item(event.id, item_id)
    form = _form(event, **day_forms.item_values(item))
    if form.does(lambda: programme.change_item(item.id, **form.values(event))):
        flash(str(_("The part of the programme has been changed.")))
        return redirect(url_for("workspace.events.programme", slug=slug))
    return render_template("events/item.html", event=event, form=form, item=item)


@bp.route("/<int:item_id>/delete", methods=["GET", "POST"])
def delete(slug: str, item_id: int) -> ResponseReturnValue:
    event = queries.get_event(slug)
    item = queries.get_item(event.id, item_id)
    form = Form()
    if form.does(lambda: programme.delete_item(item.id)):
        flash(str(_("The part of the programme has been deleted.")))
        return redirect(url_for("workspace.events.programme", slug=slug))
    return render_template(
        "workspace/confirm.html",
        event=event,
        form=form,
        here="programme",
        heading=_("Delete “%(name)s” from the programme", name=item.title),
        sentences=[_("Title, note and times are deleted. This cannot be undone.")],
        button=_("Delete this part"),
        back=url_for(".change", slug=slug, item_id=item.id),
    )


def _form(event: Event, **values: object) -> day_forms.ItemForm:
    form = day_forms.ItemForm(data=values)
    form.room.offer(queries.rooms_of(event.id))
    return form
