"""What comes from the islands, for organisers: live, from backup files, with links and codes."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base import languages
from forum.base.forms import Form
from forum.base.text import _
from forum.events import queries as events
from forum.results import backups, boards, capture_forms, live_queries
from forum.results.capture_words import PHASES

bp = Blueprint("live", __name__)


@bp.get("/results/live")
def index(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    summaries = live_queries.summaries(events.islands_of(event.id))
    return render_template(
        "capture/live.html",
        event=event,
        summaries=summaries,
        cards=sum(one.cards for one in summaries),
        waiting=sum(one.waiting for one in summaries),
        is_prepared=bool(summaries) and all(one.capture for one in summaries),
        is_open=boards.is_open(event),
        columns=capture_forms.COLUMNS,
        phases=PHASES,
        languages=languages.LANGUAGES,
        code_of=boards.code_of,
    )


@bp.post("/results/live/prepare")
def prepare(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    Form().carry_out(
        lambda: boards.prepare(event.id),
        _(
            "Every island has its codes now. Please print the sheets and tell the teams "
            "their digits."
        ),
    )
    return redirect(url_for(".index", slug=slug))


@bp.post("/results/live/<int:island_id>/renew")
def renew(slug: str, island_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    Form().carry_out(
        lambda: boards.renew(event.id, island_id),
        _("Links, codes and digits of this island are new. What was printed before opens nothing."),
    )
    return redirect(url_for(".index", slug=slug))


@bp.route("/results/live/backup", methods=["GET", "POST"])
def backup(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    form = capture_forms.BackupForm()

    found: list[backups.ReadIn] = []
    form.does(lambda: found.append(backups.read_in(event.id, form.file.data.read())))
    page = render_template("capture/backup.html", event=event, form=form, found=found[:1])
    return page, form.status
