"""Whether two names mean one organisation, from plain values: no Flask, no database, no clock.

`judge` compares two names, `Index` finds the entries of a register that a name may mean. Nothing
here joins anything, and no verdict follows from two others.
"""

from forum.matching.dictionary import Dictionary, default
from forum.matching.index import Entry, Index, Suggestion
from forum.matching.judging import Kind, Verdict, judge
from forum.matching.legal import exclude

__all__ = [
    "Dictionary",
    "Entry",
    "Index",
    "Kind",
    "Suggestion",
    "Verdict",
    "default",
    "exclude",
    "judge",
]
