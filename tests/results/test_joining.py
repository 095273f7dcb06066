"""Two findings become one and two again: who takes part is kept, and strangers read no change of it
before the next version."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.accounts.models import Account
from forum.base import clock, database
from forum.base.database import db
from forum.base.refusal import Refused
from forum.events.models import Event
from forum.organisations import merging
from forum.registration.models import State
from forum.results import documentation, editing, joining, outcomes, queries, releasing
from forum.results.outcome_models import Finding, FindingKind
from tests import factories, result_factories

STEP = FindingKind.NEXT_STEP


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def takes_part(event: Event, step: Finding, by: Account, *names: str) -> None:
    for name in names:
        outcomes.add_party(
            event.id, step.id, organisation=name, name="", email="", is_lead=False, by=by.id
        )


def parties(step: Finding) -> list[tuple[str, bool]]:
    db.session.expire_all()
    found = db.session.get_one(Finding, step.id).commitment.parties
    return sorted((party.organisation.name, party.is_lead) for party in found)


def public(event: Event) -> dict[str, tuple[int, str]]:
    """What strangers read: by the sentence the dots, and the letters of the islands."""
    db.session.expire_all()
    found = documentation.find(event)
    return {
        line.text: (line.votes, "".join(island.letter for island in line.islands))
        for line in found.lines
    }


def test_who_takes_part_comes_along_and_goes_back(event: Event, organiser: Account) -> None:
    keep, other, third = (
        result_factories.finding(event, organiser, f"Schritt {number}.", STEP, island)
        for number, island in enumerate(event.islands[:3])
    )
    takes_part(event, keep, organiser, "Jobcenter", "Diakonie")
    takes_part(event, other, organiser, "Wortbrücke", "Diakonie")
    takes_part(event, third, organiser, "Caritas")
    joining.merge(event.id, third.id, other.id, by=organiser.id)
    joining.merge(event.id, keep.id, third.id, by=organiser.id)
    assert parties(keep) == [
        ("Caritas", False), ("Diakonie", False), ("Jobcenter", True), ("Wortbrücke", False),
    ]  # fmt: skip
    for one, two in ((keep, other), (other, keep), (keep, keep)):
        with pytest.raises(Refused):
            joining.merge(event.id, one.id, two.id, by=organiser.id)
    joining.split(event.id, other.id, by=organiser.id)
    assert parties(other) == [("Diakonie", False), ("Wortbrücke", True)]
    joining.drop(event.id, keep.id, by=organiser.id)
    assert parties(third) == [("Caritas", True)]
    assert len(queries.desk(event.id)) == 2


def test_published_figures_change_with_a_version_only(event: Event, organiser: Account) -> None:
    second = factories.account(name="Zora Zweit", email="zweit@stadt.example")
    islands = event.islands
    came = [factories.registration(event, state=State.CHECKED_IN) for _ in range(2)]
    away = factories.registration(event)
    factories.plan(event, dict.fromkeys((*came, away), (islands[0], islands[1])))
    first = result_factories.finding(event, organiser, "Kürzere Wege.", island=islands[0])
    gone = result_factories.finding(event, organiser, "Ein Irrtum.", island=islands[2])
    with database.transaction() as session:
        session.get_one(Finding, first.id).votes = 5

    def release() -> None:
        releasing.prepare(event.id, "Neu", by=organiser.id)
        with clock.fixed_at(clock.now() + timedelta(days=40)):
            releasing.release(event.id, by=second.id)

    release()
    before = {"Kürzere Wege.": (5, "A"), "Ein Irrtum.": (0, "C")}
    assert public(event) == before
    assert documentation.find(event).people == {islands[0].id: 2, islands[1].id: 2}
    later = result_factories.finding(event, organiser, "Kurze Wege.", island=islands[1])
    with database.transaction() as session:
        session.get_one(Finding, later.id).votes = 3
    joining.merge(event.id, first.id, later.id, by=organiser.id)
    assert public(event) == before
    release()
    after = {"Kürzere Wege.": (8, "AB"), "Ein Irrtum.": (0, "C")}
    assert public(event) == after
    joining.split(event.id, later.id, by=organiser.id)
    assert public(event) == after
    editing.withdraw(event.id, gone.id, "Das war falsch.", by=organiser.id)
    with pytest.raises(Refused):
        joining.merge(event.id, gone.id, later.id, by=organiser.id)


def test_an_organisation_that_was_merged_takes_part_once(event: Event, organiser: Account) -> None:
    step = result_factories.finding(event, organiser, "Liste.", STEP)
    takes_part(event, step, organiser, "Jobcenter Auenstadt")
    kept = factories.organisation("Jobcenter der Stadt")
    here = db.session.get_one(Finding, step.id).commitment.parties[0].organisation_id
    merging.merge(kept.id, here, by=organiser.id)
    for name, says in (("Jobcenter der Stadt", "schon beteiligt"), ("–", "nennen Sie")):
        with pytest.raises(Refused, match=says):
            takes_part(event, step, organiser, name)
