"""Where devices at an island hand over cards and dots that they have kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, current_app, jsonify, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from forum.base import clock
from forum.results import boards, capture_queries, capturing, reading, voting
from forum.results.capture_queries import Board
from forum.results.models import CardSource, ResultCard

bp = Blueprint("sending", __name__)


@bp.post("/host/<token:token>/cards")
def by_host(token: str) -> ResponseReturnValue:
    return _take(token, boards.HOST, CardSource.HOST)


@bp.post("/table/<token:token>/cards")
def by_table(token: str) -> ResponseReturnValue:
    return _take(token, boards.TABLE, CardSource.TABLE)


def _take(token: str, purpose: str, source: CardSource) -> ResponseReturnValue:
    """Takes in what a device hands over, and tells what the island has; nothing of it where the
    device only asks and has seen everything."""
    delivery = reading.delivery(request.get_json(silent=True))
    capture = boards.get(token, purpose)
    is_host = purpose == boards.HOST
    taken = capturing.take(
        capture.island_id,
        delivery.cards,
        source,
        device=delivery.by(is_host=is_host),
        may_edit=is_host,
    )
    told: dict[str, Any] = {"now": clock.now().isoformat(), "taken": taken}
    told["seen"] = capture_queries.seen(capture.island_id)
    if told["seen"] != delivery.seen:
        board = capture_queries.board(capture.island, for_table=not is_host)
        told["cards"] = shown(board)
    return jsonify(phase=capture.phase, **told)


@bp.put("/table/<token:token>/dots")
def dots(token: str) -> ResponseReturnValue:
    """All dots of a voter at once; sent again or late it changes nothing."""
    voter, sequence, laid = reading.budget(request.get_json(silent=True))
    capture = boards.get(token, boards.TABLE)
    return jsonify(outcome=voting.lay(capture.island_id, voter, laid, sequence=sequence))


@bp.get("/host/<token:token>/worker.js")
def host_worker(token: str) -> ResponseReturnValue:
    boards.get(token, boards.HOST)
    return _worker(url_for("capture.host", token=token))


@bp.get("/table/<token:token>/worker.js")
def table_worker(token: str) -> ResponseReturnValue:
    boards.get(token, boards.TABLE)
    return _worker(url_for("table.page", token=token))


def _worker(scope: str) -> ResponseReturnValue:
    """What keeps the page on the device; it may see this page and nothing beside it."""
    answer = current_app.send_static_file("desk-worker.js")
    answer.headers["Service-Worker-Allowed"] = scope
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def shown(board: Board) -> Sequence[dict[str, Any]]:
    """The cards of an island as devices show them, in the order in which they came."""
    return [_as_json(board, card) for card in board.cards]


def _as_json(board: Board, card: ResultCard) -> dict[str, Any]:
    return {
        "id": card.key,
        "row": card.id,
        "number": card.number,
        "column": card.column,
        "text": card.text,
        "other": card.other_text.split("\n") if card.other_text else [],
        "version": card.version,
        "hints": board.hints(card),
    }


def _without_form(state: BlueprintSetupState) -> None:
    """What these addresses take lies in the secret of the address and in no cookie, and a device
    hands it over days later, when no form's token is worth anything any more."""
    for view in (by_host, by_table, dots):
        state.app.extensions["csrf"].exempt(view)


bp.record(_without_form)
