"""One name says more than the other: whether it is a part, perhaps the same, or another body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.base.text import Text, _
from forum.matching.names import Name, Word

_OFFICE = ("amt", "aemter", "behoerde", "buero", "kasse", "referat", "dezernat", "fachbereich")
_FOUNDATION = "stiftung"
_KINDS = ("verein", "verband")


@dataclass(frozen=True)
class Left:
    """Two names of which `long` has words more: `more`; `agreed` are the words of both."""

    short: Name
    long: Name
    more: Sequence[Word]
    agreed: Sequence[Word]

    @property
    def said(self) -> str:
        return " ".join(word.shown for word in self.more)

    @property
    def has_office(self) -> bool:
        return any(word.folded.endswith(_OFFICE) for word in self.more)

    @property
    def has_thing(self) -> bool:
        """The longer name says of more what it is: „Altenpflege“."""
        return self.has_office or any(word.is_thing for word in self.more)

    @property
    def is_thing(self) -> bool:
        """Both say what they are."""
        return any(word.is_thing for word in self.agreed)

    @property
    def is_named(self) -> bool:
        """Both say a place or a person."""
        return any(not word.is_thing for word in self.agreed)


def one_sided(left: Left) -> tuple[str, Text]:
    """The kind of verdict, and why."""
    apart = _other_body(left)
    if apart:
        return "different", apart
    if left.is_thing and left.has_thing:
        return "part_of", _part(left)
    if left.short.territories and not left.is_thing:
        return "part_of", _part(left)
    if _is_of_all(left.short) or (left.long.levels and not left.short.levels and not left.is_named):
        said = _("“%(part)s” belongs to “%(whole)s”", part=left.long.text, whole=left.short.text)
        return "part_of", said
    return "maybe", _("Only one of them says “%(word)s”", word=left.said)


def _is_of_all(name: Name) -> bool:
    """Whether it is the association of the whole country."""
    return any("bundesverband" in word.values for word in name.levels)


def _part(left: Left) -> Text:
    return _("“%(more)s” names a part of “%(whole)s”", more=left.said, whole=left.short.text)


def _other_body(left: Left) -> Text | None:
    """Why what is said more makes it another body."""
    if not left.agreed and not left.short.territories:
        return _("No word is in both names")
    of_own = _("“%(more)s” is a body of its own", more=left.said)
    if left.short.territories and not left.is_thing:
        return None if left.has_office or left.long.territories else of_own
    if _is_compound(left) or _is_double_place(left):
        return _("“%(more)s” makes it another body", more=left.said)
    if not (left.short.forms and (left.long.forms or _is_foundation(left))) or not left.is_named:
        return None
    if left.is_thing and left.has_thing and not _is_foundation(left):
        return None
    return _("Both give their full name, and only one has “%(more)s”", more=left.said)


def _is_foundation(left: Left) -> bool:
    return any(_FOUNDATION in word.values for word in left.more)


def _is_compound(left: Left) -> bool:
    """„Afghanischer Verein“ and „Afghanischer Frauenverein“ or „Afghanische Frauenhilfe“."""
    missing = [value for word in left.short.weak for value in word.values] if left.has_thing else []
    return any(
        kind in missing and not any(kind in word.values for word in left.long.weak)
        for kind in _KINDS
    )


def _is_double_place(left: Left) -> bool:
    """„Diakonie Mark-Ruhr“ and „Diakonie Ruhr“: a hyphen makes one name of two."""
    places = {word.folded for word in left.agreed if not word.is_thing}
    return any(word.tied & places for word in left.more if not word.is_thing)
