"""The page on which somebody who answers for a next step says how it stands."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base.forms import Form
from forum.base.text import _
from forum.cooperation import forms, queries, service
from forum.mail import yearly
from forum.mail.yearly_models import Pace
from forum.results.commitment_models import Progress

bp = Blueprint("next_steps", __name__)


@bp.route("/next-steps/<token:token>", methods=["GET", "POST"])
def page(token: str) -> ResponseReturnValue:
    """Confirmed: how it stands. Not confirmed: the button that confirms."""
    party = queries.get_by_token(token)
    if party.confirmed_at is None:
        return _confirm(token)
    form = forms.SayForm()
    if form.does(
        lambda: service.say(
            party,
            Progress(form.progress.data),
            form.sentence.data or "",
            due_on=form.due_on.data,
        )
    ):
        flash(str(_("Thank you. This is noted.")))
        return redirect(url_for(".page", token=token))
    return render_template(
        "public/next_step.html", party=party, token=token, form=form, said=forms.SAID
    ), form.status


def _confirm(token: str) -> ResponseReturnValue:
    party = queries.get_by_token(token)
    form = forms.ConfirmForm()
    if form.does(lambda: service.confirm(party, shows_person=bool(form.shows_person.data))):
        flash(str(_("Thank you. Your organisation now stands beside this next step.")))
        return redirect(url_for(".page", token=token))
    return render_template(
        "public/next_step_confirm.html", party=party, token=token, form=form
    ), form.status


@bp.route("/next-steps/<token:token>/decline", methods=["GET", "POST"])
def decline(token: str) -> ResponseReturnValue:
    party = queries.get_by_token(token)
    form = Form()
    if form.does(lambda: service.decline(party)):
        flash(str(_("Noted. You get no more messages about this next step.")))
        return redirect(url_for(".page", token=token))
    return render_template(
        "public/next_step_decline.html", party=party, token=token, form=form
    ), form.status


@bp.route("/next-steps/<token:token>/hand-over", methods=["GET", "POST"])
def hand_over(token: str) -> ResponseReturnValue:
    party = queries.get_by_token(token)
    form = forms.HandOverForm()
    if form.does(
        lambda: service.hand_over(party, name=form.name.data or "", email=form.email.data or "")
    ):
        return render_template("public/next_step_handed_over.html", party=party)
    return render_template(
        "public/next_step_hand_over.html", party=party, token=token, form=form
    ), form.status


@bp.route("/next-steps/<token:token>/messages", methods=["GET", "POST"])
def pace(token: str) -> ResponseReturnValue:
    """How often its person wants to hear; also of everything else that comes to this address."""
    party = queries.get_by_token(token)
    key = service.key_of(party)
    if not key:
        return redirect(url_for(".page", token=token))
    form = forms.PaceForm(data={"pace": yearly.pace_of(key).value})
    if form.does(lambda: yearly.set_pace(key, Pace(form.pace.data))):
        flash(str(_("Your choice is saved and holds from now on.")))
        return redirect(url_for(".pace", token=token))
    return render_template(
        "public/pace.html",
        event=party.commitment.finding.event,
        form=form,
        back=url_for(".page", token=token),
        label=_("To my next step"),
        is_owner=True,
    ), form.status
