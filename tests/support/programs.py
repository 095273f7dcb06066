"""The console script as a person starts it."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from forum.commands import main

PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Answer:
    """What a command said, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


class Program:
    """`forum` with the settings of one instance."""

    def __init__(self, instance: Path, database_url: str = "") -> None:
        self.instance = instance
        self.environment = {
            **{key: v for key, v in os.environ.items() if not key.startswith("FORUM_")},
            "FORUM_INSTANCE_PATH": str(instance),
            "PYTHONWARNINGS": "",
        }
        if database_url:
            self.environment["FORUM_DATABASE_URL"] = database_url
        self._started: list[subprocess.Popen[str]] = []

    def run(self, *words: str, **settings: str) -> Answer:
        """Runs a command to its end, in this process."""
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
        code = 0
        with (
            pytest.MonkeyPatch.context() as patch,
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            for name in [name for name in os.environ if name.startswith("FORUM_")]:
                patch.delenv(name)
            for name, value in {**self.environment, **settings}.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["forum", *words])
            try:
                main()
            except SystemExit as end:
                code = int(end.code or 0)
        return Answer(code, *(_text(stream) for stream in (out, err)))

    def start(self, *words: str, **settings: str) -> subprocess.Popen[str]:
        """Starts a command that goes on; it is ended with the test."""
        log = (self.instance.parent / f"{self.instance.name}-{len(self._started)}.log").open("w")
        process = subprocess.Popen(
            [sys.executable, "-m", "forum", *words],
            env={**self.environment, **settings},
            stdout=log,
            stderr=log,
            text=True,
            start_new_session=True,
        )
        log.close()
        self._started.append(process)
        return process

    def talk(self, code: str) -> subprocess.Popen[str]:
        """Runs Python code in this instance, to be talked to through its pipes."""
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._started.append(process)
        return process

    def said(self) -> str:
        """What the commands have written that go on, or went on."""
        logs = sorted(self.instance.parent.glob(f"{self.instance.name}-*.log"))
        return "\n".join(log.read_text() for log in logs)

    def end(self) -> None:
        """Ends whatever still runs, children of what was started too."""
        for process in self._started:
            if process.poll() is None:
                process.terminate()
        for process in self._started:
            try:
                process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


def until(is_so: Callable[[], object], what: str = "it happened") -> None:
    """Waits until something is so; fails when it takes too long."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.05)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """`forum` in an empty instance folder with the embedded database."""
    program = Program(tmp_path / "instance")
    yield program
    program.end()


@pytest.fixture
def ready(program: Program, sqlite_template: Path) -> Program:
    """The same with a database that has its tables."""
    program.instance.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(sqlite_template, program.instance / "praxisforum.sqlite")
    return program
