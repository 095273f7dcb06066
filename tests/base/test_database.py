"""The one way to write, on both databases, with others at work."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from forum.accounts.models import Account, SignInLink
from forum.base import clock, database
from forum.base.database import db
from forum.base.models import RateCount
from tests import factories


def test_moments_come_back_in_utc(ctx):
    there = timezone(timedelta(hours=2))
    account = factories.account(last_seen_at=datetime(2026, 7, 3, 9, 0, tzinfo=there))
    db.session.expire_all()
    seen = db.session.get(Account, account.id).last_seen_at
    assert (seen, seen.tzinfo) == (datetime(2026, 7, 3, 7, 0, tzinfo=UTC), UTC)


def test_a_moment_without_a_zone_is_refused(ctx):
    naive = datetime(2026, 7, 3, 9, 0)
    with pytest.raises(StatementError):
        factories.account(last_seen_at=naive)
    assert db.session.query(Account).count() == 0


def test_an_error_keeps_nothing(ctx):
    def write_and_fail() -> None:
        with database.transaction() as session:
            session.execute(text("DELETE FROM account"))
            raise LookupError

    factories.account()
    with pytest.raises(LookupError):
        write_and_fail()
    assert db.session.query(Account).count() == 1


def test_the_database_checks_what_refers_to_what(ctx):
    orphan = SignInLink(account_id=99, link_id="x", created_at=datetime.now(UTC))
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(orphan)


def test_the_database_checks_choices(ctx):
    account = factories.account()
    change = text("UPDATE account SET role = 'queen' WHERE id = :id")
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.execute(change, {"id": account.id})


def test_a_transaction_reads_afresh(ctx):
    account = factories.account(name="Alt")
    assert db.session.get(Account, account.id).name == "Alt"

    def rename() -> None:
        with ctx.app_context(), database.transaction() as session:
            session.get_one(Account, account.id).name = "Neu"

    elsewhere = threading.Thread(target=rename)
    elsewhere.start()
    elsewhere.join()
    with database.transaction() as session:
        assert session.get_one(Account, account.id).name == "Neu"


def test_writers_wait_for_each_other_and_lose_nothing(ctx):
    account = factories.account()

    def count_up() -> None:
        for _ in range(10):
            with ctx.app_context(), database.transaction() as session:
                found = session.scalars(
                    select(Account).where(Account.id == account.id).with_for_update()
                ).one()
                found.session_revision += 1

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    assert db.session.get(Account, account.id).session_revision == 40


def test_readers_do_not_wait_for_a_writer(ctx):
    factories.account()
    seen = []

    def read() -> None:
        with ctx.app_context():
            seen.append(db.session.query(Account).count())

    with database.transaction() as session:
        session.execute(text("DELETE FROM account"))
        reader = threading.Thread(target=read)
        reader.start()
        reader.join(10)
    assert seen == [1]


def test_a_row_is_added_once(ctx):
    row = {"key": "a", "number": 1, "expires_at": clock.now()}
    with database.transaction() as session:
        assert database.add_once(session, RateCount, row)
        assert not database.add_once(session, RateCount, {**row, "number": 2})
        assert session.scalars(select(RateCount.number)).all() == [1]
