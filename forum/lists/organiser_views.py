"""Taking in a list, with a preview; giving the list out."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.forms import Form
from forum.base.refusal import Refused
from forum.base.text import _
from forum.events import queries as events
from forum.lists import (
    background,
    drafts,
    exports,
    findings,
    forms,
    reading,
    reporting,
    service,
)
from forum.registration import protection

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


@bp.route("/registrations/import/<int:draft_id>/columns", methods=["GET", "POST"])
def choose(slug: str, draft_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    draft = drafts.get(event.id, current_user.id, draft_id)
    if drafts.is_asked(draft):
        return redirect(url_for(".progress", slug=slug, draft_id=draft_id))
    form = forms.columns_form(drafts.read(draft))
    mine = (event.id, current_user.id, draft_id)
    if form.has_other_heading and form.does(
        lambda: drafts.choose_heading(*mine, form.heading.data)
    ):
        return redirect(url_for(".choose", slug=slug, draft_id=draft_id))
    if not form.has_other_heading and form.does(lambda: drafts.choose(*mine, form.choice)):
        return redirect(url_for(".check", slug=slug, draft_id=draft_id))
    return render_template("lists/columns.html", event=event, form=form, draft=draft)


@bp.route("/registrations/import/<int:draft_id>", methods=["GET", "POST"])
def check(slug: str, draft_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    draft = drafts.get(event.id, current_user.id, draft_id)
    if drafts.is_asked(draft):
        return redirect(url_for(".progress", slug=slug, draft_id=draft_id))
    if not drafts.is_ready(draft):
        return redirect(url_for(".choose", slug=slug, draft_id=draft_id))
    form = Form()
    if form.validate_on_submit():
        try:
            done = background.take_in_or_ask(event.id, current_user.id, draft)
        except Refused as refusal:
            form.refuse(refusal.sentence, refusal.field)
        else:
            if done is None:
                return redirect(url_for(".progress", slug=slug, draft_id=draft_id))
            flash(str(reporting.summary(reporting.numbers(done))))
            return redirect(url_for("workspace.registrations.index", slug=slug))
    report, read = service.preview_draft(draft)
    return render_template(
        "lists/check.html",
        event=event,
        form=form,
        draft=draft,
        report=report,
        groups=findings.groups(report),
        columns=forms.columns_form(read),
        merged_shown=findings.MERGED,
    )


@bp.get(f"/registrations/import/<int:draft_id>/findings/<any({','.join(findings.TITLES)}):kind>")
def finding(slug: str, draft_id: int, kind: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    draft = drafts.get(event.id, current_user.id, draft_id)
    if drafts.is_asked(draft) or not drafts.is_ready(draft):
        return redirect(url_for(".check", slug=slug, draft_id=draft_id))
    group = findings.find(findings.groups(service.preview_draft(draft)[0]), kind)
    page = findings.page(group, request.args.get("from", 0, type=int))
    return render_template("lists/findings.html", event=event, draft=draft, group=group, page=page)


@bp.get("/registrations/import/<int:draft_id>/progress")
def progress(slug: str, draft_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    draft = drafts.get(event.id, current_user.id, draft_id)
    if not drafts.is_asked(draft):
        return redirect(url_for(".check", slug=slug, draft_id=draft_id))
    done = reporting.summary(draft.outcome) if draft.outcome else None
    return render_template("lists/progress.html", event=event, draft=draft, done=done)


@bp.post("/registrations/import/<int:draft_id>/drop")
def drop(slug: str, draft_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    if Form().validate_on_submit():
        drafts.drop(event.id, current_user.id, draft_id)
        flash(str(_("The list was not taken in; the file is deleted.")))
    return redirect(url_for(".upload", slug=slug))


@bp.get("/registrations/export")
def choose_export(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = forms.export_form(request.args)
    if request.args:
        form.validate()
    return render_template(
        "lists/export.html", event=event, form=form, protected=protection.count(event.id)
    )


@bp.get("/registrations/export/<any(csv,xlsx,json):fmt>")
def export(slug: str, fmt: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = forms.export_form(request.args)
    if request.args and not form.validate():
        return render_template("lists/export.html", event=event, form=form, protected=0), 400
    selection = form.selection if request.args else exports.EVERYTHING
    pieces = stream_with_context(exports.written(event.id, fmt, selection))
    response = Response(pieces, mimetype=exports.MIME_TYPES[fmt])
    file_name = str(_("registrations-%(slug)s", slug=event.slug))
    response.headers.set("Content-Disposition", "attachment", filename=f"{file_name}.{fmt}")
    return response
