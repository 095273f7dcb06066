"""Words that people can see and that no translation reaches."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from jinja2 import Environment, nodes

# Names that are the same in every language.
NAMES = {"Praxisforum", "Leichte Sprache", "KERN"}
SHOWN_ATTRIBUTES = {"aria-label", "alt", "title", "placeholder", "aria-description", "label"}
SILENT = {"style", "script", "code"}
MARKS = {"_", "_n", "gettext", "ngettext"}
SPEAKERS = {
    "Action",
    "Facts",
    "NotFound",
    "Paragraph",
    "Refused",
    "flash",
    "needed",
}
_WORD = re.compile(r"[^\W\d_]{2,}")
_CAPITAL = re.compile(r"^[A-ZÄÖÜ][^\W\d_]+\b(?![\w.-]*[/.:=-]\w)")
_SEVERAL = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,} [^\W\d_]{2,}")
_ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')  # made by a macro, for a tag elsewhere
_CSS = re.compile(r"[a-z0-9_-]+( [a-z0-9_-]+)*")
_EXPRESSION = "\N{BULLET}"


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        self.found += [value for name, value in attrs if name in SHOWN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found += _ATTRIBUTE.sub("", data).split(_EXPRESSION)


def in_template(text: str, *, is_html: bool = True) -> list[str]:
    """Words of a template, or of strings in its expressions, that stand outside `_()`."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    plain = "".join(_data(environment, text))
    reader = _Words()
    if is_html:
        reader.feed(plain)
        reader.close()
    else:
        reader.found = plain.split(_EXPRESSION)
    shown = [" ".join(piece.split()) for piece in reader.found]
    words = [piece for piece in shown if _WORD.search(piece) and piece not in NAMES]
    return words + list(_strings(environment.parse(text)))


def _data(environment: Environment, text: str) -> Iterator[str]:
    translated = False
    before = ""
    for _line, kind, value in environment.lex(text):
        if before == "block_begin" and kind == "name" and value in {"trans", "endtrans"}:
            translated = value == "trans"
        if kind == "data" and not translated:
            yield value
        elif kind == "variable_begin":
            yield _EXPRESSION
        before = kind if kind != "whitespace" else before


def _strings(tree: nodes.Node) -> Iterator[str]:
    for node in tree.iter_child_nodes():
        if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in MARKS:
            continue
        if isinstance(node, nodes.Extends | nodes.FromImport | nodes.Import | nodes.Include):
            continue
        if isinstance(node, nodes.Const) and isinstance(node.value, str):
            value = node.value.strip()
            is_sentence = _CAPITAL.search(value) or _SEVERAL.search(value)
            if is_sentence and not _CSS.fullmatch(value) and value not in NAMES:
                yield value
        yield from _strings(node)


def in_python(text: str) -> list[str]:
    """Literal sentences given to something that shows them, without a mark."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            if name in SPEAKERS or name.endswith("Field"):
                found += [
                    argument.value
                    for argument in node.args[:1]
                    if isinstance(argument, ast.Constant)
                    and isinstance(argument.value, str)
                    and _WORD.search(argument.value)
                ]
    return found
