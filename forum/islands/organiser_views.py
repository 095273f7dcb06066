"""The island plan, for organisers: make it, look at it, move people, publish it."""

from __future__ import annotations

import secrets

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.forms import Form
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.events import queries as events
from forum.islands import board, forms, queries, service
from forum.registration import counts

bp = Blueprint("islands", __name__)


@bp.get("/plan")
def index(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    plans = queries.plans_of(event.id)
    if plans:
        return redirect(
            url_for("workspace.islands.plan", slug=slug, number=plans[0].number, round_number=1)
        )
    return render_template(
        "islands/empty.html",
        event=event,
        islands=events.islands_of(event.id),
        rounds=events.rounds_of(event.id),
        places=counts.places_left([event.id])[event.id],
        form=Form(),
    )


@bp.post("/plan/make")
def make(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    if Form().validate_on_submit():
        try:
            plan = service.make_plan(
                event.id, seed=secrets.randbelow(1_000_000), made_by=current_user.name
            )
        except Refused as refusal:
            flash(str(refusal.sentence), "danger")
            return redirect(url_for("workspace.islands.index", slug=slug))
        flash(str(_("Plan %(number)s is made.", number=plan.number)))
    return redirect(url_for("workspace.islands.index", slug=slug))


@bp.get("/plan/<int:number>/round/<int:round_number>")
def plan(slug: str, number: int, round_number: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    found = queries.get_plan(event.id, number)
    shown = board.board_of(event, found, round_number)
    if shown is None:
        raise NotFound(_("This forum has no such round."))
    return render_template(
        "islands/plan.html",
        event=event,
        plan=found,
        board=shown,
        plans=queries.plans_of(event.id),
        form=Form(),
    )


@bp.post("/plan/<int:number>/move")
def move(slug: str, number: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    found = queries.get_plan(event.id, number)
    form = forms.MoveForm()
    if form.validate_on_submit():
        try:
            service.move(
                found.id,
                registration_id=form.registration.data,
                round_id=form.round.data,
                island_id=form.island.data,
            )
        except Refused as refusal:
            flash(str(refusal.sentence), "danger")
        else:
            flash(str(_("Moved. Nobody is told before you publish the plan.")))
    else:
        flash(str(_("Please choose one of the islands of this forum.")), "danger")
    return redirect(
        url_for(
            "workspace.islands.plan",
            slug=slug,
            number=number,
            round_number=form.page,
            _anchor=f"person-{form.registration.data}" if form.registration.data else None,
        )
    )


@bp.post("/plan/<int:number>/copy")
def copy(slug: str, number: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    found = queries.get_plan(event.id, number)
    if Form().validate_on_submit():
        made = service.copy_plan(found.id, made_by=current_user.name)
        flash(str(_("Plan %(number)s is a draft you can change.", number=made.number)))
    return redirect(url_for("workspace.islands.index", slug=slug))


@bp.route("/plan/<int:number>/publish", methods=["GET", "POST"])
def publish(slug: str, number: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    found = queries.get_plan(event.id, number)
    form = Form()
    if form.does(lambda: service.publish(found.id)):
        flash(str(_("Plan %(number)s is published.", number=number)))
        return redirect(url_for("workspace.islands.index", slug=slug))
    return render_template(
        "islands/publish.html",
        event=event,
        plan=found,
        audience=queries.audience_of(found),
        form=form,
    )
