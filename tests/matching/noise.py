"""What typing does to a name without changing which body it means."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Change = Callable[[str, random.Random], str]


def of_place(place: str) -> str:
    """The adjective of a place: „Birkenfurter“."""
    if place.endswith(("e", "er")):
        return place + ("r" if place.endswith("e") else "")
    if place.endswith("en") and not place.endswith("hausen"):
        return place + "er"
    return place + "er"


def shout(text: str, rng: random.Random) -> str:
    return text.upper()


def whisper(text: str, rng: random.Random) -> str:
    return text.lower()


def without_umlauts(text: str, rng: random.Random) -> str:
    for letter, pair in zip("äöüÄÖÜß", ("ae", "oe", "ue", "Ae", "Oe", "Ue", "ss"), strict=True):
        text = text.replace(letter, pair)
    return text


def other_spaces(text: str, rng: random.Random) -> str:
    return text.replace(" ", "  ").replace("e.V.", "e. V.") + " "


def other_form(text: str, rng: random.Random) -> str:
    return re.sub(
        r"e\. ?V\.", rng.choice(("e.V", "eV", "e. V.", "eingetragener Verein", "EV")), text
    )


def without_form(text: str, rng: random.Random) -> str:
    return re.sub(r",? e\. ?V\.", "", text)


def quoted(text: str, rng: random.Random) -> str:
    first, space, rest = text.partition(" ")
    return f"{first} „{rest}“" if space else text


def care_of(text: str, rng: random.Random) -> str:
    return text if rng.random() < 0.7 else f"{text} c/o Rathaus"


def mistyped(text: str, rng: random.Random) -> str:
    """One error of typing inside a long word."""
    words = [word for word in re.findall(r"\w+", text) if len(word) >= 11]
    if not words:
        return text
    word = rng.choice(words)
    at = rng.randrange(3, len(word) - 3)
    wrong = rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
    return text.replace(word, wrong, 1)


def and_sign(text: str, rng: random.Random) -> str:
    return text.replace(" und ", rng.choice((" & ", " u. ", " + ")))


CHANGES = (
    without_form,
    other_form,
    and_sign,
    mistyped,
    without_umlauts,
    other_spaces,
    quoted,
    care_of,
    whisper,
    shout,
)
