"""What the demo would have sent: only in a demo, only for browsers on the same machine."""

from __future__ import annotations

import ipaddress

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from forum.mail import queries
from forum.site import queries as site

bp = Blueprint("mailbox", __name__)


@bp.before_request
def only_here() -> None:
    address = ipaddress.ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104 - not a bind
    if not (site.is_demo() and address.is_loopback):
        abort(404)


@bp.get("/mailbox")
def index() -> ResponseReturnValue:
    settings = current_app.config["FORUM"]
    messages = queries.kept_messages(settings.instance_path / "mailbox", limit=100)
    return render_template("public/mailbox.html", messages=messages)


@bp.get("/mailbox/<slug:name>")
def message(name: str) -> ResponseReturnValue:
    settings = current_app.config["FORUM"]
    found = queries.find_kept(settings.instance_path / "mailbox", name, masked=False)
    if found is None:
        abort(404)
    return render_template("public/message.html", message=found)
