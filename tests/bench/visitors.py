"""Visitors: they open pages over HTTP, read the forms on them, fill them in and send them."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

from tests.support.pages import Form, read

KEPT_SECONDS = 1.5
"""How long a connection is used again; the servers end idle ones after two seconds."""
BROKEN = (ConnectionError, http.client.HTTPException, TimeoutError)
T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    path: str
    location: str
    body: bytes

    def form(self, *, holding: str = "") -> Form:
        """The form of the page's own part, the one with this field or action where it has several.

        Raises:
            LookupError: there is none.
        """
        for node in read(self.body.decode()).first("main").all("form", method="post"):
            form = Form(node, self.path)
            names = {field.attributes.get("name", "") for field in node.all("input", "select")}
            if not holding or holding in names or form.action.endswith(holding):
                return form
        raise LookupError(f"{self.path} ({self.status}) has no form {holding}")


class Visitor:
    """Somebody at a browser without JavaScript, with cookies and an address of their own."""

    def __init__(self, port: int, number: int = 0, statuses: list[int] | None = None) -> None:
        self.port = port
        self.statuses = [] if statuses is None else statuses
        self.cookies: dict[str, str] = {}
        self._address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self._line: http.client.HTTPConnection | None = None
        self._used, self._is_used = 0.0, False

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, values: dict[str, Any]) -> Answer:
        return self.ask("POST", path, values)

    def send(self, form: Form, **changes: Any) -> Answer:
        """Sends a form as it stands on its page, with these changes."""
        return self.post(form.target, form.filled_in(changes))

    def followed(self, answer: Answer) -> Answer:
        """The page that a redirect leads to."""
        while answer.location:
            answer = self.get(answer.location)
        return answer

    def ask(self, method: str, url: str, values: dict[str, Any] | None = None) -> Answer:
        """One request; its status is noted.

        Raises:
            ConnectionError, http.client.HTTPException, TimeoutError: the connection broke.
        """
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        headers = {"X-Forwarded-For": self._address, "Accept-Language": "de"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={text}" for name, text in self.cookies.items())
        body = None
        if values is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(values, doseq=True)
        try:
            response, content = self._exchange(method, path, body, headers)
        except BROKEN:
            if method != "GET" or not self._is_used:
                self.hang_up()
                raise
            # the server ended an idle connection just now; a browser opens another one
            self.hang_up()
            response, content = self._exchange(method, path, body, headers)
        self._is_used = True
        self._used = time.monotonic()
        for text in response.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: m.coded_value for name, m in SimpleCookie(text).items()})
        self.statuses.append(response.status)
        location = urljoin(path, response.headers.get("Location", ""))
        return Answer(
            response.status, path, location if 300 <= response.status < 400 else "", content
        )

    def _exchange(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        line = self._connected()
        line.request(method, path, body, headers)
        response = line.getresponse()
        return response, response.read()

    def _connected(self) -> http.client.HTTPConnection:
        if self._line is None or time.monotonic() - self._used > KEPT_SECONDS:
            self.hang_up()
            self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        return self._line

    def hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line, self._is_used = None, False


def all_at_once(tasks: Sequence[Callable[[], T]]) -> list[T | BaseException]:
    """Runs every task in a thread of its own, released together; returns what came of each."""
    gate = threading.Event()
    outcomes: list[Any] = [None] * len(tasks)

    def run(number: int, task: Callable[[], T]) -> None:
        gate.wait()
        try:
            outcomes[number] = task()
        except Exception as trouble:  # noqa: BLE001 - reported as the outcome
            outcomes[number] = trouble

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    return outcomes


def in_turn(tasks: Sequence[Callable[[], T]], hands: int = 4) -> list[T]:
    """Runs the tasks with so many at a time; what goes wrong in one is raised."""
    waiting = iter(enumerate(tasks))
    lock = threading.Lock()
    outcomes: list[Any] = [None] * len(tasks)

    def work() -> None:
        while True:
            with lock:
                number, task = next(waiting, (-1, None))
            if task is None:
                return
            outcomes[number] = task()

    for trouble in all_at_once([work] * hands):
        if isinstance(trouble, BaseException):
            raise trouble
    return outcomes
