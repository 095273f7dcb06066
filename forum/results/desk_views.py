"""The editing desk, for organisers: what lies on it, what comes to it, words for single cards."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.forms import Form
from forum.base.text import _
from forum.events import queries as events
from forum.results import (
    asking,
    boards,
    card_queries,
    desk_forms,
    drafting,
    editing,
    passages,
    queries,
    releasing,
    teams,
    words,
)
from forum.results.outcome_models import FindingKind

bp = Blueprint("results", __name__)


@bp.get("/results")
def index(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    prepared = queries.find_prepared(event.id)
    drafted = queries.desk(event.id)
    return render_template(
        "results/desk.html",
        event=event,
        drafted=drafted,
        asked=asking.days(event.id, [one.finding for one in drafted]),
        untaken=drafting.untaken(event.id),
        prepared=prepared,
        obstacle=releasing.obstacle(prepared, by=current_user.id) if prepared else None,
        team=teams.members(prepared) if prepared else [],
        objections=queries.objections(prepared.id) if prepared else [],
        releases=queries.releases(event.id),
        headings=words.HEADINGS,
        flagged=card_queries.flagged_cards(event.id),
        form=Form(),
    )


@bp.post("/results/take-over")
def take_over(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    Form().carry_out(
        lambda: drafting.take_over(event.id, by=current_user.id),
        _("The groups of all islands lie on the desk."),
    )
    return _back(slug)


@bp.post("/results/take-over-cards")
def take_over_cards(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    Form().carry_out(
        lambda: drafting.take_over(event.id, by=current_user.id, with_single_cards=True),
        _("Groups and single cards of all islands lie on the desk."),
    )
    return _back(slug)


@bp.route("/results/new", methods=["GET", "POST"])
def add(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = desk_forms.NewFindingForm()
    form.island.choices = [
        (island.id, f"{island.letter} – {island.theme}") for island in event.islands
    ]
    if form.does(
        lambda: editing.add(
            event.id,
            form.island.data,
            FindingKind(form.kind.data),
            str(form.values()["text"]),
            addressee_name=form.addressee_name.data or "",
            by=current_user.id,
        )
    ):
        return _back(slug)
    return render_template("results/new.html", event=event, form=form), form.status


@bp.route("/results/cards/<int:card_id>", methods=["GET", "POST"])
def redact(slug: str, card_id: int) -> ResponseReturnValue:
    """Other words for a card that tells of somebody."""
    event = events.get_event(slug)
    card = card_queries.get_card(event.id, card_id)
    form = desk_forms.RedactForm(data={"text": card.text})
    if form.does(lambda: editing.redact(event.id, card_id, form.text.data, by=current_user.id)):
        flash(str(_("The card has other words now.")))
        return _back(slug)
    where = passages.find(card.text, queries.known_names(event.id))
    return render_template(
        "results/card.html",
        event=event,
        card=card,
        where=where,
        hints=words.HINTS,
        is_released=boards.is_released(event.id),
        form=form,
    ), form.status


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for(".index", slug=slug))
