"""Taking in a list, with a preview; giving the list out."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.forms import Form
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events import queries as events
from forum.lists import drafts, exports, forms, reading, reporting, service

bp = Blueprint("imports", __name__)


@bp.route("/registrations/import", methods=["GET", "POST"])
def upload(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = forms.UploadForm()
    if form.validate_on_submit():
        try:
            draft_id = drafts.keep(
                event.id,
                current_user.id,
                file_name=form.file.data.filename,
                content=form.file.data.read(reading.LARGEST + 1),
                consent_text=form.consent_text.data or "",
            )
        except Refused as refusal:
            form.refuse(refusal.sentence, refusal.field)
        else:
            return redirect(url_for(".check", slug=slug, draft_id=draft_id))
    return render_template("lists/upload.html", event=event, form=form)


@bp.route("/registrations/import/<int:draft_id>", methods=["GET", "POST"])
def check(slug: str, draft_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    draft = drafts.get(event.id, current_user.id, draft_id)
    form = Form()
    if form.validate_on_submit():
        try:
            report = service.take_in_draft(event.id, current_user.id, draft_id)
        except Refused as refusal:
            form.refuse(refusal.sentence, refusal.field)
        else:
            flash(str(reporting.summary(report)))
            return redirect(url_for("workspace.registrations.index", slug=slug))
    report = service.preview(event.id, draft.content, consent_text=draft.consent_text)
    return render_template(
        "lists/check.html",
        event=event,
        form=form,
        draft=draft,
        report=report,
        noticed=reporting.noticed(report.attention),
        labels=reading.FIELDS,
    )


@bp.post("/registrations/import/<int:draft_id>/drop")
def drop(slug: str, draft_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    if Form().validate_on_submit():
        drafts.drop(event.id, current_user.id, draft_id)
        flash(str(_("The list was not taken in; the file is deleted.")))
    return redirect(url_for(".upload", slug=slug))


@bp.get("/registrations/export/<any(csv,xlsx,json):fmt>")
def export(slug: str, fmt: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    pieces = stream_with_context(iter(exports.written(event.id, fmt)))
    response = Response(pieces, mimetype=exports.MIME_TYPES[fmt])
    file_name = str(_("registrations-%(slug)s", slug=event.slug))
    response.headers.set("Content-Disposition", "attachment", filename=f"{file_name}.{fmt}")
    return response
