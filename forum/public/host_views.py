"""An island host's page: who comes to my island in which round."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base import links
from forum.base.forms import Form
from forum.base.refusal import NotFound, Refused
from forum.base.text import _
from forum.events import queries as events
from forum.events.team_models import IslandHost
from forum.invitations import feed_links
from forum.islands import queries as islands
from forum.islands import visitors
from forum.results import boards, queries

bp = Blueprint("hosts", __name__)


@bp.get("/islands/<token:token>")
def page(token: str) -> ResponseReturnValue:
    host = host_of(token)
    event = host.island.event
    return render_template(
        "public/host.html",
        host=host,
        island=host.island,
        event=event,
        team=[one for one in host.island.hosts if one.away_at is None],
        rounds=events.rounds_of(event.id),
        guests=visitors.guests_of(event, host.island),
        plan=islands.find_published(event.id),
        draft=queries.find_draft(host.island),
        collects=boards.is_open(event),
        feed=(feed := feed_links.address_of(feed_links.host(host))),
        webcal=feed_links.for_programs(feed),
    )


@bp.post("/islands/<token:token>/collect")
def collect(token: str) -> ResponseReturnValue:
    """Goes to the page on which this island collects its results."""
    host = host_of(token)
    if not boards.is_open(host.island.event):
        raise Refused(boards.NOT_OPEN)
    if not Form().validate_on_submit():
        return redirect(url_for(".page", token=token))
    boards.begin(host.island_id)
    return redirect(url_for("capture.host", token=boards.token_for(host)))


def host_of(token: str) -> IslandHost:
    link_id = links.link_id_of(token)
    host = events.find_host(link_id) if link_id else None
    key = current_app.config["SECRET_KEY"]
    if host is None or not links.opens(token, key, events.HOST, host.link_id, host.link_revision):
        raise NotFound(
            _("This link does not belong to an island. Please ask the organisers for a new one.")
        )
    if host.away_at is not None:
        raise NotFound(
            _(
                "This link rests, because you are noted as not coming to this island. If that is "
                "wrong, please call the organisers."
            )
        )
    return host
