"""Plans as organisers get them."""

from __future__ import annotations

from sqlalchemy import select

from forum.base.database import db
from forum.events.models import Event
from forum.islands import planning, queries
from forum.islands.models import Plan, PlanningJob
from forum.registration.models import Registration
from tests import factories


def people(event: Event, number: int, **values: object) -> list[Registration]:
    return [factories.registration(event, **values) for _number in range(number)]


def made(event: Event, **more: object) -> Plan:
    """A plan as organisers get it: asked for, made by the worker."""
    planning.ask(event.id, seed=1, by="Oda", **more)  # type: ignore[arg-type]
    job = db.session.scalars(select(PlanningJob).order_by(PlanningJob.id.desc())).first()
    assert job is not None
    job.iterations = 500
    db.session.commit()
    planning.work()
    db.session.expire_all()
    assert job.problem == []
    return queries.plans_of(event.id)[0]


def route(plan: Plan, one: Registration) -> dict[int, int]:
    """The island of somebody in each round, by their ids."""
    return dict(sorted(queries.routes_of(plan.id)[one.id]))
