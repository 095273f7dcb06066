"""Who registered, for organisers: list, search, one registration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.audit import queries as audit
from forum.base import addresses, clock
from forum.base.forms import Form, answer_themselves
from forum.base.refusal import Refused
from forum.base.text import _, _n
from forum.events import queries as events
from forum.events.models import Island
from forum.registration import (
    conflicts,
    consents,
    counts,
    desk_forms,
    details,
    listing,
    organiser_forms,
    organising,
    queries,
    rules,
    task_queries,
    words,
)
from forum.registration.models import Registration, State
from forum.registration.person_models import TaskKind

bp = Blueprint("registrations", __name__)


@bp.get("/registrations")
def index(slug: str) -> ResponseReturnValue:
    event = events.get_with_islands(slug)
    filters = organiser_forms.FilterForm(event.islands, formdata=request.args)
    sort = request.args.get("sort", "received")
    sort = sort if sort in listing.SORTS else "received"
    page = listing.page_of(event.id, filters.narrowed(), sort=sort, after=_after())
    return render_template(
        "registration/index.html",
        event=event,
        islands={island.id: island for island in event.islands},
        filters=filters,
        sort=sort,
        page=page,
        places=counts.places_left([event.id])[event.id],
        untold=listing.count_untold(event.id),
        sectors=words.SECTORS,
    )


def _after() -> int | None:
    """The row after which the page begins; nonsense begins at the beginning."""
    after = request.args.get("after", type=int)
    return after if after is not None and 0 < after <= addresses.LARGEST else None


@bp.route("/registrations/search", methods=["GET", "POST"])
def search(slug: str) -> ResponseReturnValue:
    event = events.get_with_islands(slug)
    form = organiser_forms.SearchForm()
    found = listing.search(event.id, form.words.data) if form.validate_on_submit() else None
    return render_template(
        "registration/search.html",
        event=event,
        islands={island.id: island for island in event.islands},
        search=form,
        found=found,
        sectors=words.SECTORS,
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
    form = _correction(registration, islands)
    current = _correction(registration, islands, is_sent=False)
    clashes: list[conflicts.Clash] = []
    if form.validate_on_submit():
        conflicts.settle(form, current, organiser_forms.CORRECTED, request.form)
        if _correct(registration, form):
            flash(str(_("The changes are saved.")))
            return redirect(url_for("workspace.registrations.index", slug=slug))
    if form.is_submitted() and request.form.get("version") != str(registration.version):
        form.version.data = registration.version
        current = _correction(registration, islands, is_sent=False)
        opened = request.form.get("before", "")
        clashes = conflicts.clashes(form, current, organiser_forms.CORRECTED, opened)
    return render_template(
        "registration/detail.html",
        event=event,
        registration=registration,
        islands=islands,
        form=form,
        clashes=clashes,
        before=conflicts.kept(current, organiser_forms.CORRECTED),
        is_active=registration.state in rules.ACTIVE,
        follows=rules.TRANSITIONS[registration.state],
        is_the_day=clock.in_berlin(clock.now()).date() >= clock.in_berlin(event.starts_at).date(),
        **_about(registration),
    ), form.status


def _correction(
    registration: Registration, islands: Sequence[Island], *, is_sent: bool = True
) -> organiser_forms.CorrectionForm:
    """The form with what stands there now; `is_sent`: and with what somebody typed over it."""
    return organiser_forms.CorrectionForm(
        registration.event,
        islands,
        is_protected=registration.is_protected,
        data={
            **details.said(registration),
            "email": registration.email,
            "version": registration.version,
        },
        **({} if is_sent else {"formdata": None}),
    )


def _about(registration: Registration) -> dict[str, Any]:
    """What else its page shows of a registration."""
    tasks = task_queries.of_registration(registration.id)
    return {
        "position": queries.waiting_position(registration),
        "decisions": consents.latest(registration.consents),
        "consent_words": consents.WORDS,
        "history": audit.of_registration(registration.id),
        "tasks": tasks,
        "is_asked": any(task.kind is TaskKind.SAME_PERSON for task in tasks),
        "organisation_names": queries.organisation_names(),
        "words": words,
    }


def _correct(registration: Registration, form: organiser_forms.CorrectionForm) -> bool:
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
        return False
    return True


@bp.route("/registrations/<int:registration_id>/cancel", methods=["GET", "POST"])
def cancel(slug: str, registration_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    registration = queries.get(event.id, registration_id)
    form = desk_forms.CancelForm()
    reason = form.reason.data or ""
    if form.does(lambda: organising.cancel(registration.id, by=current_user.id, reason=reason)):
        flash(str(_("The registration is cancelled and the place is given on.")))
        return redirect(url_for("workspace.registrations.index", slug=slug))
    return render_template(
        "registration/cancel_for.html",
        event=event,
        registration=registration,
        form=form,
        takes_place=registration.state in rules.TAKING,
        may=State.CANCELLED in rules.TRANSITIONS[registration.state],
    )


answer_themselves(bp, search, detail)
