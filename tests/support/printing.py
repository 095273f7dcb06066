"""People with seats in a plan, and the papers that organisers open."""

from __future__ import annotations

from forum.events.models import Event
from forum.islands.models import Plan
from forum.registration.models import Registration
from tests import factories
from tests.support.clients import Client
from tests.support.pdfs import Pdf

PAPERS = "/workspace/events/kim/papers"


def coming(event: Event, *names: str) -> list[Registration]:
    """People with confirmed places, called by their first names and sorted by them."""
    people = [factories.person(name, f"Muster{name}") for name in names]
    return [factories.registration(event, who=who) for who in people]


def seat(event: Event, *people: Registration, **values: object) -> Plan:
    """A published plan in which everybody goes to A, B and C."""
    return factories.plan(event, dict.fromkeys(people, tuple(event.islands[:3])), **values)


def opened(
    client: Client, kind: str, *, number: int = 1, language: str = "de", part: int = 1
) -> Pdf:
    """A paper of the forum „kim“, as the browser gets it."""
    answer = client.get(f"{PAPERS}/{number}/{language}/{kind}-{part}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return Pdf(answer.data)
