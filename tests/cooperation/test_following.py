"""A year after the forum: each is asked on each occasion once, and what they say counts."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import Account
from forum.base import clock, database
from forum.base.database import db
from forum.base.refusal import NotFound, Refused
from forum.commands import work
from forum.cooperation import documenting, queries, service
from forum.cooperation.models import FollowUp
from forum.events.models import Event
from forum.mail import yearly
from forum.mail.models import Message
from forum.mail.yearly_models import Lane
from forum.results import outcomes, releasing
from forum.results.commitment_models import CommitmentParty, Progress
from forum.results.demand_models import DemandStatus
from forum.results.outcome_models import Finding, FindingKind
from tests import factories, result_factories
from tests.cooperation import hearing
from tests.support.clients import Client, submit

DAY = date(2026, 11, 5)
START = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
"""When the results were published."""


@pytest.fixture
def event(ctx: Flask, organiser: Account) -> Event:
    made = factories.event(slug="kim", day=DAY)
    second = factories.account(name="Zora Zweit", email="zweit@stadt.example")
    step = result_factories.finding(made, organiser, "Liste abstimmen.", FindingKind.NEXT_STEP)
    for name, email in (("Jobcenter", "j@stadt.example"), ("Wortbrücke", "w@stadt.example")):
        with clock.fixed_at(START - timedelta(days=10)):
            outcomes.add_party(
                made.id,
                step.id,
                organisation=name,
                name="Kim",
                email=email,
                is_lead=False,
                by=organiser.id,
            )
    with clock.fixed_at(START - timedelta(days=9)):
        releasing.prepare(made.id, "", by=organiser.id)
    with clock.fixed_at(START):
        releasing.release(made.id, by=second.id)
    return made


def parties() -> list[CommitmentParty]:
    db.session.expire_all()
    return list(db.session.scalars(select(CommitmentParty).order_by(CommitmentParty.id)))


def days(number: int, *, step: int = 1, first: int = 0) -> None:
    """So many days go by; where something was due, it is done once more and brings nothing."""
    for day in range(first, first + number, step):
        with clock.fixed_at(START + timedelta(days=day)):
            if work_off():
                assert work_off() == 0


def work_off() -> int:
    """Does what is due, and says how many messages left."""
    service.ask()
    documenting.tell()
    waiting = Message.__table__.update().where(Message.sent_at.is_(None))
    left = db.session.execute(waiting.values(sent_at=clock.now())).rowcount
    db.session.commit()
    return int(left)


def noted() -> Counter[tuple[int, str]]:
    rows = db.session.execute(select(FollowUp.party_id, FollowUp.occasion))
    return Counter((party, occasion.value) for party, occasion in rows)


def mails() -> int:
    query = select(func.count(Message.id)).where(Message.kind == service.MAIL)
    return db.session.scalar(query) or 0


def test_check_5_over_400_days_each_occasion_comes_once(event: Event, organiser: Account) -> None:
    hearing.demand(event, organiser)
    heard = hearing.follower(event, "h@stadt.example", at=START)
    first, second = parties()
    with clock.fixed_at(START + timedelta(days=1)):
        service.confirm(first)
    with database.transaction() as session:
        session.get_one(Finding, first.commitment_id).commitment.due_on = date(2027, 3, 1)
    for day in range(0, 400, 20):
        hearing.answered(DemandStatus.REJECTED if day % 40 else DemandStatus.ANSWERED)
        days(20, first=day)
    of_first = {occasion for party, occasion in noted() if party == first.id}
    assert of_first == {
        "before_due", "after_due", "months_3", "months_3_again", "months_6", "months_6_again",
        "months_12", "months_12_again",
    }  # fmt: skip
    of_second = {occasion for party, occasion in noted() if party == second.id}
    assert of_second == {"confirm", "confirm_again", "call_to_confirm"}
    assert set(noted().values()) == {1}
    sent = Counter(db.session.scalars(select(Message.about_id).where(Message.kind == service.MAIL)))
    assert sent == {first.id: yearly.MOST[Lane.OWNER], second.id: 2}
    hearing.check_year(heard)
    with clock.fixed_at(START + timedelta(days=400)):
        (one,) = queries.followed(event.id)
        assert {party.id for party in one.to_call} == {first.id, second.id}
        assert one.is_overdue


def test_it_stops_with_an_end_and_with_a_no(event: Event) -> None:
    first, second = parties()
    with clock.fixed_at(START + timedelta(days=1)):
        service.confirm(first)
        service.say(first, Progress.DONE, "Die Liste liegt aus.")
        service.decline(second)
    days(400, step=5)
    assert noted() == Counter()
    assert mails() == 0


def test_who_answers_is_not_reminded(event: Event) -> None:
    first, _second = parties()
    with clock.fixed_at(START + timedelta(days=1)):
        service.confirm(first)
    days(85)
    with clock.fixed_at(START + timedelta(days=86)):
        service.say(first, Progress.RUNS, "")
    days(130)
    assert {o for p, o in noted() if p == first.id} == {"months_3"}
    with clock.fixed_at(START + timedelta(days=130)):
        (one,) = queries.followed(event.id)
        assert first.id not in {party.id for party in one.to_call}


def test_one_address_gets_one_message_for_all_it_answers_for(
    event: Event, organiser: Account
) -> None:
    other = result_factories.finding(event, organiser, "Zweiter Schritt.", FindingKind.NEXT_STEP)
    with clock.fixed_at(START - timedelta(days=10)):
        outcomes.add_party(
            event.id,
            other.id,
            organisation="Jobcenter",
            name="Kim",
            email="J@stadt.example",
            is_lead=True,
            by=organiser.id,
        )
    with database.transaction() as session:
        found = session.get_one(Finding, other.id)
        found.year, found.number, found.released_text = 2026, 99, found.text
    with clock.fixed_at(START + timedelta(days=3)):
        service.ask()
        assert mails() == 2
        letter = work.KINDS[service.MAIL](parties()[0].id)
    assert letter is not None
    told = str(letter)
    assert "Liste abstimmen." in told
    assert letter.recipient == "j@stadt.example"


def test_scenario_2_the_successor_answers_and_the_old_link_ends(
    event: Event, client: Client
) -> None:
    first, _second = parties()
    old = queries.token_of(first)
    service.confirm(first)
    page = submit(
        client,
        f"/next-steps/{old}/hand-over",
        {"name": "Noa Neu", "email": "neu@stadt.example"},
        button="Übergeben",
    )
    assert "Ihrer gilt nicht mehr" in page.text
    assert client.get(f"/next-steps/{old}").status_code == 404
    now = parties()[0]
    assert (now.organisation_id, now.name, now.confirmed_at) == (
        first.organisation_id, "Noa Neu", None,
    )  # fmt: skip


def test_scenario_16_a_contradiction_is_seen_by_organisers_alone(
    event: Event, organiser_client: Client, client: Client
) -> None:
    for party, says in zip(parties(), ("Es ist in Arbeit", "Es ruht"), strict=True):
        token = queries.token_of(party)
        submit(client, f"/next-steps/{token}", button="Ja, wir übernehmen das")
        values = {"Es ist in Arbeit": "runs", "Es ruht": "rests"}
        page = submit(client, f"/next-steps/{token}", {"progress": values[says]}, button="Senden")
        assert says in page.text
    assert "widersprüchlich" in organiser_client.page("/workspace/events/kim/cooperation").text
    public = client.page("/events/kim/results").text
    assert "widersprüchlich" not in public
    assert "in Arbeit" not in public


def test_who_is_named_later_is_asked_from_then_on(event: Event, organiser: Account) -> None:
    """Named, or handed over to, forty days after the release: first after three days, then ten."""
    first, _second = parties()
    named = START + timedelta(days=40)
    with clock.fixed_at(named):
        outcomes.add_party(
            event.id,
            first.commitment_id,
            organisation="Diakonie",
            name="Noa",
            email="n@stadt.example",
            is_lead=False,
            by=organiser.id,
        )
        service.hand_over(first, name="Neu", email="neu@stadt.example")
    third = parties()[2]
    seen: dict[int, list[int]] = {first.id: [], third.id: []}
    for day in range(16):
        with clock.fixed_at(named + timedelta(days=day)):
            before = noted()
            service.ask()
            for party, _occasion in noted() - before:
                if party in seen:
                    seen[party].append(day)
    assert seen == {first.id: [3, 10, 14], third.id: [3, 10, 14]}


def test_looking_confirms_nothing_and_a_link_of_nobody_says_so(
    event: Event, client: Client
) -> None:
    first, _second = parties()
    for path in ("", "/decline", "/hand-over"):
        assert client.get(f"/next-steps/{queries.token_of(first)}{path}").status_code == 200
    assert [one.confirmed_at for one in parties()] == [None, None]
    with pytest.raises(NotFound):
        queries.get_by_token("x" * 64)
    with pytest.raises(Refused):
        service.say(first, Progress.RUNS, "")
