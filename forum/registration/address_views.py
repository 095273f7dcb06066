"""Changing one's e-mail address: asked for on the own page, agreed to from both addresses."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base import languages
from forum.base.forms import Form, answer_themselves
from forum.base.text import _
from forum.registration import address_changes, forms
from forum.registration.own_views import back, has_ended, opened

bp = Blueprint("address", __name__, url_prefix="/my")


@bp.route("/<token:token>/address", methods=["GET", "POST"])
def change(token: str) -> ResponseReturnValue:
    registration = opened(token)
    if has_ended(registration):
        return back(token)
    form = forms.AddressForm()
    if form.does(lambda: address_changes.request(registration.id, form.email.data)):
        flash(str(_("We have written to both addresses. The change counts once both agree.")))
        return back(token)
    return render_template(
        "registration/address.html",
        registration=registration,
        event=registration.event,
        form=form,
        token=token,
    ), form.status


@bp.route("/address/<token:token>", methods=["GET", "POST"])
def confirm(token: str) -> ResponseReturnValue:
    change, whose = address_changes.get_by_token(token)
    languages.speak(change.registration.language)
    form = Form()
    if form.validate_on_submit():
        is_complete = address_changes.confirm(change.id, whose)
        return redirect(url_for(".confirmed", is_complete=int(is_complete)))
    return render_template(
        "registration/confirm_address.html",
        event=change.registration.event,
        form=form,
        is_new=whose == address_changes.NEW,
        email=change.email,
    )


@bp.get("/address-confirmed/<int:is_complete>")
def confirmed(is_complete: int) -> ResponseReturnValue:
    return render_template("registration/address_confirmed.html", is_complete=bool(is_complete))


answer_themselves(bp, change)
