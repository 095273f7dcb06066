"""Inviting those on the mailing list to a forum."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.forms import Form
from forum.base.text import _n
from forum.events import queries as events
from forum.registration import announcement_mails, announcing, paper

bp = Blueprint("announcing", __name__)


@bp.route("/invite", methods=["GET", "POST"])
def invite(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = Form()
    sent: list[int] = []
    if form.does(lambda: sent.append(announcing.announce(event.id, by=current_user.id))):
        number = sent[0]
        said = _n("%(num)s person is invited.", "%(num)s people are invited.", number)
        flash(str(said))
        return redirect(url_for("workspace.announcing.invite", slug=slug))
    return render_template(
        "registration/invite.html",
        event=event,
        form=form,
        invited=announcing.invited(event.id),
        is_possible=announcing.is_possible(event),
        sample=paper.lay_out(announcement_mails.sample(event)),
    ), form.status
