"""Sentences that are translated where they are shown, so that rules need no Flask."""

from __future__ import annotations

from typing import Any

Number = int | float


class Text:
    """A translatable sentence with its values; `str()` renders it in the reader's language."""

    __slots__ = ("number", "plural", "sentence", "values")

    def __init__(
        self,
        sentence: str,
        plural: str | None = None,
        number: Number | None = None,
        /,
        **values: Any,
    ) -> None:
        self.sentence, self.plural, self.number, self.values = sentence, plural, number, values

    def __str__(self) -> str:
        from forum.base import languages  # only where it is shown

        if self.plural is None:
            text = languages.gettext(self.sentence)
            return text % self.values if self.values else text
        text = languages.ngettext(self.sentence, self.plural, self.number)
        return text % {"num": self.number, **self.values}

    def __html__(self) -> str:
        from markupsafe import escape

        return str(escape(str(self)))

    def __repr__(self) -> str:
        return f"Text({self.sentence!r}, {self.values!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Text):
            return NotImplemented
        return (self.sentence, self.plural, self.number, self.values) == (
            other.sentence,
            other.plural,
            other.number,
            other.values,
        )

    def __hash__(self) -> int:
        return hash((self.sentence, self.plural, self.number))


def _(sentence: str, /, **values: Any) -> Text:
    """Marks a sentence for translation; the values fill its `%(name)s` places."""
    return Text(sentence, **values)


def _n(singular: str, plural: str, number: Number, /, **values: Any) -> Text:
    """Marks a sentence whose form depends on a number, available in it as `%(num)s`."""
    return Text(singular, plural, number, **values)
