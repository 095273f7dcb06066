"""The acceptance scenarios of the field that concern registration, in a browser where a person
acts, with axe at every step."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from forum.accounts import queries as account_queries
from forum.accounts import service as accounts
from forum.accounts.models import Right
from forum.base import clock, database
from forum.base.database import db
from forum.commands import work
from forum.events import rules as event_rules
from forum.events.models import Event, Supplier
from forum.islands import drafting, requirements
from forum.islands import publishing as plans
from forum.islands import queries as plan_queries
from forum.islands.models import RuleKind
from forum.mail.models import Message
from forum.registration import (
    consents,
    needs,
    rescheduling,
    rules,
    service,
)
from forum.registration.details import Needs
from forum.registration.models import Purpose, Registration, State
from forum.registration.person_models import Need, Task, TaskKind
from tests import factories
from tests.acceptance.people import event, person
from tests.support.browser import Live


@pytest.mark.parametrize("days", [35, 3])
def test_scenario_13_sign_language(kim: Live, page: Page, days: int) -> None:
    """Five weeks before it stands with the named people; three days before it is a call task."""
    with kim.app.app_context():
        day = clock.in_berlin(clock.now()).date() + timedelta(days=days)
        made = factories.event(
            slug="dgs",
            day=day,
            registration_deadline=factories.at(day - timedelta(days=1), 12),
            needs_deadline=factories.at(day - timedelta(days=28), 12),
        )
        made_id, by = made.id, factories.account().id
        accounts.give_right(made_id, by, Right.NEEDS, by=by)
    who = person(kim, page)
    who.opens("/events/dgs/register")
    who.fills(
        first_name="Mirela", last_name="Sandkamp", email="m@x.example", sector="Freie Wohlfahrt"
    )
    who.ticks(
        "Gebärdensprachdolmetschen",
        "Ich willige ein, dass die Organisation meine Angaben zu Unterstützung verwendet",
    )
    who.presses("Verbindlich anmelden")
    with kim.app.app_context():
        ((one, wanted),) = needs.of_event(made_id)
        assert (one.state, set(wanted)) == (State.HELD, {Need.SIGN_LANGUAGE})
        late = db.session.scalars(select(Task.kind)).all()
        assert late == ([TaskKind.LATE_NEED] if days == 3 else [])
        service.confirm_address(one.id)
        assert_interpreters_follow(db.session.get_one(Event, made_id), one)
        work.maintain(db.session.get_one(Event, made_id).ends_at + timedelta(days=8))
        assert needs.of_event(made_id) == []


def assert_interpreters_follow(made: Event, deaf: Registration) -> None:
    """Two interpreters have the same islands in every round of the published plan, among others
    who wish for other things."""
    for number in range(10):
        wishes = tuple(made.islands[(number + step) % 5] for step in range(3))
        factories.registration(made, wishes=wishes)
    wishes = (made.islands[1], made.islands[3])
    interpreters = [factories.registration(made, wishes=wishes) for _number in range(2)]
    for interpreter in interpreters:
        requirements.add(
            made.id,
            kind=RuleKind.TOGETHER,
            registration_id=deaf.id,
            other_id=interpreter.id,
            island_id=None,
            round_id=None,
        )
    plan = drafting.make_plan(made.id, seed=3, made_by="Oda")
    plans.publish(plan.id, by="Oda")
    published = plan_queries.find_published(made.id)
    assert published is not None
    routes = plan_queries.routes_of(published.id)
    assert len(routes[deaf.id]) == len(made.rounds)
    assert [routes[one.id] for one in interpreters] == [routes[deaf.id]] * 2
    assert len({frozenset(route) for route in routes.values()}) > 2


def test_scenario_17_cancelled_two_days_before(kim: Live, page: Page) -> None:
    """One action reaches everybody: mail, call tasks, hosts and suppliers."""
    with kim.app.app_context():
        made = event()
        factories.registration(made)
        factories.registration(made, email=None)
        with database.transaction() as session:
            session.get_one(Event, made.id).capacity = 2
        factories.registration(made, state=State.WAITING)
        factories.host(made.islands[0])
        db.session.add(Supplier(event_id=made.id, name="DGS-Team", email="dgs@team.example"))
        db.session.add(Supplier(event_id=made.id, name="Catering", phone="0221 77"))
        db.session.commit()
        address = account_queries.address_of(
            accounts.make_link("ordner@stadt.example", name="Oda Ordner")
        )
    who = person(kim, page)
    who.opens(address)
    page.locator("main button").first.click()
    who.opens("/workspace/events/kim/call-off")
    who.fills(reason="Die Hochschule ist geschlossen.")
    who.presses("Forum absagen und alle benachrichtigen")
    expect(page.locator("main")).to_contain_text("Catering")
    expect(page.locator("main")).to_contain_text("0221 77")
    with kim.app.app_context():
        db.session.rollback()
        told = sorted(db.session.scalars(select(Message.kind)).all())
        assert told == [
            "host-called-off",
            "registration-called-off",
            "registration-called-off",
            "supplier-called-off",
        ]
        assert db.session.scalars(select(Task.message)).all() == ["registration-called-off"]
    who.opens("/events/kim")
    expect(page.locator("main")).to_contain_text("abgesagt")


def test_scenario_17_the_substitute_day_asks_anew(kim: Live) -> None:
    """Yeses end with the old day and are asked for anew; the place is kept meanwhile."""
    with kim.app.app_context():
        made = event()
        with database.transaction() as session:
            session.get_one(Event, made.id).capacity = 1
        one = factories.registration(made)
        factories.consent(one, Purpose.PHOTOS_WEB)
        said = {Need.SIGN_LANGUAGE: "", Need.CALL_ME: ""}
        needs.replace(one.id, Needs(said, is_agreed=True))
        waiting = factories.registration(made, state=State.WAITING)
        by = factories.account().id
        start = clock.in_berlin(made.starts_at)
        day = start.date() + timedelta(weeks=5)
        rescheduling.postpone(made.id, to=day, by=by, reason="Sturm")
        db.session.expire_all()
        moved = clock.in_berlin(event().starts_at)
        assert (moved.date(), moved.time()) == (day, start.time())
        assert (one.state, waiting.state) == (State.OFFERED, State.WAITING)
        assert consents.latest(one.consents)[Purpose.PHOTOS_WEB].decision.value == "lapsed"
        assert needs.of(one.id) == {Need.CALL_ME: ""}
        service.accept_offer(one.id)
        db.session.expire_all()
        assert one.state is State.CONFIRMED


def test_scenario_20_deadline_and_offer_over_the_clock_change(kim: Live) -> None:
    """ "So., 25.10., 23:59" is Berlin time, and no offer ends an hour early in that night."""

    def berlin(*when: int) -> datetime:
        return clock.from_berlin(datetime(*when))  # type: ignore[arg-type]

    evening = berlin(2026, 10, 24, 20, 0)
    with kim.app.app_context(), clock.fixed_at(evening):
        deadline = berlin(2026, 10, 25, 23, 59)
        day = datetime(2026, 11, 12).date()
        made = factories.event(slug="herbst", day=day, registration_deadline=deadline)
        for before, is_open in ((timedelta(seconds=1), True), (timedelta(0), False)):
            with clock.fixed_at(deadline - before):
                phase = event_rules.phase(made, clock.now())
                assert (phase is event_rules.Phase.OPEN) is is_open
        one = factories.registration(
            made,
            state=State.OFFERED,
            answer_by=rules.answer_by(evening, made.starts_at, hours=12),
        )
        work.maintain(evening + timedelta(hours=11, minutes=59))
        db.session.refresh(one)
        assert one.state is State.OFFERED
        work.maintain(evening + timedelta(hours=12))
        db.session.refresh(one)
        assert one.state is State.EXPIRED
