"""Logs as JSON lines, without personal data: no addresses of people, no tokens, no form values."""

import json
import logging
import re
import time
from types import TracebackType

from flask import Flask, Response, g, request

from forum.base import addresses

_SECRET_PATHS = re.compile(rf"/({'|'.join(addresses.WITH_TOKEN)})/[^/?\s]+")
_TOKENS = re.compile(r"(?<=/)[A-Za-z0-9_-]{36}(?![A-Za-z0-9_-])")


def without_tokens(path: str) -> str:
    """The path with every personal link's token replaced, wherever it stands."""
    return _SECRET_PATHS.sub(r"/\1/…", _TOKENS.sub("…", path))


class JsonLines(logging.Formatter):
    """One JSON object a line; of an exception its type and place, never its values."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "what": without_tokens(record.getMessage()),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def _places(traceback: TracebackType | None) -> list[str]:
    places = []
    while traceback:
        code = traceback.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 3)[-1]}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return places[-8:]


def set_up() -> None:
    """Sends everything this process logs to standard error as JSON lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for chatty in ("huey", "alembic", "gunicorn.access"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def init_app(app: Flask) -> None:
    log = logging.getLogger("forum.requests")

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def note(response: Response) -> Response:
        took = time.perf_counter() - g.get("started", time.perf_counter())
        facts = {
            "method": request.method,
            "path": without_tokens(request.path),
            "status": response.status_code,
            "ms": round(took * 1000),
        }
        log.info("request", extra={"facts": facts})
        return response
