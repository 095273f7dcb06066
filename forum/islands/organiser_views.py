"""The island plan, for organisers: make it, look at it, move people, publish it."""

from __future__ import annotations

import secrets

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.forms import Form
from forum.base.languages import current as language
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.events import queries as events
from forum.islands import board, comparing, forms, planning, queries, service
from forum.registration import counts

bp = Blueprint("islands", __name__)
SEEDS = 1_000_000


@bp.get("/plan")
def index(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    job = planning.find_wanted(event.id)
    if job is not None:
        return render_template("islands/progress.html", event=event, job=job, form=Form())
    plans = queries.plans_of(event.id)
    if plans:
        return _to_plan(slug, plans[0].number)
    last = planning.find_last(event.id)
    return render_template(
        "islands/empty.html",
        event=event,
        islands=events.islands_of(event.id),
        rounds=events.rounds_of(event.id),
        places=counts.places_left([event.id])[event.id],
        problem=[one[language()] for one in last.problem] if last else [],
        form=Form(),
    )


def _to_plan(slug: str, number: int, round_number: int = 1) -> ResponseReturnValue:
    return redirect(
        url_for("workspace.islands.plan", slug=slug, number=number, round_number=round_number)
    )


@bp.post("/plan/make")
def make(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = forms.MakeForm()
    if form.validate_on_submit():
        base = queries.get_plan(event.id, form.around.data) if form.around.data else None
        try:
            planning.ask(
                event.id,
                seed=secrets.randbelow(SEEDS),
                by=current_user.name,
                base_id=base.id if base else None,
                keeps_published=bool(form.keeps.data),
            )
        except Refused as refusal:
            flash(str(refusal.sentence), "danger")
    return redirect(url_for("workspace.islands.index", slug=slug))


@bp.post("/plan/stop")
def stop(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    if Form().validate_on_submit():
        planning.stop(event.id)
    return redirect(url_for("workspace.islands.index", slug=slug))


@bp.get("/plan/<int:number>/round/<int:round_number>")
def plan(slug: str, number: int, round_number: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    found = queries.get_plan(event.id, number)
    shown = board.board_of(event, found, round_number)
    if shown is None:
        raise NotFound(_("This forum has no such round."))
    last = planning.find_last(event.id)
    plans = queries.plans_of(event.id)
    return render_template(
        "islands/plan.html",
        event=event,
        plan=found,
        board=shown,
        plans=plans,
        published=next((one for one in plans if one.published_at), None),
        problem=[one[language()] for one in last.problem] if last else [],
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
                by=current_user.name,
                came_from=form.came_from.data,
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


@bp.post("/plan/<int:number>/undo")
def undo(slug: str, number: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    found = queries.get_plan(event.id, number)
    form = forms.PageForm()
    if form.validate_on_submit():
        try:
            service.undo(found.id)
        except Refused as refusal:
            flash(str(refusal.sentence), "danger")
        else:
            flash(str(_("The last move is taken back.")))
    return _to_plan(slug, number, form.page)


@bp.post("/plan/<int:number>/lock")
def lock(slug: str, number: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    found = queries.get_plan(event.id, number)
    form = forms.LockForm()
    if form.validate_on_submit():
        service.lock(
            found.id,
            is_locked=bool(form.locked.data),
            registration_id=form.registration.data,
            island_id=form.island.data,
        )
        said = _("Locked: this stays when you plan anew.") if form.locked.data else _("Unlocked.")
        flash(str(said))
    return _to_plan(slug, number, form.page)


@bp.post("/plan/<int:number>/check")
def check(slug: str, number: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    found = queries.get_plan(event.id, number)
    if Form().validate_on_submit():
        service.check(found.id, by=current_user.name)
        flash(str(_("Plan %(number)s is noted as checked.", number=number)))
    return _to_plan(slug, number)


@bp.get("/plan/<int:number>/beside/<int:other>")
def compare(slug: str, number: int, other: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    return render_template(
        "islands/compare.html",
        event=event,
        comparison=comparing.of_plans(
            event, queries.get_plan(event.id, number), queries.get_plan(event.id, other)
        ),
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
    if form.does(lambda: service.publish(found.id, by=current_user.name)):
        flash(str(_("Plan %(number)s is published.", number=number)))
        return redirect(url_for("workspace.islands.index", slug=slug))
    return render_template(
        "islands/publish.html",
        event=event,
        plan=found,
        audience=queries.audience_of(found),
        form=form,
    )
