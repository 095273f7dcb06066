"""The directory, for those who stand in it themselves: their entry, and whom they find."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.base import languages
from forum.base.forms import Form, answer_themselves
from forum.base.refusal import NotAllowed, Refused
from forum.base.text import _
from forum.contacts import directory_queries, directory_service, saying, wish_forms
from forum.organisations.words import SECTORS
from forum.registration import consents, queries, rules
from forum.registration.models import Purpose, Registration

bp = Blueprint("directory", __name__, url_prefix="/my/<token:token>/directory")


def opened(token: str) -> Registration:
    """The registration behind a link that nobody but its person knows.

    Raises:
        NotAllowed: organisers have printed the link, so they could read what they must not.
        Refused: who is protected stands nowhere; who has no place does not, either.
    """
    registration = queries.get_by_token(token)
    languages.speak(registration.language)
    if queries.came_on_paper(token, registration):
        raise NotAllowed(
            _(
                "The organisers have printed this link, and contact wishes are not for them to"
                " read. Please open the page from a link in an e-mail to you."
            )
        )
    if registration.is_protected:
        raise Refused(_("Your name stands nowhere, so this is not possible."))
    if registration.state not in rules.TAKING_PART:
        raise Refused(_("The directory is for those who have a place."))
    return registration


def to_entry(token: str) -> ResponseReturnValue:
    """To the page where somebody enters the directory, which is what comes first."""
    return redirect(url_for("directory.entry", token=token))


@bp.route("", methods=["GET", "POST"])
def index(token: str) -> ResponseReturnValue:
    registration = opened(token)
    is_open = directory_queries.is_open(registration.event)
    if not is_open:
        return redirect(url_for("wishes.index", token=token))
    if not directory_queries.is_member(registration):
        return to_entry(token)
    form = wish_forms.SearchForm()
    is_sent = form.validate_on_submit()
    found = directory_queries.find(
        form.sought() if is_sent else directory_queries.Sought(),
        registration,
        request.form.get("page", "") if is_sent else "",
    )
    return render_template(
        "contacts/directory.html",
        registration=registration,
        event=registration.event,
        token=token,
        form=form,
        part=found.part,
        number=found.number,
        is_sought=is_sent,
        sectors=SECTORS,
    ), form.status


@bp.route("/entry", methods=["GET", "POST"])
def entry(token: str) -> ResponseReturnValue:
    registration = opened(token)
    me = directory_queries.members(registration.event_id, only=[registration.id])
    if not directory_queries.is_open(registration.event):
        if me:
            return redirect(url_for("wishes.index", token=token))
        raise Refused(directory_queries.CLOSED)
    lines = saying.lines_of([registration.id]).get(registration.id, {})
    form = wish_forms.EntryForm(data=wish_forms.EntryForm.shown(lines))
    if form.does(lambda: directory_service.enter(registration.id, form.said())):
        flash(str(_("Saved. This is how others see you.")))
        return redirect(url_for(".entry", token=token))
    return render_template(
        "contacts/directory_entry.html",
        registration=registration,
        event=registration.event,
        token=token,
        form=form,
        me=me.get(registration.id),
        words=directory_service.WORDS,
        list_words=consents.WORDS[Purpose.CONTACT_LIST],
        is_contact_person=directory_queries.is_contact_person(registration),
        organisation=queries.organisation_of(registration),
        sectors=SECTORS,
    ), form.status


@bp.route("/leave", methods=["GET", "POST"])
def leave(token: str) -> ResponseReturnValue:
    registration = opened(token)
    form = Form()
    if form.does(lambda: directory_service.leave(registration.id)):
        flash(str(_("You have left the directory. This took effect at once.")))
        return redirect(url_for("my.page", token=token))
    return render_template(
        "contacts/directory_leave.html", event=registration.event, token=token, form=form
    ), form.status


answer_themselves(bp, index, entry)
