"""The sentences that code and templates mark for translation, and their German."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
GERMAN = ROOT / "forum/translations/de/LC_MESSAGES/messages.po"
KEYWORDS = {**DEFAULT_KEYWORDS, "_n": (1, 2)}
PLACE = re.compile(r"%\((\w+)\)[sd]")


def marked() -> Catalog:
    """Every sentence that is marked now, as a catalogue without translations."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        mappings = tomllib.load(file)["tool"]["babel"]["mappings"]
    found = Catalog()
    for mapping in mappings:
        pattern, method = mapping["pattern"], mapping["method"]
        options = {key: str(v) for key, v in mapping.items() if key not in {"pattern", "method"}}
        for name, line, message, _comments, context in extract_from_dir(
            str(ROOT / pattern.partition("/")[0]),
            method_map=[(pattern.partition("/")[2], method)],
            options_map={pattern.partition("/")[2]: options},
            keywords=KEYWORDS,
        ):
            found.add(message, locations=[(name, line)], context=context)
    return found


def german() -> Catalog:
    """The German catalogue as it stands in the project."""
    with GERMAN.open("rb") as file:
        return read_po(file, locale="de")


def places(sentence: str | tuple[str, ...] | list[str]) -> set[str]:
    """The names of the values that a sentence shows."""
    forms = [sentence] if isinstance(sentence, str) else sentence
    return {name for form in forms for name in PLACE.findall(form)}
