"""Pages of the workspace that show several features."""

from __future__ import annotations

import functools
from typing import Any

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forum.accounts import queries as accounts
from forum.accounts.models import Right
from forum.base.refusal import NotFound
from forum.base.text import Text, _
from forum.contacts import codes, wish_digests
from forum.events import queries as events
from forum.invitations import feed_links
from forum.mail import queries as mail
from forum.registration import words as registration_words
from forum.site import queries as sites
from forum.workspace import queries

MESSAGES: dict[str, Text] = {
    "registration-received": _("Please confirm your registration"),
    "registration-again": _("You are already registered"),
    "registration-waiting": _("You are on the waiting list"),
    "registration-link": _("Your personal link"),
    "registration-entered": _("You are registered"),
    "registration-confirmed": _("Your place is confirmed"),
    "registration-promoted": _("You have a place"),
    "registration-offered": _("A place is free for you"),
    "registration-offer-over": _("The offered place has gone to somebody else"),
    "registration-same-person": _("A question about your registration"),
    "registration-reminder": _("The forum is coming up"),
    "registration-postponed": _("The forum is postponed"),
    "registration-called-off": _("The forum is cancelled"),
    "registration-cancelled": _("Your registration is cancelled"),
    "registration-ended": _("Your registration has ended"),
    "host-called-off": _("The forum is cancelled"),
    "host-postponed": _("The forum is postponed"),
    "supplier-called-off": _("The forum is cancelled"),
    "supplier-postponed": _("The forum is postponed"),
    "mailing-list-confirm": _("Please confirm the invitations"),
    "address-change-old": _("Please confirm the new e-mail address"),
    "address-change-new": _("Please confirm the new e-mail address"),
    "announcement": _("Invitation from the mailing list"),
    "contact-code": _("Your code for the contact list"),
    "contact-list-left": _("An entry has left the contact list"),
    "contact-list-left-organiser": _("An entry has left the contact list"),
    "contact-list-renew": _("Shall your entry stay?"),
    "results-draft": _("To island teams: the draft of the results"),
    "next-steps": _("How does your next step stand?"),
    "documentation": _("The results are there"),
    "outcome-news": _("What has become of it"),
    "calendar-changed": _("Changed: your forum day"),
    "calendar-removed": _("Removed from your calendar"),
    "calendar-declined": _("You have declined: is that right?"),
    "route-card": _("Your route card"),
    "team-confirm": _("Please confirm: we ask your colleagues"),
    "team-proposed": _("Would you like to come to this forum?"),
    "route-changed": _("Your route has changed"),
    "host-stands-in": _("To somebody who stands in as host"),
    "host-released": _("You need not stand in any more"),
    "host-team-changed": _("To hosts whose team has changed"),
}

FOR_THEM_ALONE = wish_digests.MAILS | {codes.KIND}
"""Messages that organisers do not read: who wishes for contact, and codes that open a list."""

bp = Blueprint("workspace", __name__, url_prefix="/workspace")


@bp.app_context_processor
def navigation() -> dict[str, Any]:
    """What the side navigation of a forum shows, where a page belongs to one, who did what, and
    where rooms do not fit the people who are planned there."""
    return {
        "nav_counts": functools.cache(queries.nav_counts),
        "account_names": queries.account_names,
        "access_conflicts": queries.access_conflicts,
        "sees_needs": lambda event_id: accounts.has_right(current_user.id, event_id, Right.NEEDS),
    }


@bp.get("/")
def index() -> ResponseReturnValue:
    feed = feed_links.address_of(feed_links.organiser(current_user))
    return render_template(
        "workspace/index.html",
        forums=queries.forums(),
        feed=feed,
        webcal=feed_links.for_programs(feed),
    )


@bp.get("/events/<slug:slug>/")
def event(slug: str) -> ResponseReturnValue:
    found = events.get_event(slug)
    return render_template(
        "workspace/event.html",
        event=found,
        overview=queries.overview(found),
        sectors=registration_words.SECTORS,
        task_kinds=registration_words.TASKS,
    )


@bp.get("/events/<slug:slug>/messages")
def messages(slug: str) -> ResponseReturnValue:
    found = events.get_event(slug)
    settings = current_app.config["FORUM"]
    return render_template(
        "workspace/messages.html",
        event=found,
        messages=mail.of_event(found.id, limit=200, but_not=wish_digests.MAILS),
        has_server=settings.mail_server is not None,
        is_demo=sites.is_demo(),
        kinds=MESSAGES,
    )


@bp.get("/messages")
def kept_messages() -> ResponseReturnValue:
    mailbox = current_app.config["FORUM"].instance_path / "mailbox"
    found = mail.masked_messages(mailbox, limit=100, but_not=FOR_THEM_ALONE)
    return render_template("workspace/kept_messages.html", messages=found)


@bp.get("/messages/<slug:name>")
def kept_message(name: str) -> ResponseReturnValue:
    mailbox = current_app.config["FORUM"].instance_path / "mailbox"
    message = mail.find_masked(mailbox, name, but_not=FOR_THEM_ALONE)
    if message is None:
        raise NotFound(_("There is no such message."))
    return render_template("workspace/kept_message.html", message=message)
