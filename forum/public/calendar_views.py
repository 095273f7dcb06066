"""Calendars to subscribe to, and the page with all ways into a calendar."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.base import addresses, languages
from forum.base.forms import Form
from forum.base.text import _
from forum.events import queries as events
from forum.invitations import choices, feed_links, feeds, keeping
from forum.invitations import queries as invitations
from forum.invitations.feeds import Feed
from forum.registration import queries as registrations
from forum.registration import rules

bp = Blueprint("calendars", __name__)


@bp.get("/calendars/forums.ics")
def forums() -> ResponseReturnValue:
    return _answer(feeds.of_all_forums(), is_public=True)


@bp.get("/calendars/<token:token>.ics")
def feed(token: str) -> ResponseReturnValue:
    return _answer(feeds.find(token))


def _answer(found: Feed, *, is_public: bool = False) -> Response:
    """The calendar, or word that it has not changed; then it is not even made."""
    is_known = request.if_none_match.contains(found.etag)
    response = Response(status=304) if is_known else Response(found.write())
    response.mimetype = "text/calendar"
    response.set_etag(found.etag)
    response.headers["Cache-Control"] = "public, no-cache" if is_public else "private, no-cache"
    if is_public:
        response.vary.update(("Accept-Language", "Cookie"))  # the language comes from these
    return response


@bp.get("/events/<slug:slug>/calendar")
def of_event(slug: str) -> ResponseReturnValue:
    event = events.get_public_event(slug)
    address = addresses.absolute("calendars.forums")
    return render_template(
        "public/event_calendar.html",
        event=event,
        choices=choices.of(invitations.entry_of(event)),
        feed=address,
        webcal=feed_links.for_programs(address),
    )


@bp.get("/my/<token:token>/calendar")
def of_mine(token: str) -> ResponseReturnValue:
    registration = registrations.get_by_token(token)
    languages.speak(registration.language)
    address = feed_links.address_of(feed_links.participant(registration))
    is_hidden = registrations.came_on_paper(token, registration)
    return render_template(
        "public/my_calendar.html",
        registration=registration,
        event=registration.event,
        token=token,
        has_place=registration.state in rules.TAKING_PART,
        choices=choices.of(invitations.entry_of(registration.event)),
        feed="" if is_hidden else address,
        webcal=feed_links.for_programs(address),
        form=Form(),
    )


@bp.post("/my/<token:token>/calendar/renew")
def renew(token: str) -> ResponseReturnValue:
    registration = registrations.get_by_token(token)
    languages.speak(registration.language)
    Form().carry_out(
        lambda: feed_links.renew(feed_links.participant(registration)),
        _("Your calendar has a new address. The one before shows nothing any more."),
    )
    return redirect(url_for(".of_mine", token=token))


@bp.route("/my/<token:token>/keep", methods=["GET", "POST"])
def keep(token: str) -> ResponseReturnValue:
    registration = registrations.get_by_token(token)
    languages.speak(registration.language)
    gives_back_at = invitations.gives_back_at(registration)
    if request.method == "GET" and gives_back_at is None:
        return redirect(url_for("my.page", token=token))
    form = Form()
    if form.does(lambda: keeping.keep(registration.id)):
        flash(str(_("Your place stays yours. We look forward to seeing you.")))
        return redirect(url_for("my.page", token=token))
    return render_template(
        "public/keep.html",
        registration=registration,
        event=registration.event,
        token=token,
        gives_back_at=gives_back_at,
        form=form,
    ), form.status
