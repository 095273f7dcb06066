"""Label sheets that badges are printed on, as data."""

from __future__ import annotations

from dataclasses import dataclass

from forum.base.text import Text, _


@dataclass(frozen=True)
class Labels:
    """A sheet of labels on A4, lengths in millimetres from the upper left corner."""

    name: Text
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap_x: float = 0
    gap_y: float = 0


LAYOUTS: dict[str, Labels] = {
    "wide": Labels(
        _("90 × 54 mm, ten on a sheet"),
        columns=2, rows=5, width=90, height=54, left=15, top=13.5,
    ),
    "tall": Labels(
        _("60 × 90 mm upright, nine on a sheet"),
        columns=3, rows=3, width=60, height=90, left=15, top=13.5,
    ),
}  # fmt: skip
"""By the word that stands in addresses."""
