"""The page of one finding, for organisers: word, join, look for persons, withdraw."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.forms import Form
from forum.base.text import Text, _
from forum.events import queries as events
from forum.events.models import Event
from forum.results import asking, desk_forms, editing, joining, passages, queries, words
from forum.results.queries import Drafted

bp = Blueprint("findings", __name__)


@bp.route("/results/<int:finding_id>", methods=["GET", "POST"])
def change(slug: str, finding_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    one = queries.get_drafted(event.id, finding_id)
    form = _wording(one)
    if form.does(lambda: editing.reword(event.id, finding_id, **form.values(), by=current_user.id)):
        flash(str(_("Saved.")))
        return to(slug, finding_id)
    return page(event, one, form=form)


def _wording(one: Drafted, **given: object) -> desk_forms.WordingForm:
    data = {"kind": one.finding.kind.value, "text": one.finding.text}
    return desk_forms.WordingForm(data=data, **given)


def page(event: Event, one: Drafted, **forms: Form) -> ResponseReturnValue:
    """A finding with everything that can be done with it. `forms`: the one that comes back."""
    others = [
        other
        for other in queries.desk(event.id)
        if other.finding.kind is one.finding.kind
        and other.finding.id != one.finding.id
        and other.finding.number is None
        and other.finding.withdrawn_at is None
    ]
    step, demand = one.finding.commitment, one.finding.demand
    names = queries.known_names(event.id)
    shown: dict[str, Form | None] = {
        "form": forms.get("form") or _wording(one, formdata=None),
        "step_form": desk_forms.StepForm(formdata=None, obj=step) if step else None,
        "party_form": desk_forms.PartyForm(formdata=None) if step else None,
        "demand_form": _demand_form(demand) if demand else None,
        **forms,
    }
    return render_template(
        "results/finding.html",
        event=event,
        one=one,
        finding=one.finding,
        others=others,
        asked=asking.days(event.id, [one.finding]),
        kinds=words.KINDS,
        hints=words.HINTS,
        cards=[(card, passages.find(card.text, names)) for card in one.cards],
        **shown,
    ), 400 if any(form and form.csrf_token.errors for form in shown.values()) else 200


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
        _("Noted: this is about no single person."),
    )


@bp.post("/results/<int:finding_id>/merge/<int:other_id>")
def merge(slug: str, finding_id: int, other_id: int) -> ResponseReturnValue:
    return carry_out(
        slug,
        finding_id,
        lambda event: joining.merge(event.id, finding_id, other_id, by=current_user.id),
        _("Both are one finding now. You can take them apart again."),
    )


@bp.post("/results/<int:finding_id>/split/<int:other_id>")
def split(slug: str, finding_id: int, other_id: int) -> ResponseReturnValue:
    return carry_out(
        slug,
        finding_id,
        lambda event: joining.split(event.id, other_id, by=current_user.id),
        _("They are two findings again."),
    )


@bp.route("/results/<int:finding_id>/drop", methods=["GET", "POST"])
def drop(slug: str, finding_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    one = queries.get_drafted(event.id, finding_id)
    form = Form()
    if form.does(lambda: joining.drop(event.id, finding_id, by=current_user.id)):
        return redirect(url_for("workspace.results.index", slug=slug))
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
        lambda: editing.withdraw(
            event.id,
            finding_id,
            form.reason.data or "",
            by=current_user.id,
            is_about_nobody=bool(form.is_about_nobody.data),
        )
    ):
        return to(slug, finding_id)
    template = "results/withdraw.html"
    return render_template(
        template, event=event, one=one, finding=one.finding, form=form
    ), form.status


def carry_out(
    slug: str, finding_id: int, call: Callable[[Event], object], done: Text
) -> ResponseReturnValue:
    """Does what a button on the page of a finding asks for, and shows the page again."""
    event = events.get_event(slug)
    Form().carry_out(lambda: call(event), done)
    return to(slug, finding_id)


def keep(
    slug: str,
    finding_id: int,
    form: Form,
    call: Callable[[Event], object],
    done: Text,
    *,
    name: str,
) -> ResponseReturnValue:
    """The same for a form with fields: refused it comes back with what was typed, as `name`."""
    event = events.get_event(slug)
    one = queries.get_drafted(event.id, finding_id)
    if not form.does(lambda: call(event)):
        return page(event, one, **{name: form})
    flash(str(done))
    return to(slug, finding_id)


def to(slug: str, finding_id: int) -> ResponseReturnValue:
    """Back to the page of a finding."""
    return redirect(url_for("workspace.findings.change", slug=slug, finding_id=finding_id))
