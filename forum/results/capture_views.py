"""The host's page of an island: collect, group, weigh, agree, read back."""

from __future__ import annotations

import re
import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.base import addresses, clock, codes
from forum.base.forms import Form
from forum.base.refusal import Refused
from forum.base.text import _
from forum.results import (
    boards,
    capture_forms,
    capture_queries,
    capturing,
    cards,
    faces,
    grouping,
    sending_views,
)
from forum.results.capture_models import IslandCapture, Phase
from forum.results.capture_words import PHASES, PHASES_NEXT
from forum.results.models import CardColumn, CardSource

bp = Blueprint("capture", __name__)
LONGEST_COUNT = 4
NO_COUNT = _("Hands are counted in whole numbers, such as 7. Nothing was kept yet.")
PAGES = {
    Phase.COLLECT: "capture/host_collect.html",
    Phase.GROUP: "capture/host_group.html",
    Phase.WEIGH: "capture/host_weigh.html",
    Phase.AGREE: "capture/host_agree.html",
    Phase.READ_BACK: "capture/host_read_back.html",
}


@bp.route("/capture/<token:token>", methods=["GET", "POST"])
def door(token: str) -> ResponseReturnValue:
    """What the code at the door opens: the host's page, for whoever knows the six digits."""
    capture = boards.get(token, boards.DOOR)
    form = capture_forms.CodeForm()
    client = request.remote_addr
    if form.does(lambda: boards.check_code(capture, form.code.data, client=client)):
        return redirect(url_for(".host", token=boards.token_of(capture, boards.HOST)))
    return render_template("capture/door.html", island=capture.island, form=form), form.status


@bp.get("/host/<token:token>")
def host(token: str) -> ResponseReturnValue:
    capture = boards.get(token, boards.HOST)
    asked = request.args.get("column", "")
    return _page(token, capture, last=asked if asked in list(CardColumn) else "")


def _page(token: str, capture: IslandCapture, *, last: str = "", **forms: Any) -> str:
    """The page of the phase the island is in. `forms`: those that come back with errors."""
    island = capture.island
    board = capture_queries.board(island)
    phases = list(Phase)
    place = phases.index(capture.phase)
    return render_template(
        PAGES[capture.phase],
        token=token,
        capture=capture,
        board=board,
        cards=sending_views.shown(board),
        phases=PHASES,
        here=capture.phase,
        before=phases[place - 1] if place else None,
        after=phases[place + 1] if place + 1 < len(phases) else None,
        next_labels=PHASES_NEXT,
        last=last or CardColumn.GOOD_PRACTICE,
        new_key=uuid.uuid4().hex,
        outcomes=capture_queries.outcomes(island.id),
        table_address=(at_table := boards.address_of(capture, boards.TABLE)),
        table_code=codes.as_image(at_table),
        **faces.around(island),
        **{"form": capture_forms.CardForm(formdata=None), "group_form": None, **forms},
    )


@bp.post("/host/<token:token>/new")
def add(token: str) -> ResponseReturnValue:
    capture = boards.get(token, boards.HOST)
    form = capture_forms.CardForm()
    column = form.chosen
    if form.validate_on_submit() and column is not None:
        card = cards.Sent(form.key.data or uuid.uuid4().hex, column, form.text.data, clock.now())
        capturing.take(capture.island_id, [card], CardSource.HOST)
        return redirect(url_for(".host", token=token, column=column) + "#new")
    return _page(token, capture, form=form)


@bp.post("/host/<token:token>/cards/<int:card_id>")
def change(token: str, card_id: int) -> ResponseReturnValue:
    """A card of which the sentence, the column or the choice between two texts is sent."""
    capture = boards.get(token, boards.HOST)
    form = capture_forms.ChangeForm()
    if not form.validate_on_submit():
        return _page(token, capture, form=form)
    text, base = form.text.data, form.base.data or 0
    if "keep" in request.form:
        form.carry_out(lambda: cards.choose(capture.island_id, card_id, text, base=base))
    else:
        cards.change(
            capture.island_id,
            card_id,
            base=base,
            text=text,
            column=CardColumn(form.column.data),
            is_removed="remove" in request.form,
        )
    return redirect(url_for(".host", token=token) + f"#card-{card_id}")


PHASE = addresses.one_of([one.value for one in Phase], "phase")


@bp.post(f"/host/<token:token>/phase/{PHASE}")
def go_on(token: str, phase: str) -> ResponseReturnValue:
    capture = boards.get(token, boards.HOST)
    if Form().validate_on_submit():
        boards.set_phase(capture.island_id, Phase(phase))
    return redirect(url_for(".host", token=token))


@bp.post("/host/<token:token>/table-code")
def renew_table(token: str) -> ResponseReturnValue:
    """Another code for the table, because the one before is in wrong hands."""
    capture = boards.get(token, boards.HOST)
    Form().carry_out(
        lambda: boards.renew_table(capture.island_id),
        _("The code for the table is new. What was printed or photographed before opens nothing."),
    )
    return redirect(url_for(".host", token=token))


@bp.post("/host/<token:token>/groups")
def group(token: str) -> ResponseReturnValue:
    """Chosen cards go under a new sentence, or into a group that there is."""
    capture = boards.get(token, boards.HOST)
    form = capture_forms.GroupForm()
    chosen = request.form.getlist("cards", type=int)
    column = request.form.get("column", "")
    into = request.form.get("into", 0, type=int)

    def put() -> None:
        if into:
            grouping.add_to(capture.island_id, into, chosen)
        else:
            grouping.put_together(
                capture.island_id,
                key=form.key.data or uuid.uuid4().hex,
                column=CardColumn(column),
                title=form.title.data or "",
                card_ids=chosen,
            )

    if column in list(CardColumn) and form.does(put):
        return redirect(url_for(".host", token=token) + f"#column-{column}")
    return _page(token, capture, group_form=form, chosen=chosen, at=column)


@bp.post("/host/<token:token>/groups/<int:group_id>")
def rename(token: str, group_id: int) -> ResponseReturnValue:
    capture = boards.get(token, boards.HOST)
    form = capture_forms.TitleForm()
    title = form.title.data or ""
    form.carry_out(lambda: grouping.rename(capture.island_id, group_id, title))
    return redirect(url_for(".host", token=token) + f"#group-{group_id}")


@bp.post("/host/<token:token>/cards/<int:card_id>/out")
def take_out(token: str, card_id: int) -> ResponseReturnValue:
    capture = boards.get(token, boards.HOST)
    if Form().validate_on_submit():
        grouping.take_out(capture.island_id, card_id)
    return redirect(url_for(".host", token=token))


@bp.post("/host/<token:token>/hands")
def hands(token: str) -> ResponseReturnValue:
    """How many hands went up for each group."""
    capture = boards.get(token, boards.HOST)
    typed = {
        int(name.removeprefix("group-")): value.strip()
        for name, value in request.form.items()
        if re.fullmatch(r"group-\d{1,9}", name, re.ASCII)
    }
    wrong = {number for number, value in typed.items() if value and not _is_count(value)}
    form = Form()

    def count() -> None:
        if wrong:
            raise Refused(NO_COUNT)
        grouping.count_hands(
            capture.island_id,
            {number: int(value) if value else None for number, value in typed.items()},
        )

    if form.does(count):
        flash(str(_("The hands are kept.")))
        return redirect(url_for(".host", token=token))
    return _page(token, capture, hands_form=form, typed=typed, wrong=wrong)


def _is_count(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= LONGEST_COUNT
