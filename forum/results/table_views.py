"""An island's page for those who sit at it: add cards, see them, lay three dots."""

from __future__ import annotations

import uuid

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.base import clock
from forum.base.forms import Form
from forum.base.text import _
from forum.results import (
    boards,
    capture_forms,
    capture_queries,
    capturing,
    faces,
    sending_views,
    voting,
)
from forum.results import capture_rules as rules
from forum.results.capture_models import IslandCapture, Phase
from forum.results.cards import Sent
from forum.results.change_rules import Taken
from forum.results.models import CardColumn, CardSource

bp = Blueprint("table", __name__)
VOTER = "voter"
AFTER_VOTE = (Phase.AGREE, Phase.READ_BACK)


@bp.get("/table/<token:token>")
def page(token: str) -> ResponseReturnValue:
    capture = boards.get(token, boards.TABLE)
    asked = request.args.get("column", "")
    return _page(token, capture, last=asked if asked in list(CardColumn) else "")


def _page(
    token: str,
    capture: IslandCapture,
    *,
    last: str = "",
    form: capture_forms.CardForm | None = None,
    votes: Form | None = None,
    laid: dict[str, int] | None = None,
) -> str:
    island = capture.island
    board = capture_queries.board(island, for_table=True)
    voter = _voter()
    return render_template(
        "capture/table.html",
        token=token,
        phase=capture.phase,
        board=board,
        cards=sending_views.shown(board),
        is_weighing=capture.phase is Phase.WEIGH and bool(board.groups),
        has_voted=capture.phase in AFTER_VOTE,
        voter=voter,
        most=rules.DOTS,
        laid=capture_queries.own_dots(island.id, voter) if laid is None else laid,
        form=form or capture_forms.CardForm(formdata=None),
        votes=votes,
        last=last or CardColumn.GOOD_PRACTICE,
        new_key=uuid.uuid4().hex,
        **faces.around(island),
    )


def _voter() -> str:
    """The random word of this browser that its dots belong to."""
    if VOTER not in session:
        session[VOTER] = uuid.uuid4().hex
    return str(session[VOTER])


@bp.post("/table/<token:token>/new")
def add(token: str) -> ResponseReturnValue:
    capture = boards.get(token, boards.TABLE)
    form = capture_forms.CardForm()
    column = form.chosen
    if form.validate_on_submit() and column is not None:
        card = Sent(form.key.data or uuid.uuid4().hex, column, form.text.data, clock.now())
        taken = capturing.take(capture.island_id, [card], CardSource.TABLE, may_edit=False)
        if taken[card.key] is not Taken.FULL:
            return redirect(url_for(".page", token=token, column=column) + "#new")
        form.refuse(capturing.TABLES_ARE_FULL)
    return _page(token, capture, form=form)


@bp.post("/table/<token:token>/vote")
def vote(token: str) -> ResponseReturnValue:
    """The dots of a browser without JavaScript."""
    capture = boards.get(token, boards.TABLE)
    laid = {
        name.removeprefix("dots-"): int(value)
        for name, value in request.form.items()
        if name.startswith("dots-") and value in {"0", "1", "2", "3"}
    }
    form = Form()
    if form.does(lambda: voting.lay(capture.island_id, _voter(), laid, sequence=None)):
        flash(str(_("Your dots are laid.")))
        return redirect(url_for(".page", token=token) + "#dots")
    return _page(token, capture, votes=form, laid=laid)
