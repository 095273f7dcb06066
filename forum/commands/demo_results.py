"""What the finished forum of the demo found, and what became of it in half a year."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "demo_data" / "results.toml"
RELEASED_AFTER, SAID_AFTER = timedelta(days=14), timedelta(days=120)


def add(event_id: int, day: date) -> None:
    """Words and releases the findings, lets two people do it, and the organisations answer."""
    from forum.accounts import service as accounts
    from forum.base import clock
    from forum.results import releasing

    with FILE.open("rb") as file:
        data_of_demo = tomllib.load(file)
    found = data_of_demo["findings"]
    ids = [
        accounts.make_link(f"{who}@volmetal.example", name=name).account_id
        for who, name in (("redaktion", "Redaktion Volmetal"), ("leitung", "Leitung Volmetal"))
    ]
    with clock.fixed_at(_at(day, timedelta(days=2))):
        made = [(data, _add(event_id, data, day, by=ids[0])) for data in found]
        releasing.prepare(event_id, "", by=ids[0])
    with clock.fixed_at(_at(day, RELEASED_AFTER)):
        releasing.release(event_id, by=ids[1])
        _ask_about_the_day(event_id, data_of_demo["feedback"])
    with clock.fixed_at(_at(day, SAID_AFTER)):
        for data, finding_id in made:
            _say(finding_id, data.get("parties", []))


def _at(day: date, after: timedelta) -> datetime:
    from forum.base import clock

    return clock.from_berlin(datetime.combine(day, time(10)) + after)


def _add(event_id: int, data: dict[str, Any], day: date, *, by: int) -> int:
    from forum.base import database
    from forum.events import queries as events
    from forum.results import editing, outcomes
    from forum.results.outcome_models import Finding, FindingKind

    kind = FindingKind(data["kind"])
    made = editing.add(
        event_id,
        events.islands_of(event_id)[data["island"]].id,
        kind,
        data["text"],
        addressee_name=data.get("addressee_name", ""),
        by=by,
    )
    with database.transaction() as session:
        session.get_one(Finding, made.id).votes = data["votes"]
    if kind is FindingKind.NEXT_STEP:
        outcomes.plan_step(
            event_id,
            made.id,
            first_action=data["first_action"],
            first_place=data["first_place"],
            first_on=_after(day, data.get("first_after")),
            due_on=_after(day, data.get("due_after")),
            by=by,
        )
        for organisation, _progress, _sentence in data["parties"]:
            outcomes.add_party(
                event_id,
                made.id,
                organisation=organisation,
                name="",
                email="",
                is_lead=False,
                by=by,
            )
    elif kind is FindingKind.DEMAND:
        outcomes.address_demand(event_id, made.id, _standing(data, day), by=by)
    return made.id


def _after(day: date, days: int | None) -> date | None:
    return day + timedelta(days=days) if days else None


def _standing(data: dict[str, Any], day: date) -> Any:
    from forum.results.demand_models import Addressee, DemandStatus
    from forum.results.outcomes import Standing

    return Standing(
        addressee=Addressee(data["addressee"]),
        addressee_name=data["addressee_name"],
        status=DemandStatus(data["status"]),
        handed_over_on=_after(day, data["handed_over_after"]),
        answer=data.get("answer", ""),
        answered_on=_after(day, data.get("answered_after")),
    )


def _say(finding_id: int, parties: list[list[str]]) -> None:
    from sqlalchemy import select

    from forum.base.database import db
    from forum.cooperation import service
    from forum.results.commitment_models import CommitmentParty, Progress

    query = select(CommitmentParty).where(CommitmentParty.commitment_id == finding_id)
    own = db.session.scalars(query.order_by(CommitmentParty.id)).all()
    for party, (_organisation, progress, sentence) in zip(own, parties, strict=True):
        service.confirm(party)
        service.say(party, Progress(progress), sentence)


def _ask_about_the_day(event_id: int, answers: list[dict[str, str]]) -> None:
    from forum.feedback import queries, service
    from forum.feedback.models import Choice
    from forum.registration import queries as registrations

    for one, said in zip(registrations.taking_part(event_id), answers, strict=False):
        token = queries.link_for(one).rpartition("/")[2]
        scales = {1: Choice(said["work"]), 2: Choice(said["results"])}
        words = {3: said["words"]} if "words" in said else {}
        service.answer(one.event, token, {**scales, **words})
