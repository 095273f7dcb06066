"""The day's page: closing the check-in, groups that are too small; and what the hall sees."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.base import clock
from forum.base.database import db
from forum.events.models import Event
from forum.registration.models import State
from tests import factories
from tests.support.clients import Client, submit

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
HOME = "/workspace/events/kim"


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


def test_the_check_in_is_closed_with_one_page_that_says_what_happens(
    event: Event, organiser_client: Client, reader_client: Client
) -> None:
    missing, late = factories.registration(event), factories.registration(event)
    assert "Check-in schließen" not in organiser_client.page(f"{HOME}/day").links
    page = organiser_client.page(f"{HOME}/day/close")
    assert "sobald die erste Runde begonnen hat" in page.text
    with clock.fixed_at(event.rounds[0].starts_at):
        page = organiser_client.page(f"{HOME}/day")
        assert "2 Personen haben einen Platz und sind nicht da." in page.text
        page = submit(organiser_client, page.links["Check-in schließen"])
        assert "2 Personen sind als nicht erschienen vermerkt." in page.text
        assert "Alle sind vermerkt." in page.text
        form = organiser_client.page(f"{HOME}/check-in?person={late.id}").form(button="Ist da")
        organiser_client.post(form.target, data=form.filled_in({}))
        assert reader_client.page(f"{HOME}/day").text.count("1 ist als nicht erschienen") == 1
    db.session.refresh(missing)
    db.session.refresh(late)
    assert (missing.state, late.state) == (State.ABSENT, State.CHECKED_IN)


def test_the_day_warns_of_groups_that_are_too_small(event: Event, organiser_client: Client) -> None:
    people = [factories.registration(event, state=State.CHECKED_IN) for _n in range(3)]
    factories.plan(event, dict.fromkeys(people, tuple(event.islands[:3])))
    assert "Zu kleine Gruppen" not in organiser_client.page(f"{HOME}/day").text
    event.islands[0].minimum = 5
    db.session.commit()
    page = organiser_client.page(f"{HOME}/day")
    assert "Runde 1, Insel A: 3 sind da, mindestens 5 sind nötig." in page.text
    assert "wird von selbst den kleinsten Gruppen zugeteilt" in page.text


def test_the_hall_sees_what_goes_on_and_nobody_by_name(event: Event, client: Client) -> None:
    one = factories.registration(event, who=factories.person("Mirela", "Sandkamp"))
    factories.plan(event, {one: tuple(event.islands[:3])})
    first, second = sorted(event.rounds, key=lambda round_: round_.number)[:2]
    for at, said in (
        (first.starts_at - timedelta(weeks=3), "Die erste Runde beginnt am"),
        (first.starts_at - timedelta(hours=1), "Die Inselrunden haben noch nicht begonnen"),
        (first.ends_at - timedelta(minutes=5), "Runde 1 noch 5 Minuten"),
        (second.starts_at - timedelta(minutes=1), "Bitte wechseln: Runde 2 noch 1 Minute"),
        (event.ends_at, "Die Inselrunden sind zu Ende"),
    ):
        with clock.fixed_at(at):
            page = client.page("/events/kim/now")
        assert said in page.text
        assert "Sandkamp" not in page.html
    told = client.get("/events/kim/now.json").json
    assert [(one["stage"], one["number"]) for one in told["stages"]] == [
        ("before", 1),
        ("round", 1),
        ("changeover", 2),
        ("round", 2),
        ("break", 3),
        ("round", 3),
        ("after", None),
    ]
    untils = [one["until"] for one in told["stages"]]
    assert (untils[1], untils[-1]) == (first.ends_at.isoformat(), None)
    draft = factories.event(slug="entwurf", published=False)
    assert client.get(f"/events/{draft.slug}/now").status_code == 404
