"""Pages for organisers, behind the sign-in."""

from __future__ import annotations

import functools

from flask import Blueprint, Flask, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.accounts.models import Role
from forum.base.refusal import Refused
from forum.base.text import _

LOOKING = {"workspace.registrations.search", "workspace.handling.choose"}
"""Forms that change nothing; they are sent by POST because names do not belong in addresses."""


def init_app(app: Flask) -> None:
    """Opens the organisers' pages."""
    app.register_blueprint(_assemble())


@functools.cache
def _assemble() -> Blueprint:
    """Hangs every organisers' page under one guarded door, once for every site of this process."""
    from forum.contacts import organiser_views as contacts
    from forum.events import new_views
    from forum.events import organiser_views as events
    from forum.islands import organiser_views as islands
    from forum.islands import paper_views
    from forum.lists import organiser_views as imports
    from forum.registration import (
        announcing_views,
        desk_views,
        handling_views,
        limit_views,
        task_views,
    )
    from forum.registration import organiser_views as registration
    from forum.workspace import publishing_views, right_views, site_views, views

    workspace = views.bp
    workspace.before_request(guard)
    registering = (
        registration,
        desk_views,
        handling_views,
        task_views,
        limit_views,
        announcing_views,
    )
    features = (events, publishing_views, right_views, imports, islands, paper_views, contacts)
    for feature in (*features, *registering):
        workspace.register_blueprint(feature.bp, url_prefix="/events/<slug:slug>")
    for pages in (new_views, site_views):
        workspace.register_blueprint(pages.bp)
    return workspace


def guard() -> ResponseReturnValue | None:
    """Lets in who is signed in; who may only look cannot change anything."""
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined,no-any-return]
    looks = request.method in {"GET", "HEAD"} or request.endpoint in LOOKING
    if not looks and current_user.role is not Role.ORGANISER:
        raise Refused(_("Your account may look at everything but change nothing."))
    return None
