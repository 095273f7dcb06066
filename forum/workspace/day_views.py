"""The day itself: the desk at the entrance, who comes without registration, the hall."""

from __future__ import annotations

from flask import (
    Blueprint,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.attendance import closing, groups, rules, service
from forum.attendance import queries as attendance
from forum.attendance.queries import Guest
from forum.base import clock, pages
from forum.base.forms import Form, answer_themselves
from forum.base.text import _
from forum.events import queries as events
from forum.islands import queries as islands
from forum.registration import counts, words
from forum.registration.models import State
from forum.workspace import commands, forms

bp = Blueprint("day", __name__)
MOST = 30
"""So many hits are shown at once; whoever is not among them is found with one more letter."""


@bp.get("/day")
def index(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    places = counts.places_left([event.id])[event.id]
    return render_template(
        "workspace/day.html",
        event=event,
        places=places,
        plan=islands.find_published(event.id),
        closing=closing.preview(event),
        small=groups.small_groups(event, has_begun=places.checked_in > 0),
    )


@bp.route("/check-in", methods=["GET", "POST"])
def check_in(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = forms.FindForm()
    wanted = form.words.data if form.validate_on_submit() else ""
    chosen = request.args.get("person", type=int)
    everybody = attendance.guests(event.id)
    hits = _hits(everybody, wanted, chosen)
    return render_template(
        "workspace/check_in.html",
        event=event,
        is_rehearsal=rules.is_rehearsal(clock.now(), event.starts_at),
        find=form,
        hits=hits[:MOST],
        number=len(hits),
        most=MOST,
        at_once=commands.MOST,
        is_searched=bool(wanted or chosen),
        here=sum(one.is_here for one in everybody),
        expected=sum(one.is_expected for one in everybody),
        done=next((one for one in everybody if one.id == request.args.get("done", type=int)), None),
        states=words.STATES,
    ), form.status


def _hits(everybody: list[Guest], wanted: str, chosen: int | None) -> list[Guest]:
    if wanted:
        return attendance.matching(everybody, wanted)
    return [one for one in everybody if one.id == chosen]


@bp.post("/check-in/<int:registration_id>/<any(here,undo):what>")
def mark(slug: str, registration_id: int, what: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    if Form().validate_on_submit():
        state = State.CHECKED_IN if what == "here" else State.CONFIRMED
        service.mark(event.id, registration_id, state, by=current_user.id)
        if what == "undo":
            flash(str(_("Taken back: this person is not checked in.")))
            return redirect(url_for(".check_in", slug=slug))
        return redirect(url_for(".check_in", slug=slug, done=registration_id))
    return redirect(url_for(".check_in", slug=slug))


@bp.get("/check-in/people.json")
def people(slug: str) -> ResponseReturnValue:
    """Everybody, for a desk that goes on without a network."""
    event = events.get_event(slug)
    return jsonify([_as_json(one) for one in attendance.guests(event.id)])


@bp.get("/check-in/worker.js")
def worker(slug: str) -> ResponseReturnValue:
    """What keeps the desk's page on the device; it may see this page and nothing beside it."""
    answer = current_app.send_static_file("desk-worker.js")
    answer.headers["Service-Worker-Allowed"] = url_for(".check_in", slug=slug)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.post("/check-in/commands")
def replay(slug: str) -> ResponseReturnValue:
    """What a device kept while it had no network."""
    event = events.get_event(slug)
    sent = commands.read(request.get_json(silent=True))
    return jsonify(service.replay(event.id, sent, by=current_user.id))


def _as_json(one: Guest) -> dict[str, object]:
    island = one.island
    return {
        "id": one.id,
        "name": one.name,
        "organisation": one.organisation,
        "here": one.is_here,
        "expected": one.is_expected,
        "state": str(words.STATES[one.state]),
        "since": clock.in_berlin(one.since).strftime("%H:%M").lstrip("0") if one.since else "",
        "sign": island.sign if island else "",
        "colour": pages.colour_of(island) if island else "",
        "island": f"{island.letter} – {island.theme}" if island else "",
        "room": island.room.name if island and island.room else "",
        "code": one.code,
    }


answer_themselves(bp, check_in)
