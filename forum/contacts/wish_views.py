"""Contact wishes, on one's own page: what waits, what one has wished for, who wants it, too."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.base.forms import Form, answer_themselves
from forum.base.text import _
from forum.contacts import (
    directory_queries,
    exports,
    visibility,
    wish_ending,
    wish_forms,
    wish_meetings,
    wish_noting,
    wish_queries,
    wish_service,
)
from forum.contacts.directory_views import opened, to_entry
from forum.contacts.rules import Audience
from forum.organisations.words import SECTORS

bp = Blueprint("wishes", __name__, url_prefix="/my/<token:token>/wishes")


def _list(token: str) -> ResponseReturnValue:
    return redirect(url_for(".index", token=token))


@bp.get("")
def index(token: str) -> ResponseReturnValue:
    registration = opened(token)
    wishes = wish_queries.of(registration)
    if not wishes.is_member:
        return to_entry(token)
    return render_template(
        "contacts/wishes.html",
        event=registration.event,
        token=token,
        wishes=wishes,
        is_open=directory_queries.is_open(registration.event),
        sectors=SECTORS,
    )


@bp.route("/to/<int:other_id>", methods=["GET", "POST"])
def make(token: str, other_id: int) -> ResponseReturnValue:
    registration = opened(token)
    if not directory_queries.is_member(registration):
        return to_entry(token)
    other = directory_queries.get(registration, other_id)
    form = wish_forms.WishForm()
    if form.validate_on_submit():
        made: list[bool] = []
        if form.does(
            lambda: made.append(wish_service.make(registration.id, other.id, form.asked()))
        ):
            flash(
                str(
                    _("Both of you want it. Here is how you reach each other.")
                    if made[0]
                    else _("Your wish is on its way.")
                )
            )
            return _list(token)
    return render_template(
        "contacts/wish.html",
        registration=registration,
        event=registration.event,
        token=token,
        other=other,
        registration_shown=visibility.of(registration, Audience.FORUM),
        form=form,
        free=wish_queries.of(registration).free,
        sectors=SECTORS,
    ), form.status


@bp.route("/<int:wish_id>/answer", methods=["GET", "POST"])
def answer(token: str, wish_id: int) -> ResponseReturnValue:
    registration = opened(token)
    wish = wish_queries.get_received(registration, wish_id)
    form = wish_forms.ReachForm()
    if request.form.get("answer") == "no":
        if form.does(lambda: wish_service.refuse(registration.id, wish.id)):
            flash(str(_("The wish is gone from your page. Nobody learns why.")))
            return _list(token)
    elif form.does(lambda: wish_service.accept(registration.id, wish.id, form.fields())):
        flash(str(_("Both of you want it. Here is how you reach each other.")))
        return _list(token)
    return render_template(
        "contacts/wish_answer.html",
        registration=registration,
        event=registration.event,
        token=token,
        wish=wish,
        registration_shown=visibility.of(registration, Audience.FORUM),
        form=form,
        sectors=SECTORS,
    ), form.status


@bp.post("/<int:wish_id>/withdraw")
def withdraw(token: str, wish_id: int) -> ResponseReturnValue:
    registration = opened(token)
    Form().carry_out(
        lambda: wish_service.withdraw(registration.id, wish_id), _("The wish is taken back.")
    )
    return _list(token)


@bp.get("/contacts/<int:match_id>.vcf")
def card(token: str, match_id: int) -> ResponseReturnValue:
    contact = wish_queries.get_contact(opened(token), match_id)
    response = Response(exports.as_vcards([contact.entry]), mimetype="text/vcard")
    response.headers["Content-Disposition"] = 'attachment; filename="kontakt.vcf"'
    return response


@bp.route("/contacts/<int:match_id>/end", methods=["GET", "POST"])
def end(token: str, match_id: int) -> ResponseReturnValue:
    registration = opened(token)
    contact = wish_queries.get_contact(registration, match_id)
    form = Form()
    if form.does(lambda: wish_ending.end_contact(registration.id, contact.id)):
        flash(str(_("You no longer see each other's contact data here.")))
        return _list(token)
    return render_template(
        "contacts/wish_end.html",
        event=registration.event,
        token=token,
        contact=contact,
        form=form,
    ), form.status


@bp.route("/met", methods=["GET", "POST"])
def met(token: str) -> ResponseReturnValue:
    registration = opened(token)
    if not directory_queries.is_member(registration):
        return to_entry(token)
    form = wish_forms.MetForm()
    if form.does(lambda: wish_noting.tick(registration, form.met.data or [])):
        flash(str(_("Saved.")))
        return redirect(url_for(".met", token=token))
    people = wish_meetings.met_by(registration)
    return render_template(
        "contacts/met.html",
        event=registration.event,
        token=token,
        people=people,
        notes={one.id: wish_noting.read(one, token) for one in people},
        lost={one.id for one in people if wish_noting.is_lost(one, token)},
        is_open=directory_queries.is_open(registration.event),
        form=form,
    ), form.status


@bp.route("/met/<int:other_id>", methods=["GET", "POST"])
def note(token: str, other_id: int) -> ResponseReturnValue:
    registration = opened(token)
    if not directory_queries.is_member(registration):
        return to_entry(token)
    one = wish_noting.find(registration, other_id)
    form = wish_forms.NoteForm(data={"note": wish_noting.read(one, token)})
    if form.does(lambda: wish_noting.write(registration, one.id, form.note.data or "", token)):
        flash(str(_("Saved.")))
        return redirect(url_for(".met", token=token))
    return render_template(
        "contacts/met_note.html", event=registration.event, token=token, one=one, form=form
    ), form.status


answer_themselves(bp, make, answer)
