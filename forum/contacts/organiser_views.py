"""The contact list, for organisers: look, open earlier, download."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base import clock
from forum.base.forms import Form
from forum.base.text import _
from forum.contacts import exports, queries, service
from forum.contacts.models import AccessKind
from forum.events import queries as events
from forum.events import rules as event_rules

bp = Blueprint("contacts", __name__)


@bp.get("/contacts")
def index(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    return render_template(
        "contacts/index.html",
        event=event,
        entries=queries.entries(event.id),
        is_open=event_rules.contact_list_is_open(event, clock.now()),
        accesses=queries.accesses(event.id),
        form=Form(),
    )


@bp.get("/contacts/list.<any(csv,vcf):kind>")
def download(slug: str, kind: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    entries = queries.entries(event.id)
    if kind == "csv":
        content, mimetype, access = exports.as_csv(entries), "text/csv", AccessKind.CSV
    else:
        content, mimetype, access = exports.as_vcards(entries), "text/vcard", AccessKind.VCARD
    service.note_used_by(current_user.id, event.id, access)
    response = Response(content, mimetype=mimetype)
    name = f"kontaktliste-{slug}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.post("/contacts/open")
def open_list(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    if Form().validate_on_submit():
        service.open_list(event.id)
        flash(str(_("The contact list is open to everybody who stands on it.")))
    return redirect(url_for("workspace.contacts.index", slug=slug))


@bp.post("/contacts/close")
def close_list(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    if Form().validate_on_submit():
        service.close_list(event.id)
        flash(str(_("The contact list is closed again until the forum is over.")))
    return redirect(url_for("workspace.contacts.index", slug=slug))
