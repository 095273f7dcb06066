"""Who runs this instance: the texts of the legal pages, and barriers that were reported."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base.forms import Form
from forum.base.text import _
from forum.site import forms, queries, service

bp = Blueprint("site", __name__, url_prefix="/site")


@bp.route("", methods=["GET", "POST"])
def edit() -> ResponseReturnValue:
    form = forms.SiteForm(obj=queries.get_info())
    if form.does(lambda: service.update(form.values())):
        flash(str(_("The details of this site have been saved.")))
        return redirect(url_for(".edit"))
    return render_template("workspace/site.html", form=form, reports=queries.barrier_reports())


@bp.route("/barriers/<int:report_id>/delete", methods=["GET", "POST"])
def delete_barrier_report(report_id: int) -> ResponseReturnValue:
    report = queries.get_barrier_report(report_id)
    form = Form()
    if form.does(lambda: service.delete_barrier_report(report.id)):
        flash(str(_("The report has been deleted.")))
        return redirect(url_for(".edit"))
    return render_template(
        "workspace/confirm.html",
        form=form,
        here="site",
        heading=_("Delete this report"),
        sentences=[report.text, _("This cannot be undone.")],
        button=_("Delete the report"),
        back=url_for(".edit"),
    )
