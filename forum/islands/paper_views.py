"""The papers of the day, for organisers: what there is, and each as a file."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from forum.base import answers, languages
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.events import queries as events
from forum.events.models import Event
from forum.islands import paper_data, papers, queries, room_queries
from forum.islands.models import Plan
from forum.registration import counts, rules
from forum.registration import queries as registrations

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
    return answers.pdf(printed.pdf, f"{slug}-plan-{number}-{kind}-{part}-{language}")


@bp.get(f"/papers/<int:number>/{LANGUAGE}/routes.csv")
def table(slug: str, number: int, language: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    plan = queries.get_plan(event.id, number)
    content = papers.as_csv(event, plan, language=language)
    response = Response(content, mimetype="text/csv")
    name = f"{slug}-plan-{number}-{language}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get(f"/registrations/<int:registration_id>/{LANGUAGE}/arrival.pdf")
def arrival(slug: str, registration_id: int, language: str) -> ResponseReturnValue:
    """Badge, route card and notice for one person who stands at the door."""
    event = events.get_event(slug)
    registration = registrations.get(event.id, registration_id)
    if registration.state not in rules.TAKING_PART:
        raise NotFound(_("Only who has a place gets a badge and a route card."))
    plan = queries.find_published(event.id)
    printed = papers.write_arrival(registration, plan, language=language)
    return answers.pdf(printed.pdf, f"{slug}-{registration.id}-{language}")


def _coming(event: Event) -> int:
    return counts.places_left([event.id])[event.id].confirmed
