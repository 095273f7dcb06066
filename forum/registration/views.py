"""Registering, confirming, changing, cancelling, consenting: what participants do."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base import clock, languages
from forum.base.forms import Form, answer_themselves
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.events import queries as events
from forum.events import rules as event_rules
from forum.registration import consenting, consents, forms, queries, service
from forum.registration.models import Purpose, Registration

bp = Blueprint("registration", __name__)


@bp.route("/events/<slug:slug>/register", methods=["GET", "POST"])
def register(slug: str) -> ResponseReturnValue:
    event = events.get_public_event(slug)
    islands = events.islands_of(event.id)
    form = forms.RegistrationForm(islands)
    if form.validate_on_submit():
        try:
            service.register(
                event.id,
                form.details(),
                email=form.email.data,
                language=languages.current(),
                decisions=form.decisions(),
                contact_fields=form.fields(),
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
        is_open=event_rules.phase(event, clock.now()) is event_rules.Phase.OPEN,
        places=queries.places_left([event.id])[event.id],
        organisation_names=queries.organisation_names(),
        consent_words=consents.WORDS,
    ), form.status


@bp.get("/events/<slug:slug>/registered")
def received(slug: str) -> ResponseReturnValue:
    return render_template("registration/received.html", event=events.get_public_event(slug))


@bp.post("/my/<token:token>/confirm")
def confirm(token: str) -> ResponseReturnValue:
    registration = _own(token)
    if Form().validate_on_submit():
        service.confirm_address(registration.id)
    return redirect(url_for("my.page", token=token))


@bp.route("/my/<token:token>/change", methods=["GET", "POST"])
def change(token: str) -> ResponseReturnValue:
    registration = _own(token)
    islands = events.islands_of(registration.event_id)
    form = forms.DetailsForm(islands, data=typed_before(registration))
    if form.validate_on_submit():
        try:
            service.change(registration.id, form.details())
        except Refused as refusal:
            form.refuse(refusal.sentence, refusal.field)
        else:
            flash(str(_("Your changes are saved.")))
            return redirect(url_for("my.page", token=token))
    return render_template(
        "registration/change.html",
        registration=registration,
        event=registration.event,
        islands=islands,
        form=form,
        token=token,
        organisation_names=queries.organisation_names(),
    ), form.status


@bp.route("/my/<token:token>/cancel", methods=["GET", "POST"])
def cancel(token: str) -> ResponseReturnValue:
    registration = _own(token)
    form = Form()
    if form.does(lambda: service.cancel(registration.id)):
        return redirect(url_for("my.page", token=token))
    return render_template(
        "registration/cancel.html",
        registration=registration,
        event=registration.event,
        form=form,
        token=token,
    )


@bp.route("/my/<token:token>/consents/<purpose:purpose>/grant", methods=["GET", "POST"])
def grant(token: str, purpose: str) -> ResponseReturnValue:
    registration = _own(token)
    wanted = _purpose(purpose)
    form = forms.ConsentFields()
    fields = form.fields() if wanted is Purpose.CONTACT_LIST else ()
    if form.does(
        lambda: consenting.decide(registration.id, wanted, is_granted=True, fields=fields)
    ):
        flash(str(_("Your consent is noted. You can withdraw it here at any time.")))
        return redirect(url_for("my.page", token=token))
    return render_template(
        "registration/grant.html",
        registration=registration,
        event=registration.event,
        words=consents.WORDS[wanted],
        purpose=wanted,
        form=form,
        token=token,
    )


@bp.post("/my/<token:token>/consents/<purpose:purpose>/withdraw")
def withdraw(token: str, purpose: str) -> ResponseReturnValue:
    registration = _own(token)
    if Form().validate_on_submit():
        consenting.decide(registration.id, _purpose(purpose), is_granted=False)
        flash(str(_("Your consent is withdrawn. This took effect at once.")))
    return redirect(url_for("my.page", token=token))


@bp.route("/my/lost", methods=["GET", "POST"])
def lost() -> ResponseReturnValue:
    form = forms.AddressForm()
    if form.validate_on_submit():
        service.request_links(form.email.data)
        return redirect(url_for("registration.link_sent"))
    return render_template("registration/lost.html", form=form), form.status


@bp.get("/my/link-sent")
def link_sent() -> ResponseReturnValue:
    return render_template("registration/link_sent.html")


answer_themselves(bp, register, change, lost)


def _purpose(word: str) -> Purpose:
    try:
        return Purpose(word)
    except ValueError:
        raise NotFound(_("There is no such consent.")) from None


def _own(token: str) -> Registration:
    """The registration behind the link; its page speaks the language it was made in."""
    registration = queries.get_by_token(token)
    languages.speak(registration.language)
    return registration


def typed_before(registration: Registration) -> dict[str, object]:
    wishes = {f"wish{wish.rank}": wish.island_id for wish in registration.wishes}
    affiliation = registration.affiliation
    return {
        "first_name": registration.person.first_name,
        "last_name": registration.person.last_name,
        "phone": registration.phone,
        "organisation": queries.organisation_of(registration),
        "sector": registration.sector.value,
        "role": affiliation.role if affiliation else "",
        **wishes,
    }
