"""Static files: served by the site itself, compressed where a true copy lies beside them."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

from forum.base import paths

A_YEAR = 365 * 24 * 60 * 60
"""Browsers may keep files this long: their addresses change with their content."""


def is_true_copy(compressed: Path, original: Path) -> bool:
    """Whether a gzip file holds what the original holds now, by checksum and size at its end."""
    content, end = original.read_bytes(), compressed.read_bytes()[-8:]
    expected = zlib.crc32(content).to_bytes(4, "little") + (len(content) % 2**32).to_bytes(
        4, "little"
    )
    return end == expected


class _Static(WhiteNoise):
    """Leaves out compressed copies of what has been changed since."""

    def get_static_file(self, path: str, url: str, stat_cache: Mapping[str, Any]) -> Any:
        copy = path + ".gz"
        if copy in stat_cache and not is_true_copy(Path(copy), Path(path)):
            stat_cache = {name: stat for name, stat in stat_cache.items() if name != copy}
        return super().get_static_file(path, url, stat_cache=stat_cache)


def init_app(app: Flask) -> None:
    app.wsgi_app = _Static(  # type: ignore[method-assign]
        app.wsgi_app, root=str(paths.STATIC), prefix="static/", max_age=A_YEAR
    )
