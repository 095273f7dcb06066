"""Who registered, for organisers: list, search, one registration."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base import addresses
from forum.base.forms import Form, answer_themselves
from forum.base.refusal import Refused
from forum.base.text import _, _n
from forum.events import queries as events
from forum.registration import (
    consents,
    counts,
    details,
    listing,
    organiser_forms,
    organising,
    queries,
    rules,
    words,
)

bp = Blueprint("registrations", __name__)


@bp.get("/registrations")
def index(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    islands = events.islands_of(event.id)
    filters = organiser_forms.FilterForm(islands, formdata=request.args)
    sort = request.args.get("sort", "received")
    sort = sort if sort in listing.SORTS else "received"
    page = listing.page_of(event.id, filters.narrowed(), sort=sort, after=_after())
    return render_template(
        "registration/index.html",
        event=event,
        filters=filters,
        sort=sort,
        page=page,
        places=counts.places_left([event.id])[event.id],
        untold=listing.count_untold(event.id),
        sectors=words.SECTORS,
        search=organiser_forms.SearchForm(formdata=None),
        form=Form(formdata=None),
    )


def _after() -> int | None:
    """The row after which the page begins; nonsense begins at the beginning."""
    after = request.args.get("after", type=int)
    return after if after is not None and 0 < after <= addresses.LARGEST else None


@bp.route("/registrations/search", methods=["GET", "POST"])
def search(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = organiser_forms.SearchForm()
    found = listing.search(event.id, form.words.data) if form.validate_on_submit() else None
    return render_template(
        "registration/search.html", event=event, search=form, found=found, sectors=words.SECTORS
    ), form.status


@bp.route("/registrations/tell", methods=["GET", "POST"])
def tell(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = Form()
    if form.validate_on_submit():
        told = organising.tell_entered(event.id)
        flash(
            str(
                _n(
                    "%(num)s person is being written to.",
                    "%(num)s people are being written to.",
                    told,
                )
            )
        )
        return redirect(url_for("workspace.registrations.index", slug=slug))
    return render_template(
        "registration/tell.html", event=event, untold=listing.count_untold(event.id), form=form
    )


@bp.route("/registrations/<int:registration_id>", methods=["GET", "POST"])
def detail(slug: str, registration_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    registration = queries.get(event.id, registration_id)
    islands = events.islands_of(event.id)
    before = {"email": registration.email, "version": registration.version}
    form = organiser_forms.CorrectionForm(
        event, islands, data={**details.said(registration), **before}
    )
    if form.validate_on_submit():
        try:
            organising.correct(
                registration.id,
                form.details(),
                by=current_user.id,
                email=form.email.data or None,
                version=form.version.data or 0,
            )
        except Refused as refusal:
            form.refuse(refusal.sentence, refusal.field)
            form.version.data = registration.version
        else:
            flash(str(_("The changes are saved.")))
            return redirect(url_for("workspace.registrations.index", slug=slug))
    return render_template(
        "registration/detail.html",
        event=event,
        registration=registration,
        islands=islands,
        form=form,
        is_active=registration.state in rules.ACTIVE,
        decisions=consents.latest(registration.consents),
        consent_words=consents.WORDS,
        organisation_names=queries.organisation_names(),
    ), form.status


@bp.route("/registrations/<int:registration_id>/cancel", methods=["GET", "POST"])
def cancel(slug: str, registration_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    registration = queries.get(event.id, registration_id)
    form = Form()
    if form.does(lambda: organising.cancel(registration.id, by=current_user.id)):
        flash(str(_("The registration is cancelled and the place is given on.")))
        return redirect(url_for("workspace.registrations.index", slug=slug))
    return render_template(
        "registration/cancel_for.html", event=event, registration=registration, form=form
    )


answer_themselves(bp, search, detail)
