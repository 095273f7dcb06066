"""An organiser's own calendar of all forums."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.base.forms import Form
from forum.base.text import _
from forum.invitations import feed_links

bp = Blueprint("calendar", __name__, url_prefix="/calendar")


@bp.post("/renew")
def renew() -> ResponseReturnValue:
    Form().carry_out(
        lambda: feed_links.renew(feed_links.organiser(current_user)),
        _("Your calendar has a new address. The one before shows nothing any more."),
    )
    return redirect(url_for("workspace.index"))
