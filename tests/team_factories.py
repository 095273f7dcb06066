"""Colleagues whom somebody has named."""

from __future__ import annotations

from sqlalchemy import select

from forum.base.database import db
from forum.events.models import Event
from forum.organisations.models import Sector
from forum.teams import service
from forum.teams.models import TeamProposal
from forum.teams.service import Colleague, Team

LEAD = "p.wald@diakonie.example"


def team(*names: str) -> Team:
    """Colleagues with these first names."""
    colleagues = [Colleague(name, "Muster", f"{name.lower()}@diakonie.example") for name in names]
    return Team("Pia Wald", LEAD, "Diakonie Mark", Sector.WELFARE, colleagues)


def proposal(event: Event, *names: str, asked: bool = True) -> TeamProposal:
    """What somebody sent, and confirmed unless they are not `asked` yet."""
    service.propose(event.id, team(*names), language="de")
    made = db.session.scalars(select(TeamProposal).order_by(TeamProposal.id.desc())).first()
    assert made is not None
    if asked:
        service.ask(made.id)
        db.session.refresh(made)
    return made
