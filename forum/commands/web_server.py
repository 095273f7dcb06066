"""gunicorn, told everything here, with the background work tended by its main process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

SETTINGS = {
    "worker_class": "gthread",
    "preload_app": False,
    "timeout": 60,
    "graceful_timeout": 20,
    "accesslog": None,
    "control_socket_disable": True,
    "proc_name": "praxisforum",
}


class Tended(Protocol):
    """Something that lives as long as the server does."""

    def tend(self) -> None: ...
    def ask_to_end(self) -> None: ...
    def stop(self) -> None: ...


class _JsonLogger(Logger):
    """Hands gunicorn's own lines to the log of this process."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class _Arbiter(Arbiter):
    """The main process, which looks after the background work as it does after its workers."""

    background: Tended | None = None

    def manage_workers(self) -> None:
        super().manage_workers()
        if self.background is not None:
            self.background.tend()

    def stop(self, graceful: bool = True) -> None:
        if self.background is not None:
            self.background.ask_to_end()
        super().stop(graceful)
        if self.background is not None:
            self.background.stop()


class _Application(BaseApplication):
    def __init__(self, make: Callable[[], Flask], told: dict[str, Any]) -> None:
        self._make, self._told = make, {**SETTINGS, "logger_class": _JsonLogger, **told}
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._told.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._make()


def run(make: Callable[[], Flask], background: Tended | None, told: dict[str, Any]) -> None:
    """Serves what `make` makes in each worker process, until a signal ends it."""
    arbiter = _Arbiter(_Application(make, told))
    arbiter.background = background
    arbiter.run()
