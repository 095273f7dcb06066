"""Somebody's own entry on the contact list: who sees what, how others see it, renew, withdraw."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base import clock, languages
from forum.base.forms import Form
from forum.base.text import _
from forum.contacts import entering, queries, rules
from forum.contacts.forms import AUDIENCES, EntryForm, SilentForm
from forum.contacts.rules import Audience
from forum.registration import consents
from forum.registration import queries as registrations
from forum.registration import rules as registration_rules
from forum.registration.models import Decision, Purpose, Registration

bp = Blueprint("contact_entry", __name__, url_prefix="/my/<token:token>/contact-entry")


@bp.route("", methods=["GET", "POST"])
def page(token: str) -> ResponseReturnValue:
    registration = _opened(token)
    newest = consents.latest(registration.consents).get(Purpose.CONTACT_LIST)
    is_granted = newest is not None and newest.decision is Decision.GRANTED
    form = EntryForm.about(registration, newest if is_granted else None)
    if form.does(
        lambda: entering.publish(
            registration, form.fields(), form.public(), is_silent=bool(form.is_silent.data)
        )
    ):
        flash(str(_("Your entry is noted. So others see it from now on.")))
        return redirect(url_for("contact_entry.page", token=token))
    until = (newest and newest.ends_at) or rules.a_year_after(registration.event.ends_at)
    return render_template(
        "contacts/entry.html",
        registration=registration,
        event=registration.event,
        may_agree=registration.state in registration_rules.ACTIVE and not registration.is_protected,
        is_granted=is_granted,
        until=until,
        has_ended=is_granted and clock.now() >= until,
        is_to_renew=queries.is_to_renew(registration),
        previews={
            AUDIENCES[viewer]: queries.preview(registration, viewer)
            for viewer in (Audience.FORUM, Audience.PUBLIC)
        },
        explanation=consents.WORDS[Purpose.CONTACT_LIST].explanation,
        form=form,
        silent=SilentForm(formdata=None),
        token=token,
    )


@bp.post("/withdraw")
def withdraw(token: str) -> ResponseReturnValue:
    registration = _opened(token)
    form = SilentForm()
    form.carry_out(
        lambda: entering.withdraw(registration, is_silent=bool(form.is_silent.data)),
        _("Your consent is withdrawn. This took effect at once."),
    )
    return redirect(url_for("my.page", token=token, _anchor="consents"))


@bp.post("/renew")
def renew(token: str) -> ResponseReturnValue:
    registration = _opened(token)
    Form().carry_out(
        lambda: entering.renew(registration), _("Your entry stays for another twelve months.")
    )
    return redirect(url_for("contact_entry.page", token=token))


def _opened(token: str) -> Registration:
    registration = registrations.get_by_token(token)
    languages.speak(registration.language)
    return registration
