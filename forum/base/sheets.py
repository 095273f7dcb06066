"""Text in files that spreadsheets open."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_FIRST = frozenset("'=+-@\t\r")


def harmless(cell: str) -> str:
    """The cell with a sign in front where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell[:1] in _FIRST and _FORMULA.match(cell) else cell
