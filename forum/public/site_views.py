"""Legal pages and the language switch."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.base import languages, logs
from forum.site import forms, queries, rules, service

bp = Blueprint("site", __name__)


@bp.get("/imprint")
def imprint() -> ResponseReturnValue:
    return render_template("site/imprint.html")


@bp.get("/privacy")
def privacy() -> ResponseReturnValue:
    cookie = current_app.config["SESSION_COOKIE_NAME"]
    return render_template("site/privacy.html", cookie=cookie)


@bp.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    address = current_app.config["BASE_URL"]
    return render_template("site/accessibility.html", address=address)


@bp.route("/accessibility/report", methods=["GET", "POST"])
def report_barrier() -> ResponseReturnValue:
    form = forms.BarrierForm(data={"page": _came_from()})
    if form.does(lambda: service.report_barrier(**form.values())):
        return redirect(url_for(".barrier_reported"))
    return render_template("site/report_barrier.html", form=form)


@bp.get("/accessibility/reported")
def barrier_reported() -> ResponseReturnValue:
    return render_template("site/barrier_reported.html")


@bp.get("/easy-language")
def easy_language() -> ResponseReturnValue:
    return render_template("site/easy_language.html", parts=queries.easy_language())


@bp.post("/language")
def switch_language() -> ResponseReturnValue:
    languages.switch(request.form.get("language", ""))
    start = url_for("public.index")
    return redirect(rules.own_path(request.form.get("back", ""), otherwise=start), code=303)


def _came_from() -> str:
    """The page of this site that led here, without anybody's personal link."""
    came = urlsplit(request.referrer or "")
    return logs.without_tokens(came.path) if came.netloc == request.host else ""
