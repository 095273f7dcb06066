"""Registering, and asking for one's personal link again."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.base import clock, languages, limiting, typed
from forum.base.forms import answer_themselves
from forum.base.refusal import Refused
from forum.events import queries as events
from forum.events import rules as event_rules
from forum.organisations import suggesting
from forum.registration import (
    choosing,
    choosing_forms,
    consents,
    counts,
    forms,
    needs,
    queries,
    rules,
    service,
)

bp = Blueprint("registration", __name__)


@bp.route("/events/<slug:slug>/register", methods=["GET", "POST"])
def register(slug: str) -> ResponseReturnValue:
    event = events.get_public_with_islands(slug)
    islands = event.islands
    form = forms.RegistrationForm(event, islands)
    now = clock.now()
    if form.validate_on_submit() and form.is_clear():
        try:
            service.register(
                event.id,
                service.Application(
                    form.details(),
                    email=form.email.data,
                    language=languages.current(),
                    decisions=form.decisions(),
                    contact_fields=form.fields(),
                    needed=form.needs(),
                    island_ids=[island.id for island in islands],
                ),
                client=limiting.client(request.remote_addr),
            )
        except Refused as refusal:
            form.refuse(refusal.sentence, refusal.field)
        else:
            return redirect(url_for("registration.received", slug=slug))
    return render_template(
        "registration/register.html",
        event=event,
        islands=islands,
        rounds=events.rounds_of(event.id),
        form=form,
        is_open=event_rules.phase(event, now) is event_rules.Phase.OPEN,
        places=counts.places_left([event.id])[event.id],
        organisation_names=queries.organisation_names(),
        consent_words=consents.WORDS,
        asked=consents.ON_FORM,
        needs_deleted_on=event.ends_at + needs.KEPT_FOR,
        needs_are_late=needs.is_late(event, now),
        hold_until=rules.held_until(now, event.registration_deadline, hours=event.hold_hours),
    ), form.status


@bp.post("/organisations/suggest")
def suggest() -> ResponseReturnValue:
    """Answers while somebody types, for nobody to keep."""
    limiting.check_here("suggest", limiting.client(request.remote_addr))
    text = typed.clean_line(request.form.get("organisation"))[: choosing_forms.LONGEST_NAME]
    found = []
    if len(text) >= choosing.SHORTEST:
        options = choosing.options(choosing.complete(text))
        is_known = suggesting.knows(text)
        found = [
            {"value": one.value, "label": str(one.label), "more": one.more}
            for one in options
            if not (is_known and one.value == choosing.NEW)
        ]
    answer = jsonify(options=found)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/events/<slug:slug>/registered")
def received(slug: str) -> ResponseReturnValue:
    return render_template("registration/received.html", event=events.get_public_event(slug))


@bp.route("/my/lost", methods=["GET", "POST"])
def lost() -> ResponseReturnValue:
    form = forms.AddressForm()
    if form.validate_on_submit():
        service.request_links(form.email.data, client=limiting.client(request.remote_addr))
        return redirect(url_for("registration.link_sent"))
    return render_template("registration/lost.html", form=form), form.status


@bp.get("/my/link-sent")
def link_sent() -> ResponseReturnValue:
    return render_template("registration/link_sent.html")


answer_themselves(bp, register, lost)
