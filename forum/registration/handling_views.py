"""What organisers do with one registration: a place, a consent, one of two."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.forms import Form, answer_themselves
from forum.base.text import Text, _
from forum.events import queries as events
from forum.registration import (
    comparing,
    consenting,
    consents,
    desk_forms,
    employer_forms,
    employers,
    listing,
    organiser_forms,
    organising,
    queries,
    rules,
    service,
    words,
)
from forum.registration.models import Channel, Purpose, State

bp = Blueprint("handling", __name__)
ONE = "/registrations/<int:registration_id>"


def _back(slug: str, registration_id: int) -> ResponseReturnValue:
    return redirect(
        url_for("workspace.registrations.detail", slug=slug, registration_id=registration_id)
    )


@bp.route(f"{ONE}/place", methods=["GET", "POST"])
def give_place(slug: str, registration_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    registration = queries.get(event.id, registration_id)
    form = desk_forms.ReasonForm()
    reason = form.reason.data or ""
    if form.does(lambda: organising.give_place(registration.id, by=current_user.id, reason=reason)):
        flash(str(_("%(name)s has a place.", name=registration.person.name)))
        return _back(slug, registration_id)
    return render_template(
        "registration/give_place.html",
        event=event,
        registration=registration,
        form=form,
        may=State.CONFIRMED in rules.TRANSITIONS[registration.state],
    ), form.status


@bp.post(f"{ONE}/accept")
def accept(slug: str, registration_id: int) -> ResponseReturnValue:
    """Somebody without an address said yes on the telephone."""
    event = events.get_event(slug)
    registration = queries.get(event.id, registration_id)
    if Form().validate_on_submit():
        service.accept_offer(registration.id, by=current_user.id)
        flash(str(_("%(name)s has a place.", name=registration.person.name)))
    return _back(slug, registration_id)


@bp.route(f"{ONE}/consents/<purpose:purpose>/withdraw", methods=["GET", "POST"])
def withdraw(slug: str, registration_id: int, purpose: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    registration = queries.get(event.id, registration_id)
    wanted = consents.get_decidable(purpose)
    form = Form()
    if form.does(
        lambda: consenting.decide(
            registration.id,
            wanted,
            is_granted=False,
            channel=Channel.PHONE,
            by=current_user.id,
        )
    ):
        flash(str(_("The consent is withdrawn. This took effect at once.")))
        return _back(slug, registration_id)
    name = registration.person.name
    return render_template(
        "workspace/confirm.html",
        event=event,
        form=form,
        here="registrations",
        heading=_("Withdraw for %(name)s: %(consent)s", name=name, consent=_named(wanted)),
        sentences=[
            _("Only if the person asks for it, by phone or in writing. No reason is needed."),
            _("It ends at once. Everything else that was agreed to stays as it is."),
        ],
        button=_("Withdraw the consent"),
        back=url_for("workspace.registrations.detail", slug=slug, registration_id=registration_id),
    )


@bp.route(f"{ONE}/merge", methods=["GET", "POST"])
def choose(slug: str, registration_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    registration = queries.get(event.id, registration_id)
    form = organiser_forms.SearchForm(data={"words": registration.person.last_name})
    found = listing.search(event.id, form.words.data) if form.validate_on_submit() else None
    return render_template(
        "registration/merge_choose.html",
        event=event,
        registration=registration,
        form=form,
        found=[
            one for one in found or () if one.id != registration.id and one.state in rules.ACTIVE
        ],
        is_searched=found is not None,
        is_active=registration.state in rules.ACTIVE,
        sectors=words.SECTORS,
    ), form.status


@bp.route(f"{ONE}/merge/<int:other_id>", methods=["GET", "POST"])
def merge(slug: str, registration_id: int, other_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    kept, other = queries.get(event.id, registration_id), queries.get(event.id, other_id)
    form = Form()
    if form.does(lambda: organising.merge(kept.id, other.id, by=current_user.id)):
        flash(str(_("The second registration is ended. Its place is given on.")))
        return _back(slug, registration_id)
    return render_template(
        "registration/merge.html",
        event=event,
        kept=kept,
        other=other,
        form=form,
        rows=comparing.rows(kept, other),
        may=kept.id != other.id and {kept.state, other.state} <= rules.ACTIVE,
    )


@bp.route(f"{ONE}/employer", methods=["GET", "POST"])
def employer(slug: str, registration_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    registration = queries.get(event.id, registration_id)
    form = employer_forms.EmployerForm()
    if form.does_clearly(
        lambda: employers.change(registration.id, form.employer(), by=current_user.id)
    ):
        flash(str(_("The new organisation is noted. Past forums keep the old one.")))
        return _back(slug, registration_id)
    return render_template(
        "registration/employer.html",
        event=event,
        registration=registration,
        before=queries.organisation_of(registration),
        form=form,
        organisation_names=queries.organisation_names(),
    ), form.status


def _named(purpose: Purpose) -> Text:
    return consents.WORDS[purpose].name


answer_themselves(bp, choose, give_place, employer)
