"""Entering somebody who calls or writes on paper."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base import clock
from forum.base.forms import answer_themselves
from forum.base.text import _
from forum.events import queries as events
from forum.events.models import Event
from forum.registration import (
    consents,
    counts,
    desk_forms,
    entering,
    needs,
    paper,
    queries,
)
from forum.registration.models import Registration, State

bp = Blueprint("desk", __name__)


@bp.route("/registrations/new", methods=["GET", "POST"])
def enter(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    islands = events.islands_of(event.id)
    form = desk_forms.EntryForm(event, islands)
    entered: list[int] = []
    if form.does_clearly(
        lambda: entered.append(
            entering.enter(
                event.id,
                form.entry(),
                by=current_user.id,
                is_other=bool(form.is_other.data),
                reason=form.overruling,
            )
        )
    ):
        number = entered[0]
        _say(event, number)
        return redirect(
            url_for("workspace.registrations.detail", slug=slug, registration_id=number)
        )
    return render_template(
        "registration/enter.html",
        event=event,
        islands=islands,
        form=form,
        places=counts.places_left([event.id])[event.id],
        namesakes=_namesakes(event, form),
        organisation_names=queries.organisation_names(),
        consent_words=consents.WORDS,
        asked=consents.ON_FORM,
        needs_deleted_on=event.ends_at + needs.KEPT_FOR,
        needs_are_late=needs.is_late(event, clock.now()),
    ), form.status


@bp.get("/registrations/<int:registration_id>/letter")
def letter(slug: str, registration_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    registration = queries.get(event.id, registration_id)
    is_open = current_user.role.value == "organiser"
    return render_template(
        "registration/letter.html",
        event=event,
        registration=registration,
        organisation=queries.organisation_of(registration),
        paper=paper.write(registration, paper.WELCOME, is_open=is_open),
        is_open=is_open,
    )


def _namesakes(event: Event, form: desk_forms.EntryForm) -> list[Registration]:
    """Those of the same name, where that is the question."""
    if not form.is_other.errors and not form.is_other.data:
        return []
    return [*queries.namesakes(event.id, form.first_name.data, form.last_name.data)]


def _say(event: Event, registration_id: int) -> None:
    entered = queries.get(event.id, registration_id)
    name = entered.person.name
    if entered.state is State.WAITING:
        flash(str(_("%(name)s is entered and waits, because no place is free.", name=name)))
    else:
        flash(str(_("%(name)s is entered and has a place.", name=name)))


answer_themselves(bp, enter)
