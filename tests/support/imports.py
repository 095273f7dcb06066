"""Who imports whom, and what docs/architecture.md says about it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "forum"

FLOORS = (
    {"app"},
    {"public", "workspace", "api", "commands"},
    {"privacy"},
    {"cooperation"},
    {"results", "contacts", "feedback"},
    {"attendance", "invitations"},
    {"islands", "lists", "teams"},
    {"registration", "accounts"},
    {"events"},
    {"people"},
    {"organisations"},
    {"site"},
    {"mail", "audit"},
    {"calendars", "rotation", "matching", "network", "documents"},
    {"base"},
    {"config"},
)
INSTRUMENTS = FLOORS[-3]
FACES = FLOORS[1]
FEATURES = set().union(*FLOORS[2:-3])
INNER_ROOMS = ("views", "forms", "mails")
PURE = ("flask", "sqlalchemy", "flask_sqlalchemy", "flask_login", "flask_babel", "flask_wtf")
PURE_BASE = {"forum.base.codes", "forum.base.text", "forum.base.typed", "forum.base.refusal"}

# Where the house is put together, and where the worker finds what each feature says by mail.
ASSEMBLY = {"forum.app", "forum.public", "forum.workspace", "forum.api", "forum.commands.work"}
STARTERS = {"commands"}
HEALTH = "forum.api.views"  # whether the database answers is the whole question there


@dataclass(frozen=True)
class Import:
    """`source` imports `target`; `inside` says that a function does it, not the module."""

    source: str
    target: str
    inside: bool

    def __str__(self) -> str:
        return f"{self.source} imports {self.target}"


def modules() -> Iterator[tuple[str, str]]:
    """The dotted name and the text of every module of the program."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "static" not in path.parts:
            yield name_of(path), path.read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    """The dotted name under which a file is imported."""
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(name: str, text: str, known: set[str]) -> Iterator[Import]:
    """What a module imports; `known` tells modules of ours from names inside them."""
    tree = ast.parse(text)
    top = set(map(id, tree.body))
    for node in ast.walk(tree):
        inside = id(node) not in top
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(name, alias.name, inside)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                dotted = f"{node.module}.{alias.name}"
                yield Import(name, dotted if dotted in known else node.module, inside)


def all_imports() -> list[Import]:
    """Every import of the program."""
    found = list(modules())
    known = {name for name, _text in found}
    return [i for name, text in found for i in imports_of(name, text, known)]


def _folder(module: str) -> str:
    return module.split(".")[1] if "." in module else "app"


def _floor(folder: str) -> int | None:
    return next((n for n, floor in enumerate(FLOORS) if folder in floor), None)


def _room(module: str) -> str:
    return module.split(".")[2] if module.count(".") >= 2 else ""


def is_inner(room: str) -> bool:
    """Whether a room is a feature's own business: its views, forms and mails."""
    return any(room == name or room.endswith(f"_{name}") for name in INNER_ROOMS)


def complaint(found: Import) -> str | None:
    """What is wrong with an import, or None."""
    said = None
    if found.target.startswith("forum.") and found.source != "forum.__main__":
        said = _misplaced(found)
    return f"{found}: {said}" if said else _impure(found)


def _misplaced(found: Import) -> str | None:
    source, target = _folder(found.source), _folder(found.target)
    above, below = _floor(source), _floor(target)
    if above is None or below is None:
        return f"no floor is known for {source if above is None else target}"
    if source == target or found.source in ASSEMBLY or (source in STARTERS and target == "app"):
        return None
    if below <= above:
        return "that is not a lower floor"
    if target in FEATURES and is_inner(_room(found.target)) and not _is_shown(source, found):
        return "views, forms and mails are a feature's own"
    return None


def _is_shown(source: str, found: Import) -> bool:
    """Whether a face shows a form of a feature that has no page of its own for it."""
    return source in FACES and _room(found.target).endswith("forms")


def _impure(found: Import) -> str | None:
    folder, room = _folder(found.source), _room(found.source)
    library = found.target.split(".")[0]
    if room.endswith("views") and library == "sqlalchemy" and found.source != HEALTH:
        return f"{found}: views ask queries and call services"
    if (room != "rules" or folder not in FEATURES) and folder not in INSTRUMENTS:
        return None
    if library in PURE or (found.target.startswith("forum.base") and found.target not in PURE_BASE):
        return f"{found}: rules and instruments are pure"
    return None
