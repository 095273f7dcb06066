"""Every link that code and templates build leads to an address that exists."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.support.imports import ROOT

NAMED = re.compile(r"""url_for\(\s*["']([\w.]+)["']|absolute\(\s*["']([\w.]+)["']""")
FILES = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "forum").rglob("*.py")]


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_every_link_names_an_address_that_exists(app: Flask):
    known = {rule.endpoint for rule in app.url_map.iter_rules()}
    dead = set()
    for path in FILES:
        for names in NAMED.findall(path.read_text(encoding="utf-8")):
            name = "".join(names)
            # Of a name relative to its blueprint only the end is known here.
            found = name in known or (
                name.startswith(".") and any(one.endswith(name) for one in known)
            )
            if not found:
                dead.add(f"{path.relative_to(ROOT)}: {name}")
    assert dead == set()
