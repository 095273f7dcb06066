"""One name says more than the other: whether it is a part, perhaps the same, or another body."""

from __future__ import annotations

from collections.abc import Sequence

from forum.base.text import Text, _
from forum.matching import legal
from forum.matching.names import Name, Word

_OFFICE = (
    "amt",
    "aemter",
    "behoerde",
    "buergerbuero",
    "kasse",
    "referat",
    "dezernat",
    "fachbereich",
)


def one_sided(
    short: Name, long: Name, more: Sequence[Word], agreed: Sequence[Word]
) -> tuple[str, Text]:
    """The kind of verdict, and why. `agreed`: words of both; `more`: words of `long` alone."""
    said = " ".join(word.shown for word in more)
    is_office = any(word.folded.endswith(_OFFICE) or word.is_thing for word in more)
    is_named = any(not word.is_thing for word in agreed)
    if not agreed and not short.territories:
        return "different", _("No word is in both names")
    if short.territories and not any(word.is_thing for word in agreed):
        return _of_administration(short, long, more, said)
    if is_office and any(word.is_thing for word in agreed):
        return "part_of", _("“%(more)s” names a part of “%(whole)s”", more=said, whole=short.text)
    if is_office and is_named and legal.conflict(short.forms, long.forms):
        return "different", _("“%(more)s” is a body of its own", more=said)
    if long.levels and not short.levels and not is_named:
        return "part_of", _("“%(part)s” belongs to “%(whole)s”", part=long.text, whole=short.text)
    if short.forms and long.forms and is_named:
        return "different", _("Both give their full name, and only one has “%(more)s”", more=said)
    return "maybe", _("Only one of them says “%(word)s”", word=said)


def _of_administration(
    short: Name, long: Name, more: Sequence[Word], said: str
) -> tuple[str, Text]:
    """The shorter name is a town or district: an office is its part, anything else another body."""
    is_office = any(word.folded.endswith(_OFFICE) for word in more)
    if is_office or long.territories:
        return "part_of", _("“%(more)s” names a part of “%(whole)s”", more=said, whole=short.text)
    return "different", _("“%(more)s” is a body of its own", more=said)
