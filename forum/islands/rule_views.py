"""Rules for single people that every plan respects."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base.forms import Form
from forum.base.text import _
from forum.events import queries as events
from forum.islands import queries, requirements
from forum.islands.rule_forms import KINDS, RuleForm
from forum.registration import queries as registrations

bp = Blueprint("rules", __name__)


@bp.route("/plan/rules", methods=["GET", "POST"])
def index(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    people = registrations.taking_part(event.id)
    form = RuleForm(people, events.islands_of(event.id), events.rounds_of(event.id))
    if form.does(lambda: requirements.add(event.id, **form.values())):
        flash(str(_("The rule holds from the next plan on.")))
        return redirect(url_for(".index", slug=slug))
    return render_template(
        "islands/rules.html",
        event=event,
        form=form,
        rules=queries.rules_of(event.id),
        kinds=KINDS,
        people=people,
    ), form.status


@bp.post("/plan/rules/<int:rule_id>/delete")
def delete(slug: str, rule_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    if Form().validate_on_submit():
        requirements.remove(event.id, rule_id)
        flash(str(_("The rule is removed.")))
    return redirect(url_for(".index", slug=slug))
