"""The cockpit: what became of next steps and demands, and whom somebody has to call."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base import clock
from forum.base.forms import Form
from forum.base.text import _
from forum.cooperation import demands as asking
from forum.cooperation import queries
from forum.events import queries as events
from forum.results import queries as results
from forum.results import words

bp = Blueprint("cooperation", __name__)


@bp.get("/cooperation")
def index(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    followed = queries.followed(event.id)
    demands = queries.demands(event.id)
    last = results.find_before(event)
    today = clock.in_berlin(clock.now()).date()
    return render_template(
        "cooperation/index.html",
        event=event,
        followed=followed,
        has_before=last is not None and bool(results.releases(last.id)),
        to_call=[(one, party) for one in followed for party in one.to_call],
        demands=[(one, queries.age_in_days(one, today)) for one in demands],
        to_ask=[one for one in demands if queries.comes_up(one, today)],
        form=Form(formdata=None),
        progress=words.PROGRESS,
        status=words.STATUS,
        addressees=words.ADDRESSEES,
        phone_of=queries.phone_of,
    )


@bp.post("/cooperation/demands/<int:finding_id>/asked-again")
def asked_again(slug: str, finding_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    Form().carry_out(
        lambda: asking.ask_again(event.id, finding_id, by=current_user.id),
        _("Noted. It comes up again in four weeks."),
    )
    return redirect(url_for(".index", slug=slug))
