"""The paper twin of an island's page: the sheet, typing it in, and the flip chart."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base import addresses, answers, languages
from forum.base.forms import Form
from forum.base.refusal import NotFound
from forum.base.text import _, _n
from forum.events import queries as events
from forum.results import (
    capture_forms,
    capture_queries,
    passages,
    photos,
    queries,
    reading,
    sheets,
    typing_in,
)
from forum.results import capture_rules as rules

bp = Blueprint("sheets", __name__)
LANGUAGE = addresses.one_of(languages.LANGUAGES, "language")


@bp.get(f"/results/live/sheets-{LANGUAGE}.pdf")
def download(slug: str, language: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    printed = sheets.write(event, language=language)
    return answers.pdf(printed.pdf, f"{slug}-result-sheets-{language}")


@bp.route("/results/live/<int:island_id>/type", methods=["GET", "POST"])
def type_in(slug: str, island_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    island = events.get_island(event.id, island_id)
    form = capture_forms.LinesForm()

    def take_in() -> None:
        cards = reading.lines(form.lines.data, sheet=f"paper-{island.id}")
        new = typing_in.type_in(event.id, island.id, cards)
        flash(str(_n("%(num)s card is taken in.", "%(num)s cards are taken in.", new)))
        names = queries.known_names(event.id)
        marked = [one.number for one in cards if passages.find(one.text, names)]
        if marked:
            numbers = ", ".join(map(str, marked))
            said = _(
                "These cards may be about a person, please look at them: %(numbers)s",
                numbers=numbers,
            )
            flash(str(said), "danger")

    if form.does(take_in):
        return redirect(url_for(".type_in", slug=slug, island_id=island_id))
    return render_template(
        "capture/type.html",
        event=event,
        island=island,
        form=form,
        typed=capture_queries.paper_numbers(island.id),
        columns=[
            (label, letter, rules.PAPER.start + place * rules.PER_COLUMN)
            for place, (label, letter) in enumerate(
                zip(capture_forms.COLUMNS.values(), reading.COLUMN_LETTERS, strict=True)
            )
        ],
        per_column=rules.PER_COLUMN,
    ), form.status


@bp.route("/results/live/<int:island_id>/flip-charts", methods=["GET", "POST"])
def flip_charts(slug: str, island_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    island = events.get_island(event.id, island_id)
    form = capture_forms.PhotoForm()
    names = queries.known_names(event.id)

    def keep() -> None:
        image = form.image.data.read() if form.image.data else b""
        photos.add(event.id, island.id, form.transcription.data, image, by=current_user.id)

    if form.does(keep):
        flash(str(_("The flip chart is taken in.")))
        return redirect(url_for(".flip_charts", slug=slug, island_id=island_id))
    kept = capture_queries.photos_of(island.id)
    return render_template(
        "capture/photos.html",
        event=event,
        island=island,
        form=form,
        photos=kept,
        hints={one.id: _marked(one.transcription, names) for one in kept},
    ), form.status


def _marked(text: str, names: frozenset[str]) -> list[str]:
    return [text[one.start : one.end].strip(" ,") for one in passages.find(text, names)]


@bp.get("/results/live/flip-charts/<int:photo_id>")
def picture(slug: str, photo_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    photo = photos.get(event.id, photo_id)
    if photo.image is None:
        raise NotFound(events.GONE)
    return Response(photo.image, mimetype=photo.media_type)


@bp.post("/results/live/flip-charts/<int:photo_id>/remove")
def remove(slug: str, photo_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    island_id = photos.get(event.id, photo_id).island_id
    Form().carry_out(lambda: photos.remove(event.id, photo_id), _("The flip chart is destroyed."))
    return redirect(url_for(".flip_charts", slug=slug, island_id=island_id))
