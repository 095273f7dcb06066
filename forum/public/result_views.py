"""Results for everybody, and the draft for the team of an island."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base import answers, clock, languages
from forum.base.forms import Form
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.events import queries as events
from forum.public import host_views
from forum.results import desk_forms, documentation, papers, queries, releasing, words
from forum.results.documentation import Documentation

bp = Blueprint("results", __name__)
NOT_YET = _("The results of this forum are not published yet.")


@bp.get("/events/<slug:slug>/results")
def page(slug: str) -> ResponseReturnValue:
    found = _get(slug)
    return render_template(
        "public/results.html",
        found=found,
        event=found.event,
        island=None,
        learned=documentation.LEARNED,
        headings=words.HEADINGS,
    )


@bp.get("/events/<slug:slug>/results/<int:position>")
def island(slug: str, position: int) -> ResponseReturnValue:
    found = _get(slug)
    shown = next((one for one in found.event.islands if one.position == position), None)
    if shown is None:
        raise NotFound(events.GONE)
    return render_template(
        "public/results.html",
        found=found,
        event=found.event,
        island=shown,
        learned=documentation.LEARNED,
        headings=words.HEADINGS,
    )


@bp.get("/events/<slug:slug>/before")
def before(slug: str) -> ResponseReturnValue:
    """How a forum can open: with what became of the one before."""
    event = events.get_public_event(slug)
    last = queries.find_before(event)
    found = documentation.find(last) if last else None
    if found is None:
        raise NotFound(_("The forum before this one has published no results."))
    return render_template(
        "public/before.html", event=event, found=found, counts=documentation.counts(found)
    )


@bp.get("/events/<slug:slug>/results.csv")
def as_csv(slug: str) -> ResponseReturnValue:
    found = _get(slug)
    response = Response(documentation.as_csv(found), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="ergebnisse-{slug}.csv"'
    return response


@bp.get("/events/<slug:slug>/results.pdf")
def as_pdf(slug: str) -> ResponseReturnValue:
    found = _get(slug)
    return answers.pdf(papers.write(found, language=languages.current()).pdf, f"ergebnisse-{slug}")


def _get(slug: str) -> Documentation:
    found = documentation.find(events.get_public_event(slug))
    if found is None:
        raise NotFound(NOT_YET)
    return found


@bp.route("/islands/<token:token>/results", methods=["GET", "POST"])
def draft(token: str) -> ResponseReturnValue:
    """The draft of an island's results; its button says that its team agrees."""
    host = host_views.host_of(token)
    event = host.island.event
    prepared = queries.find_prepared(event.id)
    form = Form()
    if form.does(lambda: releasing.answer(host, finding_id=None)):
        flash(str(_("Thank you. We have noted that you agree.")))
        return redirect(url_for(".draft", token=token))
    said = queries.answers_of(prepared.id, host.id) if prepared else []
    return render_template(
        "public/draft.html",
        host=host,
        island=host.island,
        event=event,
        token=token,
        prepared=prepared,
        findings=queries.findings_of_island(event.id, host.island_id) if prepared else [],
        agreed=any(one.finding_id is None for one in said),
        said={one.finding_id: one for one in said if one.finding_id is not None},
        is_over=prepared is not None and prepared.ready_at <= clock.now(),
        kinds=words.KINDS,
        form=form,
    ), form.status


@bp.route("/islands/<token:token>/results/<int:finding_id>", methods=["GET", "POST"])
def object_to(token: str, finding_id: int) -> ResponseReturnValue:
    host = host_views.host_of(token)
    event = host.island.event
    found = queries.findings_of_island(event.id, host.island_id)
    finding = next((one for one in found if one.id == finding_id), None)
    if finding is None or queries.find_prepared(event.id) is None:
        raise NotFound(events.GONE)
    form = desk_forms.ObjectionForm()
    if form.does(lambda: releasing.answer(host, finding_id=finding_id, text=form.text.data or "")):
        flash(str(_("Thank you. The organisers settle this before anything is published.")))
        return redirect(url_for(".draft", token=token))
    return render_template(
        "public/object.html",
        host=host,
        island=host.island,
        event=event,
        token=token,
        finding=finding,
        form=form,
    ), form.status
