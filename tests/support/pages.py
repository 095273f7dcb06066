"""A page as a person reads it: its words, links and forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from werkzeug.test import TestResponse

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}


@dataclass
class Node:
    """An element with what it contains, in order."""

    tag: str
    attributes: dict[str, str]
    children: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words in it, with single spaces."""
        words = " ".join(c if isinstance(c, str) else c.text for c in self.children)
        return " ".join(words.split())

    def all(self, *tags: str, **attributes: str) -> Iterator[Node]:
        """Every element below with one of the tags and all of the attributes (`_` for `-`)."""
        for child in self.children:
            if isinstance(child, str):
                continue
            wanted = {name.strip("_").replace("_", "-"): v for name, v in attributes.items()}
            if (not tags or child.tag in tags) and wanted.items() <= child.attributes.items():
                yield child
            yield from child.all(*tags, **attributes)

    def first(self, *tags: str, **attributes: str) -> Node:
        found = next(self.all(*tags, **attributes), None)
        assert found is not None, f"There is no {tags} with {attributes}."
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and len(self._open) > 1 and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def read(html: str) -> Node:
    """The elements of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.root


@dataclass(frozen=True)
class Form:
    """A form of a page, with what stands in it."""

    node: Node
    page_url: str

    @property
    def action(self) -> str:
        """Where it is sent to, as the page says; empty: to the page itself."""
        return self.node.attributes.get("action", "")

    @property
    def target(self) -> str:
        """The full address that it is sent to."""
        return urljoin(self.page_url, self.action) if self.action else self.page_url

    @property
    def buttons(self) -> list[Node]:
        return [b for b in self.node.all("button") if b.attributes.get("type") != "button"]

    def pressed(self, label: str | None) -> dict[str, str]:
        """What the button with this label adds to the form."""
        for button in self.buttons:
            if label and button.text == label and "name" in button.attributes:
                return {button.attributes["name"]: button.attributes.get("value", "")}
        return {}

    @property
    def values(self) -> dict[str, list[str]]:
        """What would be sent as it stands."""
        found: dict[str, list[str]] = {}
        for node in self.node.all("input", "select", "textarea"):
            name = node.attributes.get("name")
            if name and "disabled" not in node.attributes:
                found.setdefault(name, []).extend(_values(node))
        return {name: values for name, values in found.items() if values}

    def filled_in(self, changes: dict[str, Any]) -> dict[str, Any]:
        """What would be sent after somebody changed it; None leaves a field out."""
        values: dict[str, Any] = {**self.values, **changes}
        return {name: value for name, value in values.items() if value is not None}


def _values(node: Node) -> list[str]:
    kind = node.attributes.get("type", "text")
    if node.tag == "textarea":
        return ["".join(c for c in node.children if isinstance(c, str)).removeprefix("\n")]
    if node.tag == "select":
        options = list(node.all("option"))
        chosen = [o for o in options if "selected" in o.attributes]
        if not chosen and "multiple" not in node.attributes:
            chosen = options[:1]
        return [o.attributes.get("value", o.text) for o in chosen]
    if kind in {"checkbox", "radio"}:
        return [node.attributes.get("value", "on")] if "checked" in node.attributes else []
    if kind in {"file", "submit", "button", "reset", "image"}:
        return []
    return [node.attributes.get("value", "")]


class Page:
    """What came back, ready to be asked about."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.url = response.request.path
        self.html = response.get_data(as_text=True)
        self.root = read(self.html)

    @property
    def main(self) -> Node:
        """The page without header and footer."""
        return next(self.root.all("main"), self.root)

    @property
    def text(self) -> str:
        return self.main.text

    @property
    def heading(self) -> str:
        return self.root.first("h1").text

    @property
    def headings(self) -> list[str]:
        return [node.text for node in self.main.all("h1", "h2", "h3")]

    @property
    def errors(self) -> dict[str, str]:
        """The sentence at each wrong field, by the field's id."""
        return {
            node.attributes["id"].removesuffix("-error"): node.text
            for node in self.main.all("p")
            if node.attributes.get("id", "").endswith("-error")
        }

    @property
    def links(self) -> dict[str, str]:
        """Where each link of the page leads, by its words."""
        return {
            node.text: node.attributes["href"]
            for node in self.root.all("a")
            if "href" in node.attributes
        }

    @property
    def rows(self) -> list[list[str]]:
        """The cells of all table rows, headings included."""
        return [[cell.text for cell in row.all("th", "td")] for row in self.main.all("tr")]

    def forms(self) -> list[Form]:
        """The forms that send something, those of the page's own part first."""
        own = [Form(node, self.response.request.url) for node in self.main.all("form")]
        around = [Form(node, self.response.request.url) for node in self.root.all("form")]
        return [f for f in [*own, *around] if f.node.attributes.get("method", "").lower() == "post"]

    def form(self, *, button: str | None = None, action: str | None = None) -> Form:
        """The form that is meant: with this button or action, else the first one."""
        for form in self.forms():
            labels = [b.text for b in form.buttons]
            if (button is None or button in labels) and (action is None or action == form.action):
                return form
        raise AssertionError(f"{self.url} ({self.status}) has no form {button or action or ''}")
