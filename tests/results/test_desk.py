"""The desk and the release: from groups of cards to numbers that stay."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import Account
from forum.base import clock, database, shown
from forum.base.database import db
from forum.base.refusal import Refused
from forum.events.models import Event
from forum.mail.models import Message
from forum.results import (
    documentation,
    drafting,
    editing,
    joining,
    outcomes,
    queries,
    releasing,
    rules,
    teams,
)
from forum.results.demand_models import Addressee, Demand, DemandStatus
from forum.results.models import CardColumn, ResultCard
from forum.results.outcome_models import Finding, FindingKind
from forum.results.outcomes import Standing
from forum.results.release_models import Release
from tests import factories, result_factories

FRIDAY = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


@pytest.fixture
def second(ctx: Flask) -> Account:
    """Who releases what the organiser has prepared."""
    return factories.account(name="Zora Zweit", email="zweit@stadt.example")


def released(event: Event, first: Account, second: Account) -> Release:
    """Prepares and releases, the term of the teams being over."""
    releasing.prepare(event.id, "Neu", by=first.id)
    with clock.fixed_at(clock.now() + timedelta(days=9)):
        return releasing.release(event.id, by=second.id)


def test_groups_come_to_the_desk_once_with_their_cards_and_dots(
    event: Event, organiser: Account
) -> None:
    island = event.islands[3]
    result_factories.group(island, "Eine Ansprechperson fehlt.", "eins", "zwei", dots=3)
    result_factories.group(island, "Wir treffen uns.", column=CardColumn.NEXT_STEP)
    alone = result_factories.card(island, "allein")
    assert drafting.untaken(event.id) == drafting.Untaken(groups=2, cards=1)
    assert [drafting.take_over(event.id, by=organiser.id) for _again in range(2)] == [2, 0]
    need, step = queries.desk(event.id)
    assert (need.finding.text, need.votes) == ("Eine Ansprechperson fehlt.", 3)
    assert [card.text for card in need.cards] == ["eins", "zwei"]
    assert (step.finding.kind, step.finding.commitment is not None) == (FindingKind.NEXT_STEP, True)
    assert [[i.letter for i in one.islands] for one in (need, step)] == [["D"], ["D"]]
    drafting.take_over(event.id, by=organiser.id, with_single_cards=True)
    assert [one.finding.text for one in queries.desk(event.id) if alone in one.cards] == ["allein"]
    assert drafting.untaken(event.id) == drafting.Untaken(groups=0, cards=0)


def test_two_that_say_the_same_become_one_and_two_again(event: Event, organiser: Account) -> None:
    first = result_factories.finding(event, organiser, "Kürzere Wege.", island=event.islands[0])
    other = result_factories.finding(event, organiser, "Kurze Wege.", island=event.islands[1])
    joining.merge(event.id, first.id, other.id, by=organiser.id)
    (one,) = queries.desk(event.id)
    assert [island.letter for island in one.islands] == ["A", "B"]
    assert [found.id for found in queries.findings_of_island(event.id, event.islands[1].id)] == [
        first.id
    ]
    joining.split(event.id, other.id, by=organiser.id)
    assert len(queries.desk(event.id)) == 2
    demand = result_factories.finding(event, organiser, "Mehr Kurse.", FindingKind.DEMAND)
    with pytest.raises(Refused, match="derselben Art"):
        joining.merge(event.id, first.id, demand.id, by=organiser.id)


def test_scenario_14_a_case_on_a_card_is_not_published_and_its_raw_words_are_destroyed(
    event: Event, organiser: Account, second: Account
) -> None:
    raw = "Herr A., 34, aus Hamm, Duldung, bekommt keinen Kurs."
    card = result_factories.card(event.islands[0], raw)
    drafting.take_over(event.id, by=organiser.id, with_single_cards=True)
    (one,) = queries.desk(event.id)
    assert one.passages != ()
    with pytest.raises(Refused, match="einer Person handeln"):
        releasing.prepare(event.id, "", by=organiser.id)
    plain = "Menschen mit Duldung kommen nicht in Kurse."
    editing.reword(event.id, one.finding.id, kind=one.finding.kind, text=plain, by=organiser.id)
    editing.redact(event.id, card.id, plain, by=organiser.id)
    assert db.session.get_one(Finding, one.finding.id).raw_text == raw
    released(event, organiser, second)
    db.session.expire_all()
    assert db.session.get_one(Finding, one.finding.id).raw_text is None
    kept = db.session.get_one(ResultCard, card.id)
    assert (kept.text, kept.raw_text) == (plain, None)
    found = documentation.find(event)
    assert found is not None
    assert [line.text for line in found.lines] == [plain]


def test_who_prepares_does_not_release_and_the_database_holds_it(
    event: Event, organiser: Account, second: Account
) -> None:
    result_factories.finding(event, organiser)
    releasing.prepare(event.id, "", by=organiser.id)
    with clock.fixed_at(clock.now() + timedelta(days=9)):
        with pytest.raises(Refused, match="andere Person"):
            releasing.release(event.id, by=organiser.id)
        release = releasing.release(event.id, by=second.id)
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.get_one(Release, release.id).released_by = organiser.id


def test_teams_have_five_working_days_or_agree_sooner(
    event: Event, organiser: Account, second: Account
) -> None:
    host = factories.host(event.islands[0])
    away = factories.host(event.islands[1])
    finding = result_factories.finding(event, organiser)
    with clock.fixed_at(FRIDAY):
        releasing.prepare(event.id, "", by=organiser.id)
        asked = db.session.scalars(select(Message.about_id).where(Message.kind == teams.MAIL)).all()
        assert asked == [host.id]
        assert away.id not in asked
        with pytest.raises(Refused, match="noch Einwände"):
            releasing.release(event.id, by=second.id)
        for _again in range(2):
            releasing.answer(host, finding_id=finding.id, text="Das war anders gemeint.")
            releasing.answer(host, finding_id=None)
        with pytest.raises(Refused, match="1 Einwand"):
            releasing.release(event.id, by=second.id)
        prepared = queries.find_prepared(event.id)
        assert prepared is not None
        assert shown.day(prepared.last_moment) == "Freitag, 13. November 2026"
        (objection,) = queries.objections(prepared.id)
        releasing.settle(event.id, objection.id, "Neu gefasst.", by=organiser.id)
        releasing.release(event.id, by=second.id)
    assert queries.find_prepared(event.id) is None


def test_the_term_ends_after_the_fifth_working_day() -> None:
    assert rules.last_day(FRIDAY.date()) == date(2026, 11, 13)
    assert rules.last_day(date(2026, 11, 9)) == date(2026, 11, 16)


def test_numbers_stay_and_are_given_to_nothing_else(
    event: Event, organiser: Account, second: Account
) -> None:
    first = result_factories.finding(event, organiser)
    gone = result_factories.finding(event, organiser, "Das war ein Irrtum.")
    released(event, organiser, second)
    year = clock.in_berlin(event.starts_at).year
    assert [first.code, gone.code] == [f"F-{year}-01", f"F-{year}-02"]
    editing.withdraw(event.id, gone.id, "Es gibt den Dienst schon.", by=organiser.id)
    with pytest.raises(Refused, match="zurück"):
        joining.drop(event.id, first.id, by=organiser.id)
    result_factories.finding(event, organiser, "Neu dazu.", FindingKind.CHALLENGE)
    editing.reword(event.id, first.id, kind=first.kind, text="Neue Worte.", by=organiser.id)
    before = documentation.find(event)
    assert before is not None
    assert "Neue Worte." not in [line.text for line in before.lines]
    later = released(event, organiser, second)
    assert later.name == "1.1"
    found = documentation.find(event)
    assert found is not None
    assert [(line.code[-2:], line.text, line.withdrawn) for line in found.lines] == [
        ("01", "Neue Worte.", ""),
        ("02", "", "Es gibt den Dienst schon."),
        ("03", "Neu dazu.", ""),
    ]
    other = factories.event(day=event.starts_at.date())
    result_factories.finding(other, organiser)
    released(other, organiser, second)
    assert db.session.scalar(select(func.max(Finding.number))) == 4


def test_a_demand_is_honest_about_its_answer(event: Event, organiser: Account) -> None:
    demand = result_factories.finding(
        event, organiser, "Mehr Sprachkurse mit Kinderbetreuung.", FindingKind.DEMAND
    )
    handed = Standing(
        Addressee.STATE, "Ministerium", DemandStatus.HANDED_OVER, handed_over_on=date(2026, 12, 1)
    )
    outcomes.address_demand(event.id, demand.id, handed, by=organiser.id)
    for wrong, says in (
        (Standing(Addressee.STATE, "Ministerium", DemandStatus.HANDED_OVER), "welchem Tag"),
        (
            Standing(
                Addressee.STATE, "Land", DemandStatus.REJECTED, handed_over_on=date(2026, 12, 1)
            ),
            "was geantwortet",
        ),
    ):
        with pytest.raises(Refused, match=says):
            outcomes.address_demand(event.id, demand.id, wrong, by=organiser.id)
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.get_one(Demand, demand.id).status = DemandStatus.ACCEPTED


def test_one_organisation_takes_part_once_and_one_leads(event: Event, organiser: Account) -> None:
    step = result_factories.finding(event, organiser, "Liste.", FindingKind.NEXT_STEP)
    add = {"name": "", "email": "", "by": organiser.id}
    outcomes.add_party(event.id, step.id, organisation="Jobcenter", is_lead=False, **add)
    outcomes.add_party(event.id, step.id, organisation="Diakonie", is_lead=True, **add)
    with pytest.raises(Refused, match="schon beteiligt"):
        outcomes.add_party(event.id, step.id, organisation="jobcenter", is_lead=False, **add)
    db.session.expire_all()
    parties = db.session.get_one(Finding, step.id).commitment.parties
    assert [(one.organisation.name, one.is_lead) for one in parties] == [
        ("Diakonie", True),
        ("Jobcenter", False),
    ]


def test_the_desk_costs_the_same_for_many(event: Event, organiser: Account, count_queries) -> None:
    costs = []
    for number in (5, 15):
        for one in range(number):
            result_factories.finding(event, organiser, f"Satz {one}.", list(FindingKind)[one % 5])
        db.session.expire_all()
        with count_queries() as asked:
            queries.desk(event.id)
        costs.append(len(asked))
    assert costs[0] == costs[1]
