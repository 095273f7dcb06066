"""The editing desk, for organisers: word, join, look for persons, withdraw."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.forms import Form
from forum.base.text import _
from forum.events import queries as events
from forum.events.models import Event
from forum.results import desk_forms, drafting, editing, queries, words
from forum.results.outcome_models import FindingKind
from forum.results.queries import Drafted

bp = Blueprint("results", __name__)


@bp.get("/results")
def index(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    prepared = queries.find_prepared(event.id)
    return render_template(
        "results/desk.html",
        event=event,
        drafted=queries.desk(event.id),
        untaken=drafting.untaken(event.id),
        prepared=prepared,
        objections=queries.objections(prepared.id) if prepared else [],
        releases=queries.releases(event.id),
        headings=words.HEADINGS,
        form=Form(),
    )


@bp.post("/results/take-over")
def take_over(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    Form().carry_out(
        lambda: drafting.take_over(event.id, by=current_user.id),
        _("The groups of all islands lie on the desk."),
    )
    return _back(slug)


@bp.post("/results/take-over-cards")
def take_over_cards(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    Form().carry_out(
        lambda: drafting.take_over(event.id, by=current_user.id, with_single_cards=True),
        _("Groups and single cards of all islands lie on the desk."),
    )
    return _back(slug)


@bp.route("/results/new", methods=["GET", "POST"])
def add(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = desk_forms.NewFindingForm()
    form.island.choices = [
        (island.id, f"{island.letter} – {island.theme}") for island in event.islands
    ]
    if form.does(
        lambda: editing.add(
            event.id,
            form.island.data,
            FindingKind(form.kind.data),
            str(form.values()["text"]),
            addressee_name=form.addressee_name.data or "",
            by=current_user.id,
        )
    ):
        return _back(slug)
    return render_template("results/new.html", event=event, form=form), form.status


@bp.route("/results/<int:finding_id>", methods=["GET", "POST"])
def change(slug: str, finding_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    one = queries.get_drafted(event.id, finding_id)
    finding = one.finding
    form = desk_forms.WordingForm(data={"kind": finding.kind.value, "text": finding.text})
    if form.does(lambda: editing.reword(event.id, finding_id, **form.values(), by=current_user.id)):
        return _to(slug, finding_id)
    return _page(event, one, form)


def _page(event: Event, one: Drafted, form: desk_forms.WordingForm) -> ResponseReturnValue:
    others = [
        other
        for other in queries.desk(event.id)
        if other.finding.kind is one.finding.kind
        and other.finding.id != one.finding.id
        and other.finding.number is None
    ]
    step, demand = one.finding.commitment, one.finding.demand
    return render_template(
        "results/finding.html",
        event=event,
        one=one,
        finding=one.finding,
        form=form,
        others=others,
        kinds=words.KINDS,
        hints=words.HINTS,
        step_form=desk_forms.StepForm(formdata=None, obj=step) if step else None,
        party_form=desk_forms.PartyForm(formdata=None) if step else None,
        demand_form=_demand_form(demand) if demand else None,
    ), form.status


def _demand_form(demand: object) -> desk_forms.DemandForm:
    form = desk_forms.DemandForm(formdata=None, obj=demand)
    form.addressee.data = str(form.addressee.data)
    form.status.data = str(form.status.data)
    return form


@bp.post("/results/<int:finding_id>/clear")
def clear(slug: str, finding_id: int) -> ResponseReturnValue:
    return carry_out(
        slug,
        finding_id,
        lambda event: editing.clear(event.id, finding_id, by=current_user.id),
        _("Noted: this sentence is about no single person."),
    )


@bp.post("/results/<int:finding_id>/merge/<int:other_id>")
def merge(slug: str, finding_id: int, other_id: int) -> ResponseReturnValue:
    return carry_out(
        slug,
        finding_id,
        lambda event: editing.merge(event.id, finding_id, other_id, by=current_user.id),
        _("Both are one finding now. You can take them apart again."),
    )


@bp.post("/results/<int:finding_id>/split/<int:other_id>")
def split(slug: str, finding_id: int, other_id: int) -> ResponseReturnValue:
    return carry_out(
        slug,
        finding_id,
        lambda event: editing.split(event.id, other_id, by=current_user.id),
        _("They are two findings again."),
    )


@bp.route("/results/<int:finding_id>/drop", methods=["GET", "POST"])
def drop(slug: str, finding_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    one = queries.get_drafted(event.id, finding_id)
    form = Form()
    if form.does(lambda: editing.drop(event.id, finding_id)):
        return _back(slug)
    return render_template(
        "workspace/confirm.html",
        event=event,
        form=form,
        here="results",
        heading=_("Delete this draft"),
        sentences=[
            one.finding.text,
            _("The cards of the islands stay; they can be taken over again."),
        ],
        button=_("Delete this draft"),
        back=url_for(".change", slug=slug, finding_id=finding_id),
    )


@bp.route("/results/<int:finding_id>/withdraw", methods=["GET", "POST"])
def withdraw(slug: str, finding_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    one = queries.get_drafted(event.id, finding_id)
    form = desk_forms.WithdrawForm()
    if form.does(
        lambda: editing.withdraw(event.id, finding_id, form.reason.data or "", by=current_user.id)
    ):
        return _to(slug, finding_id)
    page = "results/withdraw.html"
    return render_template(page, event=event, one=one, finding=one.finding, form=form), form.status


def carry_out(
    slug: str,
    finding_id: int,
    call: Callable[[Event], object],
    done: object,
    form: Form | None = None,
) -> ResponseReturnValue:
    """Does what a button on the page of a finding asks for, and shows the page again."""
    event = events.get_event(slug)
    (form or Form()).carry_out(lambda: call(event), done)  # type: ignore[arg-type]
    return _to(slug, finding_id)


def _to(slug: str, finding_id: int) -> ResponseReturnValue:
    return redirect(url_for("workspace.results.change", slug=slug, finding_id=finding_id))


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for(".index", slug=slug))
