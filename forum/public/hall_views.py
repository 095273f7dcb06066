"""The screen for the hall: which round runs, how long still, where to go. Nothing personal."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from forum.base import clock
from forum.events import queries as events
from forum.events import timing

bp = Blueprint("hall", __name__)
BARS = 25
SOON_MINUTES = 180
"""Longer than this ahead nobody counts minutes; the page names the day."""


@bp.get("/events/<slug:slug>/now")
def page(slug: str) -> ResponseReturnValue:
    event = events.get_public_event(slug)
    rounds = events.rounds_of(event.id)
    now = clock.now()
    stands = timing.at(rounds, now)
    return render_template(
        "public/hall.html",
        event=event,
        rounds=rounds,
        islands=events.islands_of(event.id),
        now=stands,
        minutes=timing.minutes_left(stands.until, now) if stands.until else None,
        soon=SOON_MINUTES,
        gone=_gone(stands, BARS),
        bars=BARS,
    )


@bp.get("/events/<slug:slug>/now.json")
def times(slug: str) -> ResponseReturnValue:
    """The clock of this machine and the stages of the day, for screens that count down."""
    event = events.get_public_event(slug)
    stages = timing.stages(events.rounds_of(event.id))
    return jsonify(
        now=clock.now().isoformat(),
        soon=SOON_MINUTES * 60,
        stages=[
            {
                "stage": one.stage,
                "number": one.round_number,
                "until": one.until.isoformat() if one.until else None,
            }
            for one in stages
        ],
    )


def _gone(stands: timing.Now, bars: int) -> int:
    """How many of the bars that stand for the time of a stage are gone."""
    if stands.until is None or stands.began is None:
        return 0
    whole = (stands.until - stands.began).total_seconds()
    return round(bars * (clock.now() - stands.began).total_seconds() / whole) if whole else 0
