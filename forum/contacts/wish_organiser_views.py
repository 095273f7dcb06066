"""Contact wishes, for organisers: numbers, and single wishes only where somebody asks for help."""

from __future__ import annotations

from babel.numbers import format_decimal
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base import languages
from forum.base.forms import Form
from forum.base.text import _
from forum.contacts import wish_brokering, wish_figures, wish_forms, wish_meetings
from forum.events import queries as events

bp = Blueprint("wishes", __name__)


@bp.get("/contact-wishes")
def index(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    numbers = wish_figures.numbers(event.id)
    return render_template(
        "contacts/wish_numbers.html",
        event=event,
        numbers=numbers,
        days=format_decimal(numbers.days or 0, locale=languages.current()),
        outcome=wish_meetings.outcome_of(event),
        brokered=wish_figures.brokered(event.id),
    )


@bp.route("/contact-wishes/<int:wish_id>", methods=["GET", "POST"])
def agree(slug: str, wish_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    found = wish_figures.get_brokered(event.id, wish_id)
    form = wish_forms.PhoneForm()
    if form.does(
        lambda: wish_brokering.agree_by_phone(found.wish, form.fields(), by=current_user.id)
    ):
        flash(str(_("Both want it. Each now sees how to reach the other.")))
        return redirect(url_for("workspace.wishes.index", slug=slug))
    return render_template(
        "contacts/wish_broker.html", event=event, found=found, form=form
    ), form.status


@bp.post("/contact-wishes/<int:wish_id>/passed-on")
def pass_on(slug: str, wish_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    found = wish_figures.get_brokered(event.id, wish_id)
    Form().carry_out(
        lambda: wish_brokering.pass_on(found.wish, by=current_user.id),
        _("It is noted that the wish was passed on."),
    )
    return redirect(url_for("workspace.wishes.index", slug=slug))
