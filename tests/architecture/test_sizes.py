"""Files and functions that a person can take in at once."""

import ast

from tests.support.imports import ROOT, modules

LINES = {"python": 250, "template": 120, "function": 40}

# What may be longer, and why.
LONGER: dict[str, str] = {
    "tests/factories.py": "one place for all factories, as the house wants it",
}


def python_files():
    for folder in ("forum", "tests", ".ci"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def test_python_files():
    found = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if len(path.read_text(encoding="utf-8").splitlines()) > LINES["python"]
    ]
    assert [name for name in found if name not in LONGER] == []


def test_templates():
    found = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "templates").rglob("*.*"))
        if len(path.read_text(encoding="utf-8").splitlines()) > LINES["template"]
    ]
    assert [name for name in found if name not in LONGER] == []


def test_functions():
    found = [
        f"{name}.{node.name}"
        for name, text in modules()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LINES["function"]
    ]
    assert [name for name in found if name not in LONGER] == []


def test_modules_say_what_they_are_for():
    allowed = ("models",)
    found = [n for n, text in modules() if not ast.get_docstring(ast.parse(text))]
    assert [name for name in found if not name.endswith(allowed)] == []
