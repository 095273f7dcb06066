"""Naming colleagues for a forum, and the pages on which each answers alone."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.base import clock, languages, limiting
from forum.base.forms import Form, answer_themselves
from forum.base.text import _
from forum.events import queries as events
from forum.events import rules as event_rules
from forum.events.models import Event
from forum.registration import queries as registrations
from forum.registration.models import Registration
from forum.teams import forms, queries, service
from forum.teams.models import Answer

bp = Blueprint("teams", __name__)


def _is_open(event: Event) -> bool:
    return event_rules.phase(event, clock.now()) is event_rules.Phase.OPEN


@bp.route("/events/<slug:slug>/register-team", methods=["GET", "POST"])
def register(slug: str) -> ResponseReturnValue:
    event = events.get_public_event(slug)
    form = forms.TeamForm()
    client = limiting.client(request.remote_addr)
    if form.does(
        lambda: service.propose(event.id, form.team(), language=languages.current(), client=client)
    ):
        return redirect(url_for(".sent", slug=slug))
    return render_template(
        "teams/register.html",
        event=event,
        form=form,
        is_open=_is_open(event),
        open_at_first=forms.OPEN_AT_FIRST,
        organisation_names=registrations.organisation_names(),
    ), form.status


@bp.get("/events/<slug:slug>/register-team/sent")
def sent(slug: str) -> ResponseReturnValue:
    return render_template("teams/sent.html", event=events.get_public_event(slug))


@bp.route("/team/<token:token>", methods=["GET", "POST"])
def lead(token: str) -> ResponseReturnValue:
    """Not confirmed: the button that lets the colleagues be asked. Confirmed: yes, no or open."""
    proposal = queries.get_team(token)
    form = Form()
    if form.does(lambda: service.ask(proposal.id)):
        return redirect(url_for(".lead", token=token))
    said = {Answer.OPEN: _("no answer yet"), Answer.YES: _("says yes"), Answer.NO: _("says no")}
    return render_template(
        "teams/lead.html", proposal=proposal, event=proposal.event, form=form, said=said
    ), form.status


@bp.route("/proposed/<token:token>", methods=["GET", "POST"])
def proposed(token: str) -> ResponseReturnValue:
    member = queries.get_member(token)
    event = member.proposal.event
    form = Form()
    accepted: list[Registration | None] = []
    if request.form.get("answer") == Answer.NO:
        if form.does(lambda: service.decline(member)):
            return redirect(url_for(".proposed", token=token))
    elif form.does(lambda: accepted.append(service.accept(member, language=languages.current()))):
        (own,) = accepted
        if own is None:
            return redirect(url_for(".proposed", token=token))
        flash(str(_("You have said yes. Here you can add wishes, needs and consents, or cancel.")))
        return redirect(url_for("my.page", token=registrations.token_of(own)))
    return render_template(
        "teams/proposed.html", member=member, event=event, form=form, is_open=_is_open(event)
    ), form.status


answer_themselves(bp, register)
