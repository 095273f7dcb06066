"""The island plan, for organisers: make it, look at it, move people, publish it."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.base.forms import Form
from forum.base.languages import current as language
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.events import queries as events
from forum.islands import audience, board, comparing, forms, planning, publishing, queries, service
from forum.islands.models import PlanningJob
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
    return render_template(
        "islands/empty.html",
        event=event,
        islands=events.islands_of(event.id),
        rounds=events.rounds_of(event.id),
        places=counts.places_left([event.id])[event.id],
        problem=_said(planning.find_failure(event.id)),
        form=Form(),
    )


def _to_plan(slug: str, number: int, page: int = 1, person: int | None = None) -> Response:
    anchor = f"person-{person}" if person else None
    where = url_for(".plan", slug=slug, number=number, round_number=page, _anchor=anchor)
    return redirect(where)


def _said(failure: PlanningJob | None) -> list[Any]:
    return [one[language()] for one in failure.problem] if failure else []


@bp.post("/plan/make")
def make(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = forms.MakeForm()
    form.carry_out(
        lambda: planning.ask(
            event.id,
            seed=secrets.randbelow(SEEDS),
            by=current_user.name,
            around=form.around.data,
            keeps_published=bool(form.keeps.data),
        )
    )
    return redirect(url_for("workspace.islands.index", slug=slug))


@bp.post("/plan/stop")
def stop(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    Form().carry_out(lambda: planning.stop(event.id))
    return redirect(url_for("workspace.islands.index", slug=slug))


@bp.get("/plan/<int:number>/round/<int:round_number>")
def plan(slug: str, number: int, round_number: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    found = queries.get_plan(event.id, number)
    shown = board.board_of(event, found, round_number)
    if shown is None:
        raise NotFound(_("This forum has no such round."))
    plans = queries.plans_of(event.id)
    return render_template(
        "islands/plan.html",
        event=event,
        plan=found,
        board=shown,
        plans=plans,
        published=next((one for one in plans if one.published_at), None),
        problem=_said(planning.find_failure(event.id, since=plans[0].created_at)),
        form=Form(),
    )


@bp.post("/plan/<int:number>/move")
def move(slug: str, number: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    found = queries.get_plan(event.id, number)
    form = forms.MoveForm()
    form.carry_out(
        lambda: service.move(found.id, by=current_user.name, **form.values()),
        _("Moved. Nobody is told before you publish the plan."),
    )
    return _to_plan(slug, number, form.page, form.registration.data)


@bp.post("/plan/<int:number>/undo")
def undo(slug: str, number: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    found = queries.get_plan(event.id, number)
    form = forms.PageForm()
    form.carry_out(lambda: service.undo(found.id), _("The last move is taken back."))
    return _to_plan(slug, number, form.page)


@bp.post("/plan/<int:number>/lock")
def lock(slug: str, number: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    found = queries.get_plan(event.id, number)
    form = forms.LockForm()
    form.carry_out(lambda: service.lock(found.id, **form.values()), form.said)
    return _to_plan(slug, number, form.page)


@bp.post("/plan/<int:number>/check")
def check(slug: str, number: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    found = queries.get_plan(event.id, number)
    Form().carry_out(
        lambda: service.check(found.id, by=current_user.name),
        _("Plan %(number)s is noted as checked.", number=number),
    )
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
    Form().carry_out(
        lambda: service.copy_plan(found.id, made_by=current_user.name),
        _("This is a draft now that you can change."),
    )
    return redirect(url_for("workspace.islands.index", slug=slug))


@bp.route("/plan/<int:number>/publish", methods=["GET", "POST"])
def publish(slug: str, number: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    found = queries.get_plan(event.id, number)
    form = Form()
    if form.does(lambda: publishing.publish(found.id, by=current_user.name)):
        flash(str(_("Plan %(number)s is published.", number=number)))
        return redirect(url_for("workspace.islands.index", slug=slug))
    return render_template(
        "islands/publish.html",
        event=event,
        plan=found,
        audience=audience.of_plan(found),
        form=form,
    )
