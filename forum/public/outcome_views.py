"""Following outcomes from one's own page, and how often one wants to hear."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.base import languages
from forum.base.forms import Form, answer_themselves
from forum.base.text import _
from forum.cooperation import followers, following, forms, standing
from forum.mail import yearly
from forum.mail.yearly_models import Pace
from forum.registration import queries
from forum.registration.models import Registration
from forum.results import queries as results
from forum.results import words

bp = Blueprint("outcomes", __name__, url_prefix="/my/<token:token>")


def _own(token: str) -> Registration:
    registration = queries.get_by_token(token)
    languages.speak(registration.language)
    return registration


@bp.get("/outcomes")
def index(token: str) -> ResponseReturnValue:
    registration = _own(token)
    may_follow = followers.may_follow(registration)
    return render_template(
        "public/outcomes.html",
        registration=registration,
        event=registration.event,
        token=token,
        may_follow=may_follow,
        outcomes=followers.outcomes_for(registration) if may_follow else [],
        is_published=bool(results.releases(registration.event_id)),
        in_words=standing.in_words,
        kinds=words.KINDS,
        form=Form(formdata=None),
    )


@bp.post("/outcomes/<int:finding_id>/follow")
def follow(token: str, finding_id: int) -> ResponseReturnValue:
    registration = _own(token)
    form = Form()
    form.carry_out(
        lambda: following.follow(registration, finding_id),
        _("You hear from us when this moves. You can end it here at any time."),
    )
    return redirect(url_for(".index", token=token))


@bp.post("/outcomes/<int:finding_id>/unfollow")
def unfollow(token: str, finding_id: int) -> ResponseReturnValue:
    registration = _own(token)
    form = Form()
    form.carry_out(
        lambda: following.unfollow(registration, finding_id), _("You hear no more about this.")
    )
    return redirect(url_for(".index", token=token))


@bp.route("/outcomes/end", methods=["GET", "POST"])
def end(token: str) -> ResponseReturnValue:
    """One click in a mail program ends all following (RFC 8058); in a browser it leads to the page
    on which each can be ended. The program sends no token: the address itself is the secret."""
    registration = _own(token)
    if request.method == "GET":
        return redirect(url_for(".index", token=token))
    if request.form.get("List-Unsubscribe") != "One-Click":
        abort(400)
    following.unfollow(registration)
    return "", 204


@bp.route("/messages", methods=["GET", "POST"])
def pace(token: str) -> ResponseReturnValue:
    registration = _own(token)
    key = following.key_of(registration)
    form = forms.PaceForm(data={"pace": yearly.pace_of(key).value})
    if form.does(lambda: yearly.set_pace(key, Pace(form.pace.data))):
        flash(str(_("Your choice is saved and holds from now on.")))
        return redirect(url_for(".pace", token=token))
    return render_template(
        "public/pace.html",
        event=registration.event,
        form=form,
        back=url_for("my.page", token=token),
        label=_("To my personal page"),
        is_owner=False,
    ), form.status


answer_themselves(bp, end)
