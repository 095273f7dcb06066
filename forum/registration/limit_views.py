"""Limits and terms of a forum; postponing and cancelling it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.text import _, _n
from forum.events import queries as events
from forum.registration import counts, limit_forms, limits, rescheduling, words

bp = Blueprint("limits", __name__)


@bp.route("/places", methods=["GET", "POST"])
def places(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = limit_forms.LimitsForm(data=limit_forms.shown(event, limits.of(event.id)))
    if form.does(lambda: limits.change(event.id, form.limits(), **form.terms())):
        flash(str(_("The limits and terms are saved.")))
        return redirect(url_for(".places", slug=slug))
    return render_template(
        "registration/places.html",
        event=event,
        form=form,
        sectors=words.SECTORS,
        places=counts.places_left([event.id])[event.id],
    )


@bp.route("/call-off", methods=["GET", "POST"])
def call_off(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = limit_forms.OffForm()
    told: list[int] = []
    if form.does(
        lambda: told.append(
            rescheduling.call_off(
                event.id,
                by=current_user.id,
                reason=form.reason.data or "",
                reason_en=form.reason_en.data or "",
            )
        )
    ):
        flash(_told(told[0]))
        return redirect(url_for(".to_call", slug=slug))
    return render_template(
        "registration/call_off.html", event=event, form=form, reach=rescheduling.reach(event.id)
    )


@bp.route("/postpone", methods=["GET", "POST"])
def postpone(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = limit_forms.PostponeForm(data=limit_forms.PostponeForm.proposed(event))
    told: list[int] = []
    if form.does(
        lambda: told.append(
            rescheduling.postpone(
                event.id,
                to=form.day.data,
                by=current_user.id,
                reason=form.reason.data or "",
                reason_en=form.reason_en.data or "",
            )
        )
    ):
        flash(_told(told[0]))
        return redirect(url_for(".to_call", slug=slug))
    return render_template(
        "registration/postpone.html", event=event, form=form, reach=rescheduling.reach(event.id)
    )


@bp.get("/to-call")
def to_call(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    return render_template(
        "registration/to_call.html", event=event, reach=rescheduling.reach(event.id)
    )


def _told(number: int) -> str:
    return str(
        _n("%(num)s participant is being told.", "%(num)s participants are being told.", number)
    )
