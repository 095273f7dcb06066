"""The contact list as participants see it: behind their personal link and a code from a mail."""

from __future__ import annotations

import functools

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.base import clock, languages, paging
from forum.base.forms import Form
from forum.base.text import _
from forum.contacts import codes, exports, groups, queries, versions
from forum.contacts.forms import CodeForm, SearchForm
from forum.contacts.visibility import Entry
from forum.registration import queries as registrations
from forum.registration.models import Registration

bp = Blueprint("contacts", __name__, url_prefix="/my/<token:token>/contacts")
OPEN_FOR_SECONDS = 30 * 60
LET_IN = "contact_lists"


@bp.route("", methods=["GET", "POST"])
def index(token: str) -> ResponseReturnValue:
    registration = opened(token)
    if not _is_let_in(registration):
        return _gate(token, registration, CodeForm())
    shown = queries.entries(registration.event_id)
    return _list(token, registration, shown, shown)


@bp.route("/round/<int:number>/island/<int:island_id>", methods=["GET", "POST"])
def group(token: str, number: int, island_id: int) -> ResponseReturnValue:
    registration = opened(token)
    if not _is_let_in(registration):
        return _gate(token, registration, CodeForm())
    here = groups.get(groups.of(registration), number, island_id)
    there = groups.people_in(registration, here)
    everybody = queries.entries(registration.event_id)
    shown = [entry for entry in everybody if entry.key in there]
    return _list(token, registration, everybody, shown, here)


@bp.get("/<int:number>.vcf")
def card(token: str, number: int) -> ResponseReturnValue:
    registration = opened(token)
    if not _is_let_in(registration):
        return redirect(url_for("contacts.index", token=token))
    shown = queries.entries(registration.event_id)
    entry = queries.get_entry(shown, number)
    version = versions.number_of(registration.event_id, shown)
    versions.note_taken(registration, version, shown, entry)
    response = Response(exports.as_vcards([entry]), mimetype="text/vcard")
    response.headers["Content-Disposition"] = f'attachment; filename="kontakt-{number}.vcf"'
    return response


@bp.post("/code")
def send_code(token: str) -> ResponseReturnValue:
    registration = opened(token)
    Form().carry_out(
        lambda: codes.send(registration),
        _("We have sent you a code. It is valid for ten minutes."),
    )
    return redirect(url_for("contacts.index", token=token))


@bp.post("/enter")
def enter(token: str) -> ResponseReturnValue:
    registration = opened(token)
    form = CodeForm()
    if form.does(lambda: codes.use(registration.id, form.code.data)):
        until = int(clock.now().timestamp()) + OPEN_FOR_SECONDS
        session[LET_IN] = {**session.get(LET_IN, {}), str(registration.id): until}
        return redirect(url_for("contacts.index", token=token))
    return _gate(token, registration, form)


def opened(token: str) -> Registration:
    """The registration behind the link, which may see the list; in its language.

    Raises:
        NotFound: the link is damaged.
        Refused: the list is not open, or they do not stand on it.
    """
    registration = registrations.get_by_token(token)
    languages.speak(registration.language)
    queries.check_may_see(registration)
    return registration


def _is_let_in(registration: Registration) -> bool:
    until = session.get(LET_IN, {}).get(str(registration.id), 0)
    return bool(clock.now().timestamp() < until)


def _gate(token: str, registration: Registration, form: CodeForm) -> str:
    return render_template(
        "contacts/gate.html",
        event=registration.event,
        has_address=bool(registration.email),
        form=form,
        token=token,
    )


def _list(
    token: str,
    registration: Registration,
    everybody: list[Entry],
    shown: list[Entry],
    here: groups.Group | None = None,
) -> str:
    version = versions.number_of(registration.event_id, everybody)
    versions.note_opened(registration, version, everybody)
    search = SearchForm().offer(shown)
    is_searched = search.validate_on_submit()
    found = shown
    if is_searched:
        found = queries.matching(shown, search.words.data or "", search.organisation.data or "")
    return render_template(
        "contacts/list.html",
        event=registration.event,
        part=paging.part(found, request.form.get("page", ""), size=queries.PAGE),
        hits=len(found),
        many=len(shown),
        is_searched=is_searched and bool(search.words.data or search.organisation.data),
        search=search,
        stamp=exports.stamp(version),
        only_for=exports.ONLY_FOR,
        groups=groups.of(registration),
        here=here,
        card_of=functools.partial(_card_of, token),
        token=token,
    )


def _card_of(token: str, key: str) -> str:
    return url_for("contacts.card", token=token, number=int(key))
