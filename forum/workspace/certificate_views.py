"""Certificates of attendance that organisers hand out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.accounts import queries as accounts
from forum.accounts.models import Right
from forum.attendance import certificates
from forum.base import answers
from forum.base.forms import Form
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.events import queries as events
from forum.registration import protection, queries

bp = Blueprint("certificates", __name__)
LANGUAGE = '<any("de","en"):language>'
FOR_TWO = _("Two named people print this certificate, because the person is protected.")


@bp.get(f"/registrations/<int:registration_id>/{LANGUAGE}/certificate.pdf")
def certificate(slug: str, registration_id: int, language: str) -> ResponseReturnValue:
    event = events.get_event(slug)
    registration = queries.get(event.id, registration_id)
    if registration.is_protected or not certificates.is_due(registration):
        refusal = FOR_TWO if registration.is_protected else certificates.NONE
        flash(str(refusal), "danger")
        return redirect(
            url_for("workspace.registrations.detail", slug=slug, registration_id=registration.id)
        )
    printed = certificates.write(registration, registration.person.name, language=language)
    return answers.pdf(printed.pdf, f"{slug}-{registration.id}-{language}")


@bp.post("/protected/<int:registration_id>/certificate")
def protected(slug: str, registration_id: int) -> ResponseReturnValue:
    """With the real name, which makes it a look behind the name: noted like any other."""
    event = events.get_event(slug)
    accounts.check_right(current_user.id, event.id, Right.PROTECTION)
    registration = queries.get(event.id, registration_id)
    if not certificates.is_due(registration):
        raise NotFound(certificates.NONE)
    if not Form().validate_on_submit():
        return redirect(url_for("workspace.rights.protected", slug=slug))
    identity = protection.show(event.id, registration.id, by=current_user.id)
    name = f"{identity.first_name} {identity.last_name}".strip()
    printed = certificates.write(registration, name, language=registration.language)
    return answers.pdf(printed.pdf, f"{slug}-{registration.id}")
