"""A host cannot come: who stands in, what they are told, and that it can be taken back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.audit.models import LogEntry
from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.commands import work
from forum.events import islands, queries, stand_ins, team_queries
from forum.events.models import Event
from forum.events.team_models import IslandHost, TeamRole
from forum.mail.models import Message
from forum.registration import rescheduling
from tests import factories


@pytest.fixture
def event(ctx: Flask) -> Event:
    return factories.event(slug="kim")


@pytest.fixture
def by(ctx: Flask) -> int:
    return factories.account().id


def line(host: IslandHost) -> team_queries.Line:
    """How it stands with somebody, read afresh."""
    db.session.rollback()
    event_id = host.island.event_id
    lines = [line for team in team_queries.teams_of(event_id) for line in team.lines]
    return next(line for line in lines if line.host.id == host.id)


def waiting(kind: str) -> list[int]:
    query = select(Message.about_id).where(Message.kind == kind, Message.sent_at.is_(None))
    return sorted(db.session.scalars(query))


def test_the_deputy_stands_in_with_one_touch_and_is_told(event: Event, by: int):
    host = factories.host(event.islands[0])
    deputy = factories.host(event.islands[0], role=TeamRole.DEPUTY)
    assert stand_ins.cannot_come(event.id, host.id, by=by) is deputy
    assert line(host).stand_in is deputy
    assert (deputy.role, deputy.role_before) == (TeamRole.HOST, TeamRole.DEPUTY)
    assert host.island.hosts_here == [deputy]
    assert waiting("host-stands-in") == [deputy.id]
    logged = db.session.execute(select(LogEntry.action, LogEntry.detail, LogEntry.account_id))
    assert logged.all() == [("host_stands_in", "A", by), ("host_away", "A", by)][::-1]


def test_again_changes_nothing(event: Event, by: int):
    host = factories.host(event.islands[0])
    deputy = factories.host(event.islands[0], role=TeamRole.DEPUTY)
    factories.host(event.islands[0], role=TeamRole.DEPUTY)
    for _again in range(2):
        assert stand_ins.cannot_come(event.id, host.id, by=by) is deputy
    assert len(db.session.scalars(select(LogEntry)).all()) == 2
    for _again in range(2):
        stand_ins.can_come(event.id, host.id, by=by)
    assert line(host).host.is_receiving
    assert (deputy.role, deputy.role_before) == (TeamRole.DEPUTY, None)
    assert len(db.session.scalars(select(LogEntry)).all()) == 4


def test_without_a_deputy_somebody_is_suggested_and_comes_with_a_link_of_their_own(
    event: Event, by: int
):
    a, b, c, *_rest = event.islands
    host = factories.host(a)
    staying = factories.host(b)
    factories.host(c)
    lent = factories.host(b, role=TeamRole.DEPUTY, name="Vera Tretung")
    assert stand_ins.cannot_come(event.id, host.id, by=by) is None
    assert [one.host for one in line(host).suggestions] == [lent]
    stand_in = stand_ins.ask(event.id, host.id, lent.id, by=by)
    assert (stand_in.island_id, stand_in.name) == (a.id, "Vera Tretung")
    assert queries.host_link(stand_in) != queries.host_link(lent)
    assert line(lent).lent_to is stand_in
    assert line(host).stand_in is stand_in
    assert waiting("host-stands-in") == [stand_in.id]
    assert waiting("host-team-changed") == [staying.id]
    stand_ins.take_back(event.id, stand_in.id, by=by)
    assert line(host).stand_in is None
    assert line(host).host.away_at is not None
    assert line(lent).host.away_at is None
    assert [one.host for one in line(host).suggestions] == [lent]


def test_two_are_suggested_at_most(event: Event, by: int):
    host = factories.host(event.islands[0])
    for island in event.islands[1:]:
        factories.host(island)
        factories.host(island, role=TeamRole.DEPUTY)
    stand_ins.cannot_come(event.id, host.id, by=by)
    assert [one.host.island.letter for one in line(host).suggestions] == ["B", "C"]


def test_who_is_needed_by_now_is_refused(event: Event, by: int):
    a, b, *_rest = event.islands
    host, other = factories.host(a), factories.host(b)
    deputy = factories.host(b, role=TeamRole.DEPUTY)
    with pytest.raises(Refused):
        stand_ins.ask(event.id, host.id, deputy.id, by=by)
    stand_ins.cannot_come(event.id, host.id, by=by)
    stand_ins.cannot_come(event.id, other.id, by=by)
    with pytest.raises(Refused):
        stand_ins.ask(event.id, host.id, deputy.id, by=by)
    assert line(host).stand_in is None


def test_a_stand_in_who_falls_ill_is_replaced_and_all_of_it_is_taken_back(event: Event, by: int):
    a, b, *_rest = event.islands
    host, deputy = factories.host(a), factories.host(a, role=TeamRole.DEPUTY)
    factories.host(b)
    lent = factories.host(b, role=TeamRole.DEPUTY)
    stand_ins.cannot_come(event.id, host.id, by=by)
    assert stand_ins.cannot_come(event.id, deputy.id, by=by) is None
    third = stand_ins.ask(event.id, deputy.id, lent.id, by=by)
    assert line(host).host.island.hosts_here == [third]
    stand_ins.can_come(event.id, host.id, by=by)
    assert line(host).host.island.hosts_here == [host]
    assert (line(deputy).host.role, line(lent).host.away_at) == (TeamRole.DEPUTY, None)
    assert deputy.away_at is not None


def test_whoever_was_told_is_told_that_it_is_over(event: Event, by: int):
    host = factories.host(event.islands[0])
    deputy = factories.host(event.islands[0], role=TeamRole.DEPUTY)
    stand_ins.cannot_come(event.id, host.id, by=by)
    stand_ins.can_come(event.id, host.id, by=by)
    assert waiting("host-released") == []
    work.deliver()
    assert db.session.scalars(select(Message.problem)).all() == ["void"]
    stand_ins.cannot_come(event.id, host.id, by=by)
    work.deliver()
    stand_ins.can_come(event.id, host.id, by=by)
    assert waiting("host-released") == [deputy.id]


def test_of_two_at_once_the_second_sees_what_stands(event: Event, by: int, ctx: Flask):
    a, b, c, *_rest = event.islands
    host = factories.host(a)
    for island in (b, c):
        factories.host(island)
    first, second = (factories.host(island, role=TeamRole.DEPUTY) for island in (b, c))
    stand_ins.cannot_come(event.id, host.id, by=by)
    event_id, host_id, ids = event.id, host.id, (first.id, second.id)

    def ask(other_id: int) -> bool:
        with ctx.app_context():
            try:
                stand_ins.ask(event_id, host_id, other_id, by=by)
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(ask, ids))
    assert sorted(done) == [False, True]
    db.session.rollback()
    stand_in = db.session.scalars(
        select(IslandHost).where(IslandHost.stands_in_for_id == host_id)
    ).one()
    assert stand_in.lent_by_id == ids[done.index(True)]
    assert waiting("host-stands-in") == [stand_in.id]


def test_the_database_holds_one_stand_in_for_one_host(event: Event, by: int):
    host = factories.host(event.islands[0])
    values = {"stands_in_for_id": host.id, "role_before": TeamRole.DEPUTY}
    factories.host(event.islands[0], **values)
    for wrong in (
        values,
        {"stands_in_for_id": host.id, "role_before": None},
        {"stands_in_for_id": host.id, **values, "role": TeamRole.DEPUTY},
    ):
        with pytest.raises(IntegrityError):
            factories.host(event.islands[0], **wrong)


def test_who_was_lent_is_back_when_the_place_they_took_is_deleted(event: Event, by: int):
    a, b, *_rest = event.islands
    host, lent = factories.host(a), factories.host(b, role=TeamRole.DEPUTY)
    factories.host(b)
    for delete in (
        lambda one: islands.delete_host(one.id),
        lambda _one: islands.delete_island(a.id),
    ):
        stand_ins.cannot_come(event.id, host.id, by=by)
        stand_in = stand_ins.ask(event.id, host.id, lent.id, by=by)
        assert line(lent).host.away_at is not None
        delete(stand_in)
        assert line(lent).host.away_at is None


def test_a_deleted_host_leaves_the_stand_in_as_host(event: Event, by: int):
    host = factories.host(event.islands[0])
    deputy = factories.host(event.islands[0], role=TeamRole.DEPUTY)
    stand_ins.cannot_come(event.id, host.id, by=by)
    with pytest.raises(Refused):
        islands.change_host(deputy.id, role=TeamRole.DEPUTY)
    islands.delete_host(host.id)
    assert line(deputy).host.is_receiving
    islands.change_host(deputy.id, role=TeamRole.DEPUTY)
    assert not line(deputy).host.is_receiving


def test_tables_are_joined_only_where_there_are_several(event: Event, by: int):
    several, single = event.islands[0], event.islands[1]
    islands.change_island(single.id, room_id=None, table_places=0)
    with pytest.raises(Refused):
        islands.join_tables(event.id, single.id, is_joined=True, by=by)
    for _again in range(2):
        islands.join_tables(event.id, several.id, is_joined=True, by=by)
    islands.join_tables(event.id, several.id, is_joined=False, by=by)
    assert queries.get_island(event.id, several.id).tables_joined_at is None
    actions = db.session.scalars(select(LogEntry.action)).all()
    assert actions == ["tables_joined", "tables_parted"]


def test_for_another_day_everybody_is_asked_anew_and_written_to_once(event: Event, by: int):
    a, b, *_rest = event.islands
    host = factories.host(a, email="a@stadt.example")
    deputy = factories.host(b, role=TeamRole.DEPUTY, email="d@stadt.example")
    factories.host(b)
    stand_ins.cannot_come(event.id, host.id, by=by)
    stand_ins.ask(event.id, host.id, deputy.id, by=by)
    day = clock.in_berlin(event.starts_at).date() + timedelta(days=30)
    rescheduling.postpone(event.id, to=day, by=by, reason="Sturm")
    rows = db.session.scalars(select(IslandHost)).all()
    assert [one.name for one in rows if one.away_at or one.stands_in_for_id] == []
    assert len(rows) == 3
    told = waiting("host-postponed")
    assert len(told) == len(set(told))
    assert {host.id, deputy.id} <= set(told)
