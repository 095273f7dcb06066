"""Deciding about each consent from one's own page and from mails."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.base.forms import Form, answer_themselves
from forum.base.text import _
from forum.registration import consenting, consents
from forum.registration.models import Purpose
from forum.registration.own_views import back, opened

bp = Blueprint("consents", __name__, url_prefix="/my/<token:token>/consents")


@bp.route("/<purpose:purpose>/grant", methods=["GET", "POST"])
def grant(token: str, purpose: str) -> ResponseReturnValue:
    registration = opened(token)
    wanted = consents.get_decidable(purpose)
    if wanted is Purpose.CONTACT_LIST:  # its page also asks who may see what
        return redirect(url_for("contact_entry.page", token=token))
    form = Form()
    if form.does(lambda: consenting.decide(registration.id, wanted, is_granted=True)):
        flash(
            str(
                _("Please use the link in the message we are sending you; then it counts.")
                if wanted is Purpose.MAILING_LIST
                else _("Your consent is noted. You can withdraw it here at any time.")
            )
        )
        return back(token)
    return render_template(
        "registration/grant.html",
        registration=registration,
        event=registration.event,
        words=consents.WORDS[wanted],
        form=form,
        token=token,
    )


@bp.route("/<purpose:purpose>/withdraw", methods=["GET", "POST"])
def withdraw(token: str, purpose: str) -> ResponseReturnValue:
    registration = opened(token)
    wanted = consents.get_decidable(purpose)
    form = Form()
    if form.does(lambda: consenting.decide(registration.id, wanted, is_granted=False)):
        flash(str(_("Your consent is withdrawn. This took effect at once.")))
        return back(token)
    return render_template(
        "registration/withdraw.html",
        registration=registration,
        event=registration.event,
        words=consents.WORDS[wanted],
        purpose=wanted,
        form=form,
        token=token,
        is_granted=consents.is_granted(registration.consents, wanted),
    )


@bp.route("/mailing-list/confirm", methods=["GET", "POST"])
def join_mailing_list(token: str) -> ResponseReturnValue:
    registration = opened(token)
    form = Form()
    if form.does(lambda: consenting.join_mailing_list(registration.id)):
        flash(str(_("You will be invited to further practice forums.")))
        return back(token)
    return render_template(
        "registration/join.html",
        registration=registration,
        event=registration.event,
        words=consents.WORDS[Purpose.MAILING_LIST],
        form=form,
        token=token,
    )


@bp.route("/mailing-list/end", methods=["GET", "POST"])
def end_invitations(token: str) -> ResponseReturnValue:
    """One click in a mail program ends the invitations (RFC 8058); opened in a browser it asks.

    The program sends no token against forgery: the address itself is the secret.
    """
    registration = opened(token)
    if request.method == "GET":
        purpose = Purpose.MAILING_LIST.value
        return redirect(url_for("consents.withdraw", token=token, purpose=purpose))
    if request.form.get("List-Unsubscribe") != "One-Click":
        abort(400)
    consenting.decide(registration.id, Purpose.MAILING_LIST, is_granted=False)
    return "", 204


answer_themselves(bp, end_invitations)
