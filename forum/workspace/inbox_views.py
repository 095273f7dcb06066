"""The inbox of the register: entries that look alike, side by side, and merging by hand."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.forms import Form
from forum.base.text import Text, _
from forum.organisations import merging, pairing, queries, service, suggesting, words
from forum.organisations.register_models import Decision
from forum.workspace import inbox_queries, organisation_queries, register_queries
from forum.workspace.register_queries import Filter

bp = Blueprint("inbox", __name__, url_prefix="/organisations")
DONE = {
    Decision.PART_OF: _("It is noted that one is a part of the other."),
    Decision.DIFFERENT: _("They stay two, and nobody is asked about them again."),
    Decision.LATER: _("Put off. The pair comes again after the others."),
}


def _done(decision: Decision, leading_id: int) -> Text:
    """What is said afterwards; of two that are one, which name stays."""
    if decision is not Decision.SAME:
        return DONE[decision]
    return _("Both are one organisation now: “%(name)s”.", name=queries.get(leading_id).name)


@bp.get("/inbox")
def index() -> ResponseReturnValue:
    new = queries.new_ones()
    return render_template(
        "workspace/inbox.html",
        question=inbox_queries.find_next(),
        left=inbox_queries.count(),
        new=new,
        numbers=register_queries.numbers_of([one.id for one in new]),
        merges=queries.merges()[:5],
        undone_until=queries.undone_until,
        words=words,
        form=Form(formdata=None),
    )


@bp.post("/inbox/<int:pair_id>")
def decide(pair_id: int) -> ResponseReturnValue:
    said = request.form.get("said", "")
    leading = request.form.get("leading", 0, type=int)
    form = Form()
    if said in list(Decision):
        decision = Decision(said)
        if form.does(
            lambda: pairing.decide(pair_id, decision, leading_id=leading, by=current_user.id)
        ):
            flash(str(_done(decision, leading)))
        for _field, problem in form.problems[:1]:
            flash(str(problem), "danger")
    elif form.validate_on_submit():
        flash(str(_("Please choose one of the four answers.")), "danger")
    return redirect(url_for(".index"))


@bp.post("/inbox/confirm")
def confirm() -> ResponseReturnValue:
    ids = request.form.getlist("organisation", type=int)
    Form().carry_out(lambda: service.confirm_all(ids), _("The new entries are confirmed."))
    return redirect(url_for(".index"))


@bp.get("/<int:organisation_id>/merge")
def choose(organisation_id: int) -> ResponseReturnValue:
    organisation = queries.get(organisation_id)
    typed = request.args.get("words", "")[:100]
    found = register_queries.page_of(Filter(words=typed), after=None).rows if typed else ()
    return render_template(
        "workspace/merge_choose.html",
        organisation=organisation,
        typed=typed,
        found=[one for one in found if one.id != organisation.id],
        similar=[
            one
            for one in suggesting.suggest(organisation.name, limit=6)
            if one.id != organisation.id
        ],
        words=words,
    )


@bp.route("/<int:organisation_id>/merge/<int:other_id>", methods=["GET", "POST"])
def merge(organisation_id: int, other_id: int) -> ResponseReturnValue:
    one, other = queries.get(organisation_id), queries.get(other_id)
    if one.id == other.id or one.merged_into_id or other.merged_into_id:
        return redirect(url_for("workspace.register.organisation", organisation_id=one.id))
    leading = request.form.get("leading", 0, type=int)
    form = Form()
    if form.does(
        lambda: merging.merge_two(one.id, other.id, leading_id=leading, by=current_user.id)
    ):
        flash(str(_done(Decision.SAME, leading)))
        return redirect(url_for("workspace.register.organisation", organisation_id=leading))
    shown = organisation_queries.preview(one, other)
    return render_template(
        "workspace/merge.html",
        one=one,
        preview=shown,
        leading_id=inbox_queries.leads(shown),
        verdict=suggesting.judge(one.name, other.name),
        form=form,
        words=words,
    )


@bp.post("/merges/<int:merge_id>/undo")
def undo(merge_id: int) -> ResponseReturnValue:
    Form().carry_out(
        lambda: merging.undo(merge_id, by=current_user.id),
        _("The merge is undone. Everything is as it was before."),
    )
    return redirect(url_for(".index"))
