"""Pages for organisers, behind the sign-in."""

from __future__ import annotations

import functools

from flask import Blueprint, Flask, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.accounts.models import Role
from forum.base.refusal import Refused
from forum.base.text import _

LOOKING = {
    "workspace.day.check_in",
    "workspace.handling.choose",
    "workspace.registrations.search",
}
"""Forms that change nothing; they are sent by POST because names do not belong in addresses."""


def init_app(app: Flask) -> None:
    """Opens the organisers' pages."""
    app.register_blueprint(_assemble())


@functools.cache
def _assemble() -> Blueprint:
    """Hangs every organisers' page under one guarded door, once for every site of this process."""
    from forum.events import new_views
    from forum.organisations import organiser_views as organisations
    from forum.workspace import (
        calendar_views,
        inbox_views,
        register_views,
        site_views,
        views,
    )

    workspace = views.bp
    workspace.before_request(guard)
    for of_forum in (*_of_registration(), *_of_forum()):
        workspace.register_blueprint(of_forum, url_prefix="/events/<slug:slug>")
    registers = (register_views, inbox_views, organisations)
    for pages in (new_views, site_views, calendar_views, *registers):
        workspace.register_blueprint(pages.bp)
    return workspace


def _of_registration() -> list[Blueprint]:
    from forum.registration import (
        announcing_views,
        desk_views,
        handling_views,
        limit_views,
        organiser_views,
        task_views,
    )

    own = (organiser_views, desk_views, handling_views, task_views, limit_views, announcing_views)
    return [views.bp for views in own]


def _of_forum() -> list[Blueprint]:
    from forum.contacts import organiser_views as contacts
    from forum.contacts import wish_organiser_views as wishes
    from forum.cooperation import organiser_views as cooperation
    from forum.events import organiser_views as events
    from forum.feedback import organiser_views as feedback
    from forum.islands import organiser_views as islands
    from forum.islands import outlook_views, paper_views, rule_views
    from forum.lists import organiser_views as imports
    from forum.results import (
        desk_views,
        finding_views,
        live_views,
        outcome_views,
        release_views,
        sheet_views,
        team_views,
    )
    from forum.workspace import (
        answer_views,
        certificate_views,
        day_views,
        door_views,
        marking_views,
        publishing_views,
        right_views,
    )

    of_day = (day_views, door_views, marking_views, certificate_views)
    plans = (islands, rule_views, outlook_views, paper_views)
    desk = (desk_views, finding_views, outcome_views, release_views, team_views)
    results = (*desk, live_views, sheet_views)
    after = (cooperation, feedback)
    of_features = (events, imports, *plans, *results, contacts, wishes, *after)
    return [
        views.bp for views in (*of_features, answer_views, publishing_views, right_views, *of_day)
    ]


def guard() -> ResponseReturnValue | None:
    """Lets in who is signed in; who may only look cannot change anything."""
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined,no-any-return]
    looks = request.method in {"GET", "HEAD"} or request.endpoint in LOOKING
    if not looks and current_user.role is not Role.ORGANISER:
        raise Refused(_("Your account may look at everything but change nothing."))
    return None
