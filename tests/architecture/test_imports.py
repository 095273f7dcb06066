"""The floors and rooms of docs/architecture.md."""

import ast

import pytest

from tests.support import imports

KEEPERS = ("views", "queries", "rules", "models", "forms", "mails", "exports")


def test_every_import_goes_downwards():
    assert [said for i in imports.all_imports() if (said := imports.complaint(i))] == []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("forum.events.service", "from forum.registration import service"),
        ("forum.registration.service", "from forum.accounts import queries"),
        ("forum.accounts.service", "def late():\n    from forum.registration import models"),
        ("forum.islands.service", "from forum.registration import forms"),
        ("forum.islands.organiser_views", "from forum.events.organiser_views import bp"),
        ("forum.registration.rules", "import sqlalchemy"),
        ("forum.registration.rules", "from flask import request"),
        ("forum.events.rules", "from forum.base import clock"),
        ("forum.rotation.planner", "from forum.base.database import db"),
        ("forum.calendars.entries", "from forum.events.models import Event"),
        ("forum.matching.judging", "from forum.organisations.models import Organisation"),
        ("forum.matching.index", "import sqlalchemy"),
        ("forum.base.forms", "from forum.mail import service"),
        ("forum.events.organiser_views", "from sqlalchemy import select"),
        ("forum.elsewhere.service", "from forum.base import clock"),
        ("forum.events.service", "from forum.app import create_app"),
    ],
)
def test_a_wrong_import_is_found(source: str, text: str):
    known = {name for name, _text in imports.modules()}
    said = [imports.complaint(found) for found in imports.imports_of(source, text, known)]
    assert len([complaint for complaint in said if complaint]) == 1


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("forum.islands.service", "from forum.registration import queries, models, service"),
        ("forum.registration.rules", "from forum.base.text import _"),
        ("forum.commands.operations", "from forum.app import create_app"),
        ("forum.commands.work", "from forum.registration import mails"),
        ("forum.mail.service", "from forum.base import clock"),
    ],
)
def test_a_right_import_is_let_through(source: str, text: str):
    known = {name for name, _text in imports.modules()}
    found = imports.imports_of(source, text, known)
    assert [imports.complaint(one) for one in found if imports.complaint(one)] == []


def writes(text: str) -> list[str]:
    """Calls in a module that open a writing transaction or commit."""
    return [
        node.func.attr
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"transaction", "commit"}
    ]


def uses(text: str, module: str, name: str) -> bool:
    """Whether a module takes `name` from `module`."""
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == module
        and name in {alias.name for alias in node.names}
        for node in ast.walk(ast.parse(text))
    )


def test_only_services_commit():
    found = []
    for name, text in imports.modules():
        parts = name.split(".")
        feature = len(parts) > 2 and parts[1] in imports.FEATURES
        keeper = feature and parts[2].endswith(KEEPERS)
        face = len(parts) > 1 and parts[1] in imports.FACES - {"commands"}
        if writes(text) and (keeper or face):
            found.append(name)
        if writes(text) and (
            uses(text, "flask", "render_template") or uses(text, "flask", "request")
        ):
            found.append(f"{name} commits and knows the request")
    assert found == []


def test_views_leave_the_session_alone():
    names = [name for name, _text in imports.modules() if name.endswith("views")]
    texts = dict(imports.modules())
    found = [name for name in names if uses(texts[name], "forum.base.database", "db")]
    assert found == [imports.HEALTH]


def test_a_planted_commit_is_found():
    assert writes("with database.transaction() as session:\n    session.commit()") == [
        "transaction",
        "commit",
    ]


def test_every_blueprint_has_the_same_name():
    found = {
        target.id
        for _name, text in imports.modules()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and getattr(node.value.func, "id", "") == "Blueprint"
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert found == {"bp"}
