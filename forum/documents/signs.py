"""Island signs as SVG, as the printer needs them."""

from __future__ import annotations

import functools
import re
from pathlib import Path

SPRITE = Path(__file__).resolve().parent.parent / "static" / "islands.svg"
COLOURS = (
    "#1f5fa8", "#a84b00", "#1b6e3c", "#a3247a", "#0f6b74",
    "#7a5b00", "#5b3fb0", "#b3261e", "#4a5560", "#25366b",
)  # fmt: skip
"""A to J of the light theme; after J they repeat."""

NO_PHOTOS = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="#171a2b">'
    '<path d="M15 3h18l12 12v18L33 45H15L3 33V15z" fill="#fff" stroke-width="3"/>'
    '<path d="M11 18h6l3-4h8l3 4h6v16H11z" stroke-width="2.6" stroke-linejoin="round"/>'
    '<circle cx="24" cy="26" r="5" stroke-width="2.6"/>'
    '<path d="M10.5 10.5l27 27" stroke="#fff" stroke-width="7"/>'
    '<path d="M9.5 9.5l29 29" stroke-width="3.6"/></svg>'
)
"""An eight-sided sign with a crossed-out camera: told by its shape, not by a colour."""

_SYMBOL = re.compile(r'<symbol id="insel-([a-z])" viewBox="([^"]+)">(.*?)</symbol>', re.DOTALL)


@functools.cache
def _symbols() -> dict[str, tuple[str, str]]:
    found = _SYMBOL.findall(SPRITE.read_text(encoding="utf-8"))
    return {letter.upper(): (box, shapes) for letter, box, shapes in found}


@functools.cache
def island(letter: str) -> str:
    """The sign of an island (A to Z) on white paper.

    Raises:
        KeyError: there is no sign with this letter.
    """
    box, shapes = _symbols()[letter]
    colour = COLOURS[(ord(letter) - ord("A")) % len(COLOURS)]
    drawn = shapes.replace("currentColor", colour).replace("var(--pf-sign-ink, #fff)", "#fff")
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{drawn}</svg>'
