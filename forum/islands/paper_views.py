"""The papers of the day, for organisers: what there is, and each as a file."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from forum.base import languages
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.documents.press import Printed
from forum.events import queries as events
from forum.events.models import Event
from forum.islands import paper_data, papers, queries, room_queries
from forum.islands.models import Plan
from forum.registration import counts

bp = Blueprint("papers", __name__)


def _one_of(words: Iterable[str], name: str) -> str:
    """The part of an address that is one of these words."""
    quoted = ",".join(f'"{word}"' for word in words)
    return f"<any({quoted}):{name}>"


LANGUAGE = _one_of(languages.LANGUAGES, "language")
KIND = _one_of(papers.KINDS, "kind")


@bp.get("/papers")
def index(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    return _shown(event, queries.find_published(event.id))


@bp.get("/papers/<int:number>")
def of_plan(slug: str, number: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    return _shown(event, queries.get_plan(event.id, number))


def _shown(event: Event, plan: Plan | None) -> str:
    return render_template(
        "islands/papers.html",
        event=event,
        plan=plan,
        stamp=plan and paper_data.stamp_of(plan),
        published=queries.find_published(event.id),
        moved=room_queries.moved_since(plan),
        kinds=papers.KINDS,
        parts=papers.parts_of(_coming(event)),
        languages=languages.LANGUAGES,
    )


@bp.get(f"/papers/<int:number>/{LANGUAGE}/{KIND}-<int:part>.pdf")
def download(slug: str, number: int, language: str, kind: str, part: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    plan = queries.get_plan(event.id, number)
    parts = papers.parts_of(_coming(event)) if papers.KINDS[kind].is_in_parts else [()]
    if not 1 <= part <= len(parts):
        raise NotFound(_("This forum has no such part of the papers."))
    printed = papers.write(event, plan, kind=kind, language=language, part=part)
    return pdf(printed, f"{slug}-plan-{number}-{kind}-{part}-{language}")


@bp.get(f"/papers/<int:number>/{LANGUAGE}/routes.csv")
def table(slug: str, number: int, language: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    plan = queries.get_plan(event.id, number)
    content = papers.as_csv(event, plan, language=language)
    response = Response(content, mimetype="text/csv")
    name = f"{slug}-plan-{number}-{language}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _coming(event: Event) -> int:
    return counts.places_left([event.id])[event.id].confirmed


def pdf(printed: Printed, name: str) -> Response:
    """A paper to look at in the browser and to print."""
    response = Response(printed.pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
