"""Outcomes, for organisers: who takes a next step on, and what became of a demand."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.text import _
from forum.results import desk_forms, finding_views, outcomes
from forum.results.demand_models import DemandStatus

bp = Blueprint("outcomes", __name__)


@bp.post("/results/<int:finding_id>/step")
def step(slug: str, finding_id: int) -> ResponseReturnValue:
    form = desk_forms.StepForm()
    return finding_views.keep(
        slug,
        finding_id,
        form,
        lambda event: outcomes.plan_step(
            event.id,
            finding_id,
            first_action=form.first_action.data or "",
            first_place=form.first_place.data or "",
            first_on=form.first_on.data,
            due_on=form.due_on.data,
            by=current_user.id,
            is_about_nobody=bool(form.is_about_nobody.data),
        ),
        _("The next step has been changed."),
        name="step_form",
    )


@bp.post("/results/<int:finding_id>/parties")
def add_party(slug: str, finding_id: int) -> ResponseReturnValue:
    form = desk_forms.PartyForm()
    return finding_views.keep(
        slug,
        finding_id,
        form,
        lambda event: outcomes.add_party(
            event.id,
            finding_id,
            organisation=form.organisation.data or "",
            name=form.name.data or "",
            email=form.email.data or "",
            is_lead=bool(form.is_lead.data),
            by=current_user.id,
            is_about_nobody=bool(form.is_about_nobody.data),
        ),
        _("The organisation takes part once its person has confirmed."),
        name="party_form",
    )


@bp.post("/results/<int:finding_id>/parties/<int:party_id>/remove")
def remove_party(slug: str, finding_id: int, party_id: int) -> ResponseReturnValue:
    return finding_views.carry_out(
        slug,
        finding_id,
        lambda event: outcomes.remove_party(event.id, finding_id, party_id, by=current_user.id),
        _("The organisation takes no part any more."),
    )


@bp.post("/results/<int:finding_id>/demand")
def demand(slug: str, finding_id: int) -> ResponseReturnValue:
    form = desk_forms.DemandForm()
    done = _("The demand has been changed.")
    if form.status.data == DemandStatus.HANDED_OVER.value:
        done = _("The demand stands as forwarded, without a reply yet.")
    return finding_views.keep(
        slug,
        finding_id,
        form,
        lambda event: outcomes.address_demand(
            event.id,
            finding_id,
            form.standing(),
            by=current_user.id,
            is_about_nobody=bool(form.is_about_nobody.data),
        ),
        done,
        name="demand_form",
    )
