"""The door to the workspace."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from forum.accounts import forms, queries, rules, service
from forum.base import clock, languages
from forum.base.forms import Form
from forum.base.text import _

bp = Blueprint("accounts", __name__, url_prefix="/workspace")


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    form = forms.SignInForm()
    if form.validate_on_submit():
        service.request_link(form.email.data, language=languages.current())
        return redirect(url_for("accounts.link_sent"))
    nobody = queries.count() == 0
    return render_template("accounts/sign_in.html", form=form, nobody=nobody)


@bp.get("/sign-in-sent")
def link_sent() -> ResponseReturnValue:
    return render_template("accounts/link_sent.html")


@bp.route("/sign-in/<token:token>", methods=["GET", "POST"])
def enter(token: str) -> ResponseReturnValue:
    link = queries.find_link(token)
    usable = link and rules.link_is_usable(link.created_at, link.used_at, clock.now())
    if current_user.is_authenticated and not usable:
        return redirect(url_for("workspace.index"))
    form = Form()
    if link is None or not usable:
        return render_template("accounts/link_over.html"), 404
    if form.validate_on_submit():
        login_user(service.use_link(token))
        return redirect(url_for("workspace.index"))
    return render_template("accounts/enter.html", form=form, account=link.account)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    if request.form.get("everywhere") and current_user.is_authenticated:
        service.sign_out_everywhere(current_user.id)
    logout_user()
    flash(str(_("You are signed out.")))
    return redirect(url_for("accounts.sign_in"))
