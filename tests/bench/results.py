"""What was measured: figures with their aims, and checks that must hold."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

HEADINGS = ("figure", "ours", "floor", "ratio", "aim", "reached")


@dataclass(frozen=True)
class Row:
    """One line of the table; `reached` None: for information."""

    figure: str
    ours: str
    floor: str = ""
    ratio: str = ""
    aim: str = ""
    reached: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        said = {True: "yes", False: "NO", None: ""}[self.reached]
        return (self.figure, self.ours, self.floor, self.ratio, self.aim, said)


@dataclass
class Results:
    """Everything that one run found out about one database."""

    title: str
    rows: list[Row] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def compare(
        self,
        figure: str,
        ours: Sequence[float],
        floor: Sequence[float],
        at_most: float,
        unit: str = "ms",
    ) -> None:
        """Notes the ratio to the floor: of medians, over the same number of rounds each."""
        one, other, ratio = _medians(ours, floor)
        shown = (f"{one:.1f} {unit}", f"{other:.1f} {unit}", f"{ratio:.2f}")
        self._add(Row(figure, *shown, f"≤ {at_most:g}", ratio <= at_most))

    def growth(
        self, figure: str, later: Sequence[float], first: Sequence[float], at_most: float | None
    ) -> None:
        """Notes the ratio of two figures of our own; None: for information."""
        one, other, ratio = _medians(later, first)
        shown = (f"{one:.1f} : {other:.1f} ms", "", f"{ratio:.2f}")
        if at_most is None:
            self._add(Row(figure, *shown))
        else:
            self._add(Row(figure, *shown, f"≤ {at_most:g}", ratio <= at_most))

    def limit(self, figure: str, ours: float, at_most: float, unit: str = "") -> None:
        """Notes a figure that must not grow past a limit."""
        self._add(
            Row(figure, f"{ours:g} {unit}".strip(), aim=f"≤ {at_most:g}", reached=ours <= at_most)
        )

    def tell(self, figure: str, ours: str) -> None:
        """Notes a figure for information."""
        self._add(Row(figure, ours))

    def require(
        self, figure: str, found: object, wanted: object, *, holds: bool | None = None
    ) -> None:
        """Notes a check that must hold; where it does not, the whole run fails."""
        is_so = found == wanted if holds is None else holds
        self._add(Row(figure, str(found), aim=str(wanted), reached=is_so))
        if not is_so:
            self.failures.append(f"{self.title}: {figure}: {found}, not {wanted}")

    def _add(self, row: Row) -> None:
        self.rows.append(row)
        print(f"  {self.title}  {'  '.join(cell for cell in row.cells if cell)}", file=sys.stderr)

    def table(self) -> str:
        """The rows with aligned columns."""
        lines = [HEADINGS, *(row.cells for row in self.rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
        text = [
            "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip()
            for line in lines
        ]
        text.insert(1, "  ".join("-" * width for width in widths))
        return f"\n{self.title}\n\n" + "\n".join(text)


def _medians(one: Sequence[float], other: Sequence[float]) -> tuple[float, float, float]:
    first, second = statistics.median(one), statistics.median(other)
    return first, second, first / second if second else float("inf")
