"""Precision and recall of verdicts on labelled pairs."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from forum import matching
from forum.matching import Dictionary, Kind

HERE = Path(__file__).parent
Pair = tuple[str, str, bool]


@dataclass(frozen=True)
class Measured:
    """How verdicts agree with labels: for "same" alone, and for all that a person is shown."""

    pairs: int
    same_precision: float
    same_recall: float
    shown_precision: float
    shown_recall: float


def labelled(name: str) -> list[Pair]:
    """The pairs of a file in this folder."""
    with (HERE / name).open(encoding="utf-8", newline="") as opened:
        return [(row["a"], row["b"], row["same"] == "1") for row in csv.DictReader(opened)]


def measure(pairs: Iterable[Pair], dictionary: Dictionary) -> Measured:
    judged = [(matching.judge(a, b, dictionary).kind, same) for a, b, same in pairs]
    same = _shares(judged, {Kind.SAME})
    shown = _shares(judged, {Kind.SAME, Kind.MAYBE})
    return Measured(len(judged), *same, *shown)


def _shares(judged: list[tuple[Kind, bool]], counted: set[Kind]) -> tuple[float, float]:
    right = sum(same and kind in counted for kind, same in judged)
    said = sum(kind in counted for kind, _same in judged)
    return right / (said or 1), right / (sum(same for _kind, same in judged) or 1)
