"""The contact list, for organisers: look, open earlier, download, print."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base import addresses, answers, clock, paging
from forum.base.forms import Form
from forum.base.text import _
from forum.contacts import exports, queries, service, versions
from forum.contacts.models import AccessKind
from forum.contacts.visibility import Entry
from forum.events import queries as events
from forum.events import rules as event_rules
from forum.events.models import Event
from forum.registration import protection

bp = Blueprint("contacts", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = {
    "csv": (exports.as_csv, "text/csv", AccessKind.CSV),
    "xlsx": (exports.as_xlsx, XLSX, AccessKind.XLSX),
    "vcf": (exports.as_vcards, "text/vcard", AccessKind.VCARD),
}
KIND = addresses.one_of(FILES, "kind")


@bp.get("/contacts")
def index(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    entries = queries.entries(event.id)
    return render_template(
        "contacts/index.html",
        event=event,
        entries=entries,
        part=paging.part(entries, request.args.get("page", ""), size=queries.PAGE),
        address=functools.partial(url_for, "workspace.contacts.index", slug=slug),
        stamp=exports.stamp(_note(event, entries, AccessKind.PAGE)),
        protected=protection.count(event.id),
        ending=queries.ending(entries),
        is_open=event_rules.contact_list_is_open(event, clock.now()),
        accesses=queries.accesses(event.id),
        organisations=queries.that_can_stand(event.id),
        remove_of=functools.partial(_removal_of, slug),
    )


@bp.get(f"/contacts/list.{KIND}")
def download(slug: str, kind: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    entries = queries.entries(event.id)
    write, mimetype, access = FILES[kind]
    version = _note(event, entries, access)
    response = Response(write(entries), mimetype=mimetype)
    name = f"kontaktliste-{slug}-{version}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/contacts/list.pdf")
def paper(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    entries = queries.entries(event.id)
    version = _note(event, entries, AccessKind.PDF)
    more = protection.count(event.id)
    printed = exports.as_pdf(event, entries, version=version, protected=more)
    return answers.pdf(printed.pdf, f"kontaktliste-{slug}-{version}")


@bp.get("/contacts/print")
def print_page(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    entries = queries.entries(event.id)
    version = _note(event, entries, AccessKind.PRINT)
    return render_template(
        "contacts/print.html",
        event=event,
        entries=entries,
        stamp=exports.stamp(version),
        only_for=exports.ONLY_FOR,
        protected=protection.count(event.id),
    )


@bp.post("/contacts/open")
def open_list(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    opened = _("The contact list is open to everybody who stands on it.")
    Form().carry_out(lambda: service.open_list(event.id), opened)
    return _back(slug)


@bp.post("/contacts/close")
def close_list(slug: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    closed = _("The contact list is closed again until the forum is over.")
    Form().carry_out(lambda: service.close_list(event.id), closed)
    return _back(slug)


@bp.post("/contacts/organisations/<int:organisation_id>")
def add_organisation(slug: str, organisation_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    Form().carry_out(
        lambda: service.add_organisation(event.id, organisation_id, by=current_user.id),
        _("The organisation stands on the list with its mailbox."),
    )
    return _back(slug)


@bp.post("/contacts/organisations/<int:organisation_id>/remove")
def remove_organisation(slug: str, organisation_id: int) -> ResponseReturnValue:
    event = events.get_event(slug)
    Form().carry_out(
        lambda: service.remove_organisation(event.id, organisation_id),
        _("The organisation is off the list."),
    )
    return _back(slug)


def _note(event: Event, entries: Sequence[Entry], kind: AccessKind) -> int:
    """Keeps that the organiser looked, or took the list along; returns its version."""
    version = versions.number_of(event.id, entries)
    versions.note_used_by(current_user.id, event.id, version, entries, kind)
    return version


def _removal_of(slug: str, number: str) -> str:
    return url_for("workspace.contacts.remove_organisation", slug=slug, organisation_id=int(number))


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for("workspace.contacts.index", slug=slug))
