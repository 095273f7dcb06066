"""Who comes without registration: entered, checked in and placed on islands in under a minute."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.attendance import service
from forum.base import addresses
from forum.base.forms import answer_themselves
from forum.events import queries as events
from forum.events.models import Event
from forum.islands import queries as islands
from forum.registration import counts, desk_forms, queries
from forum.registration.models import Registration

bp = Blueprint("door", __name__)


@bp.route("/registrations/door", methods=["GET", "POST"])
def door(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = desk_forms.DoorForm()
    entered: list[int] = []
    if form.does(
        lambda: entered.append(
            service.welcome(
                event.id,
                form.entry(),
                by=current_user.id,
                is_other=bool(form.is_other.data),
                reason=form.reason.data or "",
            )
        )
    ):
        return redirect(url_for(".door", slug=slug, done=entered[0]))
    done = _done(event)
    is_asked = bool(form.is_other.errors or form.is_other.data)
    return render_template(
        "workspace/door.html",
        event=event,
        form=form,
        done=done,
        card=islands.find_route_card(done) if done else None,
        rounds=events.rounds_of(event.id) if done else (),
        places=counts.places_left([event.id])[event.id],
        namesakes=queries.namesakes(event.id, form.first_name.data, form.last_name.data)
        if is_asked
        else (),
        organisation_names=queries.organisation_names(),
    ), form.status


def _done(event: Event) -> Registration | None:
    """Who was checked in a moment ago."""
    number = request.args.get("done", type=int)
    if number is None or not 0 < number <= addresses.LARGEST:
        return None
    return queries.find(event.id, number)


answer_themselves(bp, door)
