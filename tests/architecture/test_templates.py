"""Templates: macros that are used, nothing inline that the content policy forbids."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, nodes

from tests.support.imports import ROOT

TEMPLATES = ROOT / "templates"
PAGES = [p for p in sorted(TEMPLATES.rglob("*.html")) if p.parent.name != "mails"]
_INLINE = (
    r"<style\b",
    r"<script\b(?![^>]*\bsrc=)",
    r"\sstyle=",
    r"<[^>]*\son[a-z]+=",
    "javascript:",
)
INLINE = re.compile("|".join(_INLINE), re.IGNORECASE)
ELSEWHERE = re.compile(r"""(?:src|href)\s*=\s*["'](?:https?:)?//""")


def parsed(text: str) -> nodes.Template:
    return Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(text)


def macros_of(path: Path) -> set[str]:
    return {macro.name for macro in parsed(path.read_text("utf-8")).find_all(nodes.Macro)}


def names_used(path: Path) -> set[str]:
    """Macros a template takes from others, and names it calls by itself."""
    tree = parsed(path.read_text("utf-8"))
    imported = {
        name if isinstance(name, str) else name[0]
        for found in tree.find_all(nodes.FromImport)
        for name in found.names
    }
    called = {c.node.name for c in tree.find_all(nodes.Call) if isinstance(c.node, nodes.Name)}
    return imported | called


def test_every_macro_is_used():
    used = {name for path in PAGES for name in names_used(path)}
    unused = {
        f"{path.relative_to(TEMPLATES)}: {name}"
        for path in (TEMPLATES / "components").glob("*.html")
        for name in macros_of(path) - used
    }
    assert unused == set()


def test_nothing_is_imported_in_vain():
    found = []
    for path in PAGES:
        tree = parsed(path.read_text("utf-8"))
        named = {node.name for node in tree.find_all(nodes.Name)}
        for statement in tree.find_all(nodes.FromImport):
            names = {n if isinstance(n, str) else n[1] for n in statement.names}
            found += [f"{path.relative_to(TEMPLATES)}: {name}" for name in names - named]
    assert found == []


def test_nothing_is_inline():
    found = [
        f"{path.relative_to(TEMPLATES)}: {match.group()}"
        for path in PAGES
        for match in INLINE.finditer(path.read_text("utf-8"))
    ]
    assert found == []


def test_nothing_comes_from_another_host():
    found = [
        f"{path.relative_to(TEMPLATES)}: {match.group()}"
        for path in PAGES
        for match in ELSEWHERE.finditer(path.read_text("utf-8"))
    ]
    assert found == []


def test_planted_faults_are_found():
    planted = ['<p style="x">', "<script>x</script>", '<a onclick="x">', "<style>"]
    assert [bool(INLINE.search(text)) for text in planted] == [True] * 4
    assert not INLINE.search('<script src="x" type="module"></script>')
    assert ELSEWHERE.search('<img src="https://elsewhere.example/x.png">')


def test_every_template_is_rendered_by_somebody():
    code = "\n".join(p.read_text("utf-8") for p in (ROOT / "forum").rglob("*.py"))
    texts = "\n".join(p.read_text("utf-8") for p in TEMPLATES.rglob("*.*"))
    unused = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.*")
        if f'"{path.relative_to(TEMPLATES)}"' not in code + texts
    ]
    assert unused == []
