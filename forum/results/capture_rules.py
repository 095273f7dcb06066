"""What holds when results are collected at an island, on plain values."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from forum.base.text import Text, _

DOTS = 3
DAYS_AFTER = 2
PAPER = range(101, 141)
"""The numbers that stand on the paper sheet: ten for each column."""
PER_COLUMN = 10
COLUMNS = ("good_practice", "need_for_action", "challenge", "next_step")
FEWEST_WORDS = 4
MOST_AT_TABLES = 400
"""So many cards an island takes from its tables: fifteen people who write a card every two minutes
through a whole forum stay below it, and whoever got hold of a code floods nothing."""
MOST_DEVICES = 200
"""So many devices of an island are noted; further ones work like the others."""
LONGEST = 500
CODE_DIGITS = 6

TOO_MANY_DOTS = _("You have three dots. Please take some away before you add others.")
FULL_SENTENCE = _(
    "Please write a full sentence of at least four words, so that another table understands it."
)


def is_open(today: date, day: date) -> bool:
    """Whether the links of an island open: on the forum's day and two days after it."""
    return day <= today <= day + timedelta(days=DAYS_AFTER)


def code(key: str, link_id: str, revision: int) -> str:
    """The six digits that the team is told; derived, so that nothing stored opens an island."""
    text = f"capture-code|{link_id}|{revision}".encode()
    number = int.from_bytes(hmac.new(key.encode(), text, hashlib.sha256).digest()[:8], "big")
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def next_number(used: Collection[int]) -> int:
    """The number of the next card from a device; those of the paper sheet are left out."""
    number = max((one for one in used if one not in PAPER), default=0) + 1
    return PAPER.stop if number in PAPER else number


def column_of(number: int) -> str | None:
    """In which column a number of the paper sheet stands; None for any other."""
    return COLUMNS[(number - PAPER.start) // PER_COLUMN] if number in PAPER else None


def dots_problem(dots: Mapping[str, int]) -> Text | None:
    """What is wrong with how somebody laid their dots; None where nothing is."""
    if any(number < 0 for number in dots.values()) or sum(dots.values()) > DOTS:
        return TOO_MANY_DOTS
    return None


def title_problem(title: str) -> Text | None:
    """What is wrong with the sentence over a group; None where nothing is."""
    return None if len(title.split()) >= FEWEST_WORDS else FULL_SENTENCE
