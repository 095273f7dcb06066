"""What organisers have to do for single people: calls, letters, questions, requests."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.forms import Form
from forum.base.text import _
from forum.events import queries as events
from forum.registration import (
    comparing,
    paper,
    queries,
    questions,
    rules,
    task_queries,
    tasks,
    words,
)
from forum.registration.person_models import TaskKind

bp = Blueprint("tasks", __name__)


def _list(slug: str) -> ResponseReturnValue:
    return redirect(url_for("workspace.tasks.index", slug=slug))


@bp.get("/tasks")
def index(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    known = {kind.value: kind for kind in TaskKind}
    only = known.get(request.args.get("kind", ""))
    return render_template(
        "registration/tasks.html",
        event=event,
        groups=task_queries.groups(event.id, only=only),
        only=only,
        done=task_queries.lately_done(event.id),
        kinds=words.TASKS,
        messages=words.MESSAGES,
        many=task_queries.MANY,
        form=Form(formdata=None),
    )


@bp.post("/tasks/<int:task_id>/done")
def finish(slug: str, task_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    task = task_queries.get(event.id, task_id)
    if Form().validate_on_submit():
        tasks.finish(event.id, task.id, by=current_user.id)
        flash(
            str(
                _(
                    "Done for %(name)s. You can take it back below.",
                    name=task.registration.person.name,
                )
            )
        )
    return _list(slug)


@bp.post("/tasks/<int:task_id>/reopen")
def reopen(slug: str, task_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    task = task_queries.get(event.id, task_id)
    if Form().validate_on_submit():
        tasks.reopen(event.id, task.id, by=current_user.id)
        flash(str(_("The task for %(name)s is open again.", name=task.registration.person.name)))
    return _list(slug)


@bp.get("/tasks/<int:task_id>/words")
def message(slug: str, task_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    task = task_queries.get(event.id, task_id)
    if task.kind is not TaskKind.TELL:
        return _list(slug)
    registration = queries.get(event.id, task.registration_id)
    is_open = current_user.role.value == "organiser"
    return render_template(
        "registration/task_words.html",
        event=event,
        task=task,
        registration=registration,
        organisation=queries.organisation_of(registration),
        paper=paper.write(registration, task.message, is_open=is_open),
        is_open=is_open,
        messages=words.MESSAGES,
        form=Form(formdata=None),
    )


@bp.route("/tasks/<int:task_id>/same-person", methods=["GET", "POST"])
def same_person(slug: str, task_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    task = task_queries.get(event.id, task_id)
    other = queries.get(event.id, task.registration_id)
    if task.kind is not TaskKind.SAME_PERSON or task.done_at is not None:
        return _list(slug)
    if other.same_as_id is None:  # both have places already: one is chosen from all of the name
        return redirect(url_for("workspace.handling.choose", slug=slug, registration_id=other.id))
    kept = queries.get(event.id, other.same_as_id)
    form = Form()
    is_same = request.form.get("said") == "same"
    if request.form.get("said") in {"same", "other"} and form.does(
        lambda: questions.settle(other.id, is_same=is_same, by=current_user.id)
    ):
        flash(
            str(
                _("Noted: the same person. The second registration is ended.")
                if is_same
                else _("Noted: two different people. Both registrations stand.")
            )
        )
        return _list(slug)
    return render_template(
        "registration/same_person.html",
        event=event,
        task=task,
        kept=kept,
        other=other,
        form=form,
        rows=comparing.rows(kept, other),
        may={kept.state, other.state} <= rules.ACTIVE,
    ), form.status
