"""The rooms of a forum's venue."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base.forms import Form
from forum.base.text import _
from forum.events import island_forms, islands, queries

bp = Blueprint("rooms", __name__, url_prefix="/rooms")


@bp.get("")
def index(slug: str) -> ResponseReturnValue:
    event = queries.get_event(slug)
    return render_template("events/rooms.html", event=event, rooms=queries.rooms_of(event.id))


@bp.route("/new", methods=["GET", "POST"])
def add(slug: str) -> ResponseReturnValue:
    event = queries.get_event(slug)
    form = island_forms.RoomForm()
    if form.does(lambda: islands.save_room(event.id, **form.values())):
        flash(str(_("The room has been added.")))
        return redirect(url_for(".index", slug=slug))
    return render_template("events/room.html", event=event, form=form, room=None)


@bp.route("/<int:room_id>", methods=["GET", "POST"])
def change(slug: str, room_id: int) -> ResponseReturnValue:
    event = queries.get_event(slug)
    room = queries.get_room(event.id, room_id)
    form = island_forms.RoomForm(data=island_forms.room_values(room))
    if form.does(lambda: islands.save_room(event.id, room_id=room.id, **form.values())):
        flash(str(_("The room has been changed.")))
        return redirect(url_for(".index", slug=slug))
    return render_template("events/room.html", event=event, form=form, room=room)


@bp.route("/<int:room_id>/delete", methods=["GET", "POST"])
def delete(slug: str, room_id: int) -> ResponseReturnValue:
    event = queries.get_event(slug)
    room = queries.get_room(event.id, room_id)
    form = Form()
    if form.does(lambda: islands.delete_room(room.id)):
        flash(str(_("The room has been deleted.")))
        return redirect(url_for(".index", slug=slug))
    return render_template(
        "workspace/confirm.html",
        event=event,
        form=form,
        here="islands",
        heading=_("Delete the room “%(name)s”", name=room.name),
        sentences=[_("Islands and parts of the programme in this room stay, without a room.")],
        button=_("Delete this room"),
        back=url_for(".change", slug=slug, room_id=room.id),
    )
