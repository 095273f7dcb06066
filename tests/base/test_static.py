"""Static files travel compressed, and never as they were before."""

import gzip
from pathlib import Path

from flask import Flask

from forum.base import paths, static
from tests.support.clients import Client

KERN = "vendor/kern-2.7.2/kern.min.css"


def test_the_design_system_travels_compressed_and_may_be_kept(app: Flask, client: Client) -> None:
    response = client.get(f"/static/{KERN}", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(response.data) < 40_000
    assert gzip.decompress(response.data) == (paths.STATIC / KERN).read_bytes()
    assert "max-age=31536000" in response.headers["Cache-Control"]


def test_a_copy_of_what_was_changed_since_is_not_a_true_one(tmp_path: Path) -> None:
    original, copy = tmp_path / "a.css", tmp_path / "a.css.gz"
    original.write_text("before")
    copy.write_bytes(gzip.compress(b"before"))
    assert static.is_true_copy(copy, original) is True
    original.write_text("later!")
    assert static.is_true_copy(copy, original) is False
