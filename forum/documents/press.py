"""Turns values and a template into a PDF that screen readers can read."""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SHEETS = HERE / "sheets"
FONTS = HERE / "fonts"
STANDARDS = ["a-2a", "ua-1"]
"""For archives and for screen readers."""

# What means the same as a character that our fonts have.
_SAME = str.maketrans({"\u2010": "-", "\u2011": "-", "\u202f": "\u00a0"})
_SPACES = frozenset("\t\n\r\u2028\u2029")
_JOINERS = frozenset("\u200c\u200d\u00ad")
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_NAMED = re.compile(r'`"(.+?)"` could not be displayed|codepoint `"(.+?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


@dataclass(frozen=True)
class Printed:
    """A PDF. `missing` holds the texts with characters that no font has: then the file does not
    call itself accessible, and its last page names them."""

    pdf: bytes
    missing: tuple[str, ...] = ()


def press(sheet: str, values: Mapping[str, Any], *, made_at: datetime) -> Printed:
    """The PDF of a template in `sheets/` (its name without ending), filled with JSON-like values.

    Texts are never read as markup. `made_at` is timezone-aware and becomes the date of the file.

    Raises:
        RuntimeError: the template is wrong.
    """
    import typst  # 80 MB that only printing needs

    cleaned = clean(values)
    try:
        return Printed(_compile(sheet, cleaned, made_at, STANDARDS))
    except typst.TypstError as error:
        said = f"{error.message}\n{error.diagnostic}"
    missing = _missing(cleaned, said) or (said.splitlines()[0],)
    return Printed(_compile(sheet, {**cleaned, "missing": missing}, made_at, []), missing)


def _compile(
    sheet: str, values: Mapping[str, Any], made_at: datetime, standards: list[Any]
) -> bytes:
    import typst

    made = typst.compile(
        SHEETS / f"{sheet}.typ",
        root=HERE,
        font_paths=_fonts(),
        sys_inputs={"values": json.dumps(values)},
        format="pdf",
        pdf_standards=standards,
        timestamp=made_at.astimezone(UTC).replace(microsecond=0),
    )
    return bytes(made)


@functools.cache
def _fonts() -> Any:
    """Only our own fonts, so that a paper looks the same on every machine."""
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def clean(value: Any) -> Any:
    """Values with texts as they can be printed: one line, without what nobody sees, such as signs
    that turn the direction of what follows."""
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else _printable(value)
    if isinstance(value, Mapping):
        return {key: clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [clean(part) for part in value]
    return value


def _printable(text: str) -> str:
    spaced = "".join(" " if sign in _SPACES else sign for sign in text.translate(_SAME))
    seen = (s for s in spaced if s in _JOINERS or unicodedata.category(s) not in _UNSEEN)
    return unicodedata.normalize("NFC", "".join(seen))


def _missing(values: Mapping[str, Any], said: str) -> tuple[str, ...]:
    """The texts, of all that is no drawing, that hold what the compiler could not show."""
    named = (
        _ESCAPED.sub(lambda code: chr(int(code[1], 16)), one or other)
        for one, other in _NAMED.findall(said)
    )
    signs = {sign for sign in named if not sign.isascii()}
    found = (text for text in _texts(values) if any(sign in text for sign in signs))
    return tuple(dict.fromkeys(found))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str) and not value.startswith("<svg"):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
