"""The pages around the plan, seen with axe and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from forum.accounts import queries as accounts
from forum.accounts import service as account_service
from forum.islands import queries, requirements
from forum.islands.models import RuleKind
from forum.site import service as site
from tests import factories
from tests.support.browser import Live
from tests.walk.steps import Person

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def test_board_rules_comparison_and_what_if(live: Live, page: Page) -> None:
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        event = factories.event(slug="kim")
        a, b, c, d, e = event.islands
        one, two = (factories.registration(event, wishes=(a, d)) for _number in range(2))
        factories.plan(event, {one: (a, b, c), two: (b, c, a)}, published=False)
        factories.plan(event, {one: (a, d, e), two: (b, c, a)}, number=2, published=False)
        requirements.add(
            event.id,
            kind=RuleKind.TOGETHER,
            registration_id=one.id,
            other_id=two.id,
            island_id=None,
            round_id=None,
        )
        address = accounts.address_of(account_service.make_link("o@stadt.example", name="Oda"))
    who = Person(page, live.url, set())
    who.opens(address)
    page.locator("main button").first.click()
    for path in ("1/round/1", "1/beside/2", "rules", "what-if?people=500", "2/publish"):
        page.set_viewport_size({"width": 1280, "height": 900})
        who.opens(f"/workspace/events/kim/plan/{path}")
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate(WIDER) is False, path
    page.set_viewport_size({"width": 1280, "height": 900})
    who.opens("/workspace/events/kim/plan/rules")
    who.presses("Regel hinzufügen")
    who.sees("Bitte prüfen Sie")
    who.opens("/workspace/events/kim/plan/1/round/1")
    for summary in page.locator("main summary").all():
        summary.click()
    who.page.locator(".pf-person details[open]").first.wait_for()
    who.looked_at = set()
    who.looks()


def test_dragging_somebody_is_the_second_way(live: Live, page: Page) -> None:
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        event = factories.event(slug="kim")
        a, b, c, d, _e = event.islands
        one = factories.registration(event)
        plan = factories.plan(event, {one: (a, b, c)}, published=False)
        first, one_id, plan_id, d_id = event.rounds[0].id, one.id, plan.id, d.id
        address = accounts.address_of(account_service.make_link("o@stadt.example", name="Oda"))
    who = Person(page, live.url, None)
    who.opens(address)
    page.locator("main button").first.click()
    who.opens("/workspace/events/kim/plan/1/round/1")
    person, column = page.locator(f"#person-{one_id}"), page.locator(".pf-board__col")
    person.drag_to(column.nth(1))
    expect(person.locator("details")).to_have_attribute("open", "")
    expect(person).to_contain_text("schon in Runde 2 besucht")
    person.locator("summary").click()
    person.drag_to(column.nth(3))
    who.sees("Verschoben.")
    expect(column.nth(3).locator(f"#person-{one_id}")).to_be_visible()
    with live.app.app_context():
        assert queries.seats_by_person(plan_id)[one_id][first].island_id == d_id
