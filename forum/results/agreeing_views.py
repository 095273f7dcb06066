"""The two pages on which an island agrees on what becomes of a group of cards."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base.refusal import NotFound
from forum.events import queries as events
from forum.results import agreeing, boards, capture_forms, capture_queries
from forum.results.capture_models import IslandCapture
from forum.results.models import CardGroup
from forum.results.outcome_models import Finding

bp = Blueprint("agreeing", __name__)


@bp.route("/host/<token:token>/groups/<int:group_id>/step", methods=["GET", "POST"])
def step(token: str, group_id: int) -> ResponseReturnValue:
    capture = boards.get(token, boards.HOST)
    group, finding = _find(capture, group_id)
    form = capture_forms.StepForm(data=_step_values(group, finding))
    form.offer(capture_queries.candidates(capture.island))
    if form.does(lambda: agreeing.agree_step(capture.island_id, group_id, form.step())):
        return redirect(url_for("capture.host", token=token) + f"#group-{group_id}")
    return _page("capture/step.html", token, capture, group, form)


@bp.route("/host/<token:token>/groups/<int:group_id>/demand", methods=["GET", "POST"])
def demand(token: str, group_id: int) -> ResponseReturnValue:
    capture = boards.get(token, boards.HOST)
    group, finding = _find(capture, group_id)
    form = capture_forms.DemandForm(data=_demand_values(group, finding))
    if form.does(lambda: agreeing.agree_demand(capture.island_id, group_id, form.request())):
        return redirect(url_for("capture.host", token=token) + f"#group-{group_id}")
    return _page("capture/demand.html", token, capture, group, form)


def _page(
    template: str,
    token: str,
    capture: IslandCapture,
    group: CardGroup,
    form: capture_forms.StepForm | capture_forms.DemandForm,
) -> ResponseReturnValue:
    page = render_template(template, token=token, island=capture.island, group=group, form=form)
    return page, form.status


def _find(capture: IslandCapture, group_id: int) -> tuple[CardGroup, Finding | None]:
    board = capture_queries.board(capture.island)
    group = next((one for one in board.groups if one.id == group_id), None)
    if group is None:
        raise NotFound(events.GONE)
    return group, capture_queries.outcomes(capture.island_id).get(group_id)


def _step_values(group: CardGroup, finding: Finding | None) -> dict[str, object]:
    values: dict[str, object] = {"text": finding.text if finding else group.title}
    commitment = finding.commitment if finding else None
    if commitment is None:
        return {**values, "registration": 0}
    for name in ("first_action", "first_place", "first_on", "due_on"):
        values[name] = getattr(commitment, name)
    lead = commitment.lead
    if lead is not None and lead.registration_id is None:
        values |= {"organisation": lead.organisation.name, "name": lead.name, "email": lead.email}
    return {**values, "registration": (lead.registration_id if lead else None) or 0}


def _demand_values(group: CardGroup, finding: Finding | None) -> dict[str, object]:
    found = finding.demand if finding else None
    return {
        "text": finding.text if finding else group.title,
        "addressee": found.addressee.value if found else "",
        "addressee_name": found.addressee_name if found else "",
    }
