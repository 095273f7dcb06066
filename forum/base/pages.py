"""What every template may use: static addresses, signs, languages."""

from __future__ import annotations

import functools
import hashlib
from typing import Any

from flask import Flask, has_request_context, request, url_for

from forum.base import clock, languages, paths, shown


@functools.lru_cache(maxsize=256)
def _fingerprint(name: str) -> str:
    return hashlib.sha256((paths.STATIC / name).read_bytes()).hexdigest()[:12]


def static_url(name: str) -> str:
    """The address of a static file; it changes with the content, so browsers may keep it."""
    return _address(request.script_root, name) if has_request_context() else _made(name)


def _made(name: str) -> str:
    return url_for("static", filename=name, v=_fingerprint(name))


@functools.lru_cache(maxsize=256)
def _address(_root: str, name: str) -> str:
    """Below the path that the site is mounted at; a page names some twenty."""
    return _made(name)


def colour_of(island: Any) -> str:
    """The letter (a to j) whose colour the island carries; after J the colours repeat."""
    return chr(ord("a") + island.position % 10)


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(static_url=static_url, colour_of=colour_of, times=shown.times)
    app.jinja_env.filters.update(shown.FILTERS)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def for_every_page() -> dict[str, Any]:
        language = languages.current()
        other = next(code for code in languages.LANGUAGES if code != language)
        return {
            "language": language,
            "other_language": {"code": other, "name": languages.LANGUAGES[other]},
            "now": clock.now(),
        }
