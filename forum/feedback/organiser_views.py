"""What organisers ask after a forum, and what was answered."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.text import _
from forum.events import queries as events
from forum.feedback import forms, queries, rules, service, words

bp = Blueprint("feedback", __name__)


@bp.get("/feedback")
def index(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    return render_template(
        "feedback/index.html",
        event=event,
        found=queries.results(event),
        choices=words.CHOICES,
        least=rules.LEAST,
        ends_at=event.ends_at + rules.TERM,
    )


@bp.get("/feedback.csv")
def as_csv(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    response = Response(queries.as_csv(queries.results(event)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="rueckmeldung-{slug}.csv"'
    return response


@bp.route("/feedback/questions", methods=["GET", "POST"])
def questions(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = forms.QuestionsForm(data=forms.QuestionsForm.shown(queries.questions(event.id)))
    if form.does(lambda: service.choose(event.id, form.chosen(), by=current_user.id)):
        flash(str(_("Your questions are saved.")))
        return redirect(url_for(".index", slug=slug))
    return render_template("feedback/questions.html", event=event, form=form), form.status
