"""Who the desk finds: by name, by organisation, by the code."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from forum.attendance import queries
from forum.base import clock
from forum.base.database import db
from forum.registration import entrance
from forum.registration import queries as registrations
from forum.registration.models import State
from tests import factories
from tests.support.queries import Counter


def found(event_id: int, words: str) -> list[str]:
    return [one.name for one in queries.matching(queries.guests(event_id), words)]


def test_found_by_parts_of_name_and_organisation(ctx: Flask) -> None:
    event = factories.event()
    where = factories.organisation("Jobcenter Volmetal")
    factories.registration(event, who=factories.person("Tjark", "Sanders"), where=where)
    factories.registration(event, who=factories.person("Mirela", "Sandkamp"))
    assert found(event.id, "san") == ["Tjark Sanders", "Mirela Sandkamp"]
    assert found(event.id, "jobcenter SAND") == ["Tjark Sanders"]
    assert found(event.id, "x") == []


def test_found_by_the_code_and_by_no_other(ctx: Flask) -> None:
    event = factories.event()
    one, other = factories.registration(event), factories.registration(event)
    assert found(event.id, entrance.address_of(one)) == [one.person.name]
    assert found(event.id, entrance.token_of(one) + "/") == [one.person.name]
    assert found(event.id, registrations.token_of(one)) == []
    mixed = entrance.token_of(one)[:16] + entrance.token_of(other)[16:]
    assert found(event.id, mixed) == []
    assert queries.find_by_token(mixed) is None
    assert queries.find_by_token(entrance.token_of(other)) == (event.id, other.id)


def test_the_code_stays_when_the_personal_link_is_renewed(ctx: Flask) -> None:
    one = factories.registration(factories.event())
    before = entrance.token_of(one)
    one.link_revision += 1
    assert entrance.token_of(one) == before


def test_who_cancelled_is_not_shown_and_who_waits_is_not_expected(ctx: Flask) -> None:
    event = factories.event()
    for state in State:
        factories.registration(event, state=state)
    shown = {one.state: one.is_expected for one in queries.guests(event.id)}
    assert shown == {
        State.CONFIRMED: True,
        State.CHECKED_IN: True,
        State.ABSENT: True,
        State.WAITING: False,
        State.OFFERED: False,
        State.HELD: False,
    }


def test_everybody_is_shown_the_island_that_comes_next(ctx: Flask) -> None:
    event = factories.event()
    one = factories.registration(event)
    factories.plan(event, {one: tuple(event.islands[:3])})
    rounds = sorted(event.rounds, key=lambda round_: round_.number)
    for at, island in (
        (event.starts_at, event.islands[0]),
        (rounds[0].ends_at + timedelta(seconds=1), event.islands[1]),
        (event.ends_at, event.islands[2]),
    ):
        with clock.fixed_at(at):
            assert queries.guests(event.id)[0].island == island


@pytest.mark.parametrize("number", [2, 9])
def test_the_desk_costs_the_same_for_everybody(
    ctx: Flask, number: int, count_queries: Counter
) -> None:
    event = factories.event()
    people = {factories.registration(event): tuple(event.islands[:3]) for _n in range(number)}
    factories.plan(event, people)
    db.session.expire_all()
    event_id = event.id
    with count_queries() as asked:
        assert len(queries.guests(event_id)) == number
    assert len(asked) == 3
