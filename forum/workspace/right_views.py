"""Who may see what people need and who is protected, and the two pages that show it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.accounts import forms
from forum.accounts import queries as accounts
from forum.accounts import service as account_service
from forum.accounts.models import Right
from forum.base.forms import Form
from forum.base.text import Text, _
from forum.events import queries as events
from forum.events.models import Event
from forum.registration import needs, protection, questions, task_queries, words
from forum.registration.person_models import ProtectedIdentity

bp = Blueprint("rights", __name__)

RIGHTS: dict[Right, Text] = {
    Right.NEEDS: _("Sees what participants need"),
    Right.PROTECTION: _("Sees who is protected"),
}


@bp.route("/rights", methods=["GET", "POST"])
def index(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = forms.RightForm(RIGHTS, accounts.all_accounts())
    if form.does(
        lambda: account_service.give_right(
            event.id, form.account.data, Right(form.kind.data), by=current_user.id
        )
    ):
        flash(str(_("The person is named.")))
        return redirect(url_for(".index", slug=slug))
    return render_template(
        "workspace/rights.html",
        event=event,
        form=form,
        rights=accounts.rights_of(event.id),
        words=RIGHTS,
    )


@bp.post("/rights/<int:right_id>/take")
def take(slug: str, right_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    if Form().validate_on_submit():
        account_service.take_right(event.id, right_id, by=current_user.id)
        flash(str(_("The right is taken away.")))
    return redirect(url_for(".index", slug=slug))


@bp.get("/needs")
def access_needs(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    accounts.check_right(current_user.id, event.id, Right.NEEDS)
    return render_template(
        "workspace/needs.html",
        event=event,
        people=needs.of_event(event.id),
        counts=needs.counts(event.id),
        late=task_queries.late_needs(event.id),
        form=Form(formdata=None),
        words=words.NEEDS,
        deleted_on=event.ends_at + needs.KEPT_FOR,
    )


@bp.get("/protected")
def protected(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    accounts.check_right(current_user.id, event.id, Right.PROTECTION)
    return _protected(event)


def _protected(event: Event, identity: ProtectedIdentity | None = None) -> str:
    return render_template(
        "workspace/protected.html",
        event=event,
        people=protection.of_event(event.id),
        questions=protection.questions(event.id),
        form=Form(formdata=None),
        identity=identity,
    )


@bp.post("/protected/<int:registration_id>")
def show_identity(slug: str, registration_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    accounts.check_right(current_user.id, event.id, Right.PROTECTION)
    identity = None
    if Form().validate_on_submit():
        identity = protection.show(event.id, registration_id, by=current_user.id)
    return _protected(event, identity)


@bp.post("/protected/<int:registration_id>/settle/<int:kept_id>/<any(same,other):said>")
def settle(slug: str, registration_id: int, kept_id: int, said: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    accounts.check_right(current_user.id, event.id, Right.PROTECTION)
    pair = (registration_id, kept_id)
    asked = {(one.registration_id, one.kept_id) for one in protection.questions(event.id)}
    if Form().validate_on_submit() and pair in asked:
        questions.settle_quietly(*pair, is_same=said == "same", by=current_user.id)
        flash(str(_("Thank you, that is noted.")))
    return redirect(url_for(".protected", slug=slug))
