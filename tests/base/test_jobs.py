"""Background work on real queues: woken, run, and its schedule run by exactly one process."""

from __future__ import annotations

import signal

import pytest

from forum.app import create_app
from forum.base import jobs
from forum.base.jobs import Schedule
from forum.commands.serving import put_away
from forum.config import BadSetting
from tests import factories
from tests.support.programs import Program, until
from tests.support.sites import settings_for

HOLD = """
import sys
from forum.app import create_app
app = create_app()
print("mine" if app.extensions["schedule"].is_mine() else "taken", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def queue_url(database_kind: str, database_url: str, tmp_path) -> str:
    if database_kind == "sqlite":
        return f"sqlite:///{tmp_path / 'queue.sqlite'}"
    return database_url.replace("+psycopg", "")


@pytest.fixture
def settings(database_url, tmp_path, queue_url):
    return settings_for(tmp_path, database_url, queue_url=queue_url)


def test_one_of_two_runs_the_schedule_and_the_other_takes_over(settings):
    first, second = Schedule(settings), Schedule(settings)
    assert (first.is_mine(), second.is_mine(), first.is_mine()) == (True, False, True)
    first.release()
    assert (second.is_mine(), first.is_mine()) == (True, False)
    second.release()


def test_while_the_database_is_away_nobody_runs_the_schedule(tmp_path):
    away = settings_for(tmp_path, "postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    assert Schedule(away).is_mine() is False


def test_waking_waits_in_the_queue(ctx):
    jobs.wake("deliver")
    jobs.wake("deliver")
    assert ctx.extensions["huey"].storage.queue_size() == 2


def test_a_queue_that_is_away_does_not_stop_anybody(tmp_path, database_url):
    settings = settings_for(tmp_path, database_url, queue_url="sqlite:////nowhere/queue.sqlite")
    app = create_app(settings)
    with app.app_context():
        jobs.wake("deliver")
        assert factories.account().id == 1
    put_away(app)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_work_is_done_while_the_context_lasts(ctx, tmp_path):
    from forum.accounts import service as accounts

    with jobs.working(ctx):
        accounts.invite("oda@stadt.example", name="Oda")
        until(lambda: list((tmp_path / "mailbox").glob("*.eml")), "the invitation has left")
    before = signal.getsignal(signal.SIGTERM)
    with jobs.working(ctx):
        assert signal.getsignal(signal.SIGTERM) == before


@pytest.mark.xdist_group("processes")
def test_of_two_processes_one_runs_the_schedule(program: Program, database_url, settings):
    instance = Program(settings.instance_path, database_url)
    first = instance.talk(HOLD)
    assert first.stdout.readline() == "mine\n"
    second = instance.talk(HOLD)
    assert second.stdout.readline() == "taken\n"
    first.kill()
    first.wait(10)
    third = instance.talk(HOLD)
    assert third.stdout.readline() == "mine\n"
    instance.end()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_driver_that_is_missing_is_one_sentence(database_url, tmp_path):
    with pytest.raises(BadSetting, match="FORUM_QUEUE_URL: Redis needs"):
        create_app(settings_for(tmp_path, database_url, queue_url="redis://127.0.0.1"))
