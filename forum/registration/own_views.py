"""What participants do from their own page: confirm, answer, change, cancel, ask."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base import clock, languages
from forum.base.forms import Form, answer_themselves
from forum.base.text import _
from forum.events import queries as events
from forum.people import queries as people
from forum.registration import (
    changing,
    details,
    employer_forms,
    employers,
    forms,
    need_forms,
    needs,
    queries,
    questions,
    rules,
    service,
)
from forum.registration.models import Registration
from forum.registration.person_models import TaskKind

bp = Blueprint("own", __name__, url_prefix="/my/<token:token>")


def opened(token: str) -> Registration:
    """The registration behind the link; its page speaks the language it was made in."""
    registration = queries.get_by_token(token)
    languages.speak(registration.language)
    return registration


def has_ended(registration: Registration) -> bool:
    """Whether there is nothing left to change or to cancel, so that its pages lead back."""
    return registration.state not in rules.ACTIVE


def back(token: str) -> ResponseReturnValue:
    """To the personal page."""
    return redirect(url_for("my.page", token=token))


@bp.post("/confirm")
def confirm(token: str) -> ResponseReturnValue:
    registration = opened(token)
    if Form().validate_on_submit():
        service.confirm_address(registration.id)
    return back(token)


@bp.post("/accept")
def accept(token: str) -> ResponseReturnValue:
    registration = opened(token)
    if Form().validate_on_submit():
        service.accept_offer(registration.id)
    return back(token)


@bp.post("/same-person/<any(same,new_address,other):said>")
def answer(token: str, said: str) -> ResponseReturnValue:
    registration = opened(token)
    if Form().validate_on_submit():
        questions.answer(registration.id, questions.Answer(said))
        flash(str(_("Thank you, that is noted.")))
        if said == questions.Answer.NEW_ADDRESS:
            return redirect(url_for("registration.link_sent"))
    return back(token)


@bp.route("/change", methods=["GET", "POST"])
def change(token: str) -> ResponseReturnValue:
    registration = opened(token)
    if has_ended(registration):
        return back(token)
    event = registration.event
    if clock.now() >= rules.may_change_until(event.starts_at, event.changes_until):
        return redirect(url_for(".ask", token=token, what="change"))
    islands = events.islands_of(registration.event_id)
    form = forms.DetailsForm(event, islands, data=details.said(registration))
    if form.does_clearly(lambda: changing.change(registration.id, form.details())):
        flash(str(_("Your changes are saved.")))
        return back(token)
    return render_template(
        "registration/change.html",
        registration=registration,
        event=event,
        islands=islands,
        form=form,
        token=token,
        organisation_names=queries.organisation_names(),
    ), form.status


@bp.route("/employer", methods=["GET", "POST"])
def employer(token: str) -> ResponseReturnValue:
    registration = opened(token)
    form = employer_forms.EmployerForm()
    asked: list[bool] = []
    if form.does_clearly(lambda: asked.append(employers.report(registration.id, form.employer()))):
        flash(str(_("The new organisation is noted. Past forums keep the old one.")))
        if any(asked):
            flash(str(_("Both addresses have a message now; please confirm in both.")))
        return back(token)
    return render_template(
        "registration/own_employer.html",
        registration=registration,
        event=registration.event,
        before=queries.organisation_of(registration),
        form=form,
        token=token,
        organisation_names=queries.organisation_names(),
    ), form.status


@bp.route("/organisation", methods=["GET", "POST"])
def correct_organisation(token: str) -> ResponseReturnValue:
    registration = opened(token)
    work = registration.affiliation
    organisation = work.organisation if work else None
    if organisation is None or not people.is_contact_person(registration.affiliation_id):
        return back(token)
    form = need_forms.RequestForm(is_needed=True)
    kind, name = TaskKind.CHANGE_REQUEST, organisation.name
    if form.does(lambda: changing.ask(registration.id, kind, form.words.data or "", about=name)):
        flash(str(_("The organisers have your request and will get in touch.")))
        return back(token)
    return render_template(
        "registration/correct_organisation.html",
        event=registration.event,
        organisation=organisation,
        form=form,
        token=token,
    ), form.status


@bp.route("/ask/<any(change,cancel):what>", methods=["GET", "POST"])
def ask(token: str, what: str) -> ResponseReturnValue:
    registration = opened(token)
    if has_ended(registration):
        return back(token)
    kind = TaskKind.CHANGE_REQUEST if what == "change" else TaskKind.CANCEL_REQUEST
    form = need_forms.RequestForm(is_needed=what == "change")
    if form.does(lambda: changing.ask(registration.id, kind, form.words.data or "")):
        flash(str(_("The organisers have your request and will get in touch.")))
        return back(token)
    return render_template(
        "registration/ask.html",
        registration=registration,
        event=registration.event,
        form=form,
        token=token,
        what=what,
    ), form.status


@bp.route("/cancel", methods=["GET", "POST"])
def cancel(token: str) -> ResponseReturnValue:
    registration = opened(token)
    if has_ended(registration):
        return back(token)
    event = registration.event
    until = rules.may_change_until(event.starts_at, event.changes_until)
    if registration.state in rules.TAKING_PART and until <= clock.now() < event.starts_at:
        return redirect(url_for(".ask", token=token, what="cancel"))
    form = Form()
    if form.does(lambda: service.cancel(registration.id)):
        return back(token)
    return render_template(
        "registration/cancel.html",
        registration=registration,
        event=registration.event,
        form=form,
        token=token,
    )


@bp.route("/needs", methods=["GET", "POST"])
def change_needs(token: str) -> ResponseReturnValue:
    registration = opened(token)
    if has_ended(registration):
        return back(token)
    is_hidden = queries.came_on_paper(token, registration)
    said = {} if is_hidden else needs.of(registration.id)
    form = need_forms.NeedsForm(data=need_forms.NeedsForm.shown(said))
    if form.does(lambda: needs.replace(registration.id, form.needs())):
        flash(str(_("Your changes are saved.")))
        return back(token)
    return render_template(
        "registration/needs.html",
        registration=registration,
        event=registration.event,
        form=form,
        token=token,
        deleted_on=registration.event.ends_at + needs.KEPT_FOR,
        is_late=needs.is_late(registration.event, clock.now()),
        is_hidden=is_hidden,
    ), form.status


answer_themselves(bp, change, employer, correct_organisation, ask, change_needs)
