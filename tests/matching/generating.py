"""Makes labelled pairs and registers of names; the same seed, the same names."""

from __future__ import annotations

import functools
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.matching.habits import Maker, Pair

HERE = Path(__file__).parent
_SYLLABLES = ("bir", "ken", "mos", "hal", "den", "grun", "lau", "ter", "fal", "kra", "wes", "sul")
_ENDINGS = ("brück", "feld", "winkel", "stedt", "rode", "hausen", "tal", "moor", "kirchen", "furt")


def pairs(part: str, *, number: int, seed: int) -> list[Pair]:
    """So many pairs from one part of the vocabulary, half of them the same, none twice."""
    maker = Maker(_words(part), random.Random(seed))  # noqa: S311
    found: dict[tuple[str, str], bool] = {}
    while len(found) < number:
        one, other, same = maker.pair(same=len(found) % 2 == 0)
        if one.casefold() != other.casefold():
            found.setdefault((one, other), same)
    return [(one, other, same) for (one, other), same in found.items()]


def bodies(rng: random.Random, places: list[str], *, number: int) -> Iterator[list[str]]:
    """So many bodies of these places, each with its spellings, the first as a register has it."""
    words = _words(rng.choice(("development", "heldout")))
    near = [[places[0], places[1]], [places[2], places[3]]]
    people = [_person(rng) for _number in range(4)]
    maker = Maker({**words, "places": places, "near_places": near, "people": people}, rng)
    for _body in range(number):
        spellings, _others = rng.choice(maker.in_places)()
        yield [spellings[0], *(maker.noisy(text) for text in spellings[1:])]


def place(rng: random.Random) -> str:
    """The name of a place that is nowhere."""
    return ("".join(rng.sample(_SYLLABLES, 2)) + rng.choice(_ENDINGS)).capitalize()


def _person(rng: random.Random) -> str:
    first = rng.choice(
        ("Acker", "Berg", "Hinter", "Linden", "Ober", "Stein", "Wolf", "Eis", "Hasel")
    )
    return first + rng.choice(
        ("mann", "huber", "meister", "brecht", "wald", "graf", "kamp", "hardt")
    )


@functools.cache
def _words(part: str) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((HERE / "vocabulary.toml").read_text(encoding="utf-8"))
    return found[part]  # type: ignore[no-any-return]
