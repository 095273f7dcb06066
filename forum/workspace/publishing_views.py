"""Showing a forum to everybody, and taking it back while nobody has registered."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base import clock
from forum.base.forms import Form
from forum.base.text import _
from forum.events import queries as events
from forum.events import rules as event_rules
from forum.events import service
from forum.registration import counts

bp = Blueprint("publishing", __name__)


@bp.route("/publish", methods=["GET", "POST"])
def publish(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = Form()
    if form.does(lambda: service.publish(event.id)):
        flash(str(_("The forum is public now.")))
        return redirect(url_for("workspace.event", slug=slug))
    gaps = event_rules.gaps(
        event,
        islands=len(events.islands_of(event.id)),
        parts=len(events.day_of(event)),
        now=clock.now(),
    )
    return render_template("workspace/publish.html", event=event, form=form, gaps=gaps)


@bp.route("/unpublish", methods=["GET", "POST"])
def unpublish(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = Form()
    if form.does(lambda: service.unpublish(event.id, is_in_use=lambda: _has_people(event.id))):
        flash(str(_("The forum is a draft again.")))
        return redirect(url_for("workspace.events.edit", slug=slug))
    return render_template(
        "workspace/confirm.html",
        event=event,
        form=form,
        here="settings",
        heading=_("Make “%(title)s” a draft again", title=event.title),
        sentences=[
            _("The public page disappears, and nobody can register until you publish it again."),
            _("This is possible as long as nobody has registered."),
        ],
        button=_("Make it a draft again"),
        back=url_for("workspace.events.edit", slug=slug),
    )


def _has_people(event_id: int) -> bool:
    places = counts.places_left([event_id])[event_id]
    return places.active > 0
