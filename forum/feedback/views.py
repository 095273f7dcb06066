"""The questions about the day, for whoever holds a link to them."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base import clock
from forum.base.forms import answer_themselves
from forum.events import queries as events
from forum.feedback import forms, queries, rules, service

bp = Blueprint("feedback", __name__, url_prefix="/events/<slug:slug>/feedback")


@bp.route("/<token:token>", methods=["GET", "POST"])
def page(slug: str, token: str) -> ResponseReturnValue:
    event = events.get_public_event(slug)
    queries.check(event, token)
    asked = queries.questions(event.id)
    form = forms.answering(asked)
    if form.does(lambda: service.answer(event, token, form.said())):
        return redirect(url_for(".thanks", slug=slug))
    return render_template(
        "feedback/page.html",
        event=event,
        form=form,
        asked=asked,
        name_of=forms.name_of,
        is_open=bool(asked) and rules.is_open(event.ends_at, clock.now()),
    ), form.status


@bp.get("/thanks")
def thanks(slug: str) -> ResponseReturnValue:
    return render_template("feedback/thanks.html", event=events.get_public_event(slug))


answer_themselves(bp, page)
