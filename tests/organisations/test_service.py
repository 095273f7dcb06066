"""One organisation for one spelling, whoever is quicker."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.base import clock, database
from forum.base.database import db
from forum.base.refusal import Refused
from forum.organisations import many, queries, rules, service
from forum.organisations.models import Organisation, OrganisationAlias, Sector

NAME = "Verein Ankommen e. V."


def test_a_spelling_makes_an_organisation_once(ctx: Flask) -> None:
    with database.transaction() as session:
        first = service.get_or_add(session, NAME, Sector.MIGRANT)
        assert service.get_or_add(session, NAME.upper(), Sector.WELFARE) is first
    assert [alias.key for alias in first.aliases] == [rules.key(NAME)]


WORKS = ("Werk Hagen e. V.", "Werk Hagen gGmbH", "WERK HAGEN gGmbH", "Werk Hagen")


def _by_form(session: Session) -> list[int]:
    return [service.get_or_add(session, name, Sector.WELFARE).id for name in WORKS]


def _by_list(session: Session) -> list[int]:
    found = many.get_or_add(session, dict.fromkeys(WORKS, Sector.WELFARE))
    return [found[name] for name in WORKS]


@pytest.mark.parametrize("ways", [(_by_form, _by_list), (_by_list, _by_form), (_by_list, _by_list)])
def test_legal_forms_that_exclude_each_other_make_two(
    ctx: Flask, ways: Sequence[Callable[[Session], list[int]]]
) -> None:
    """By form or by list, whichever comes first: one rule for both."""
    for way in ways:
        with database.transaction() as session:
            club, company, again, short = way(session)
            assert (again, short) == (company, club)
    assert [queries.get_by_spelling(name).id for name in WORKS[:2]] == [club, company]
    with pytest.raises(Refused, match="bekannt"):
        service.add_spelling(club, "Werk Hagen gGmbH")
    rows = db.session.execute(select(Organisation.id, Organisation.name))
    assert {tuple(row) for row in rows} == {(club, WORKS[0]), (company, WORKS[1])}


def test_a_former_name_is_no_other_body(ctx: Flask) -> None:
    with database.transaction() as session:
        number = service.get_or_add(session, NAME, Sector.MIGRANT).id
    service.rename(number, "Willkommen e. V.", since=date(2026, 1, 1))
    with database.transaction() as session:
        assert service.get_or_add(session, NAME, Sector.MIGRANT).id == number
        assert many.get_or_add(session, {NAME: Sector.MIGRANT}) == {NAME: number}


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_who_comes_second_takes_the_organisation_that_is_there(ctx: Flask) -> None:
    with Session(db.engine, expire_on_commit=False) as quicker:
        there = Organisation(
            name=NAME, sector=Sector.MIGRANT, created_at=clock.now(), changed_at=clock.now()
        )
        there.aliases.append(OrganisationAlias(spelling=NAME, key=rules.key(NAME)))
        quicker.add(there)
        quicker.flush()
        commits = threading.Timer(0.3, quicker.commit)
        commits.start()
        with database.transaction() as session:
            assert service.get_or_add(session, NAME, Sector.MIGRANT).id == there.id
        commits.join()
    assert db.session.scalar(select(func.count(Organisation.id))) == 1
