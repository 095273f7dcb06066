"""`forum serve` with real processes: ready, tended, ended, and careful with the database."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import urllib.request
from contextlib import closing

import psutil
import pytest

from forum.commands import schema
from tests.support.programs import Program, until

pytestmark = pytest.mark.xdist_group("processes")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready") as answer:
            return json.load(answer) == {"status": "ok"}
    except OSError:
        return False


def background(server) -> list[psutil.Process]:
    children = psutil.Process(server.pid).children()
    return [child for child in children if "worker" in words(child)]


def web_workers(server) -> list[psutil.Process]:
    children = psutil.Process(server.pid).children()
    return [child for child in children if "serve" in words(child)]


def words(process: psutil.Process) -> list[str]:
    """What a process was started with; nothing for one that has ended."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def lives(process: psutil.Process) -> bool:
    return words(process) != []


def test_serves_and_works_until_it_is_told_to_end(program: Program):
    port = free_port()
    server = program.start("serve", "--port", str(port), "--workers", "2")
    until(lambda: is_ready(port), "the site is ready")
    until(lambda: len(background(server)) == 1, "the background work runs")
    assert len(web_workers(server)) == 2

    web_workers(server)[0].kill()
    until(lambda: len(web_workers(server)) == 2, "there are two workers again")
    (first,) = background(server)
    until((program.instance / "schedule.lock").exists, "the schedule is run")
    first.kill()
    until(
        lambda: [p.pid for p in background(server) if p.pid != first.pid],
        "the background work runs again",
    )
    assert (len(background(server)), is_ready(port)) == (1, True)

    children = psutil.Process(server.pid).children()
    server.send_signal(signal.SIGTERM)
    assert server.wait(30) == 0
    assert [child for child in children if lives(child)] == []
    log = (program.instance.parent / "instance-0.log").read_text().splitlines()
    said = [line for line in log if not line.startswith("{")]
    assert said == [f"Praxisforum is ready: http://127.0.0.1:{port}/"]


def test_the_background_ends_with_a_killed_server(program: Program):
    port = free_port()
    server = program.start("serve", "--port", str(port), "--workers", "1")
    until(lambda: is_ready(port), "the site is ready")
    until(lambda: background(server), "the background work runs")
    children = psutil.Process(server.pid).children()
    os.kill(server.pid, signal.SIGKILL)
    server.wait(10)
    until(lambda: not any(lives(c) for c in children), "all children have ended")


def test_an_invitation_leaves_by_the_background(program: Program):
    port = free_port()
    program.start("serve", "--port", str(port), "--workers", "1")
    until(lambda: is_ready(port), "the site is ready")
    program.run("organiser", "invite", "oda@stadt.example", "--name", "Oda Ordner")
    mailbox = program.instance / "mailbox"
    until(lambda: list(mailbox.glob("*.eml")), "the invitation has left")


def test_an_embedded_database_is_copied_before_it_is_upgraded(program: Program):
    assert program.run("db", "upgrade").returncode == 0
    database = program.instance / "praxisforum.sqlite"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE kept (word TEXT)")
        connection.execute("INSERT INTO kept VALUES ('Auenstadt')")
        connection.execute("DELETE FROM alembic_version")
        connection.execute("INSERT INTO alembic_version VALUES ('0000')")
    port = free_port()
    server = program.start("serve", "--port", str(port))
    server.wait(30)
    copy = program.instance / f"praxisforum.before-{schema.newest()}.sqlite"
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("Auenstadt",)]


def test_an_empty_instance_is_set_up_without_a_copy(program: Program):
    port = free_port()
    program.start("serve", "--port", str(port))
    until(lambda: is_ready(port), "the site is ready")
    assert list(program.instance.glob("*.before-*")) == []


def test_another_database_is_refused_while_migrations_are_pending(
    program: Program, postgresql_server: str
):
    answer = program.run("serve", FORUM_DATABASE_URL=postgresql_server)
    assert (answer.returncode, answer.stderr) == (
        2,
        "forum: the database has no tables yet: run forum db upgrade\n",
    )


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_with_another_database_the_worker_stands_alone(
    program: Program, database_url: str, database_kind: str
):
    alone = Program(program.instance, database_url)
    port = free_port()
    server = alone.start("serve", "--port", str(port), "--workers", "1")
    worker = alone.start("worker")
    until(lambda: is_ready(port), "the site is ready")
    alone.run("organiser", "invite", "oda@stadt.example", "--name", "Oda Ordner")
    mailbox = alone.instance / "mailbox"
    until(lambda: list(mailbox.glob("*.eml")), "the invitation has left")
    assert background(server) == []
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    alone.end()


def test_a_taken_port_is_one_line(program: Program):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        answer = program.run("serve", "--port", port)
    said = f"forum: 127.0.0.1, port {port}, cannot be used (Address already in use)"
    assert (answer.returncode, answer.stderr) == (2, f"{said}: choose another --port\n")
