"""Saying no, in one way everywhere."""

from forum.base.text import Text


class Refused(Exception):
    """Something may not be done; carries the sentence for the person who asked.

    `field` names the form field that the sentence belongs to, if there is one; `status` is what
    its page answers where nothing else is shown.
    """

    status = 409

    def __init__(self, sentence: Text, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotFound(Refused):
    """What was asked for does not exist (any more), or not for this person."""


class NotAllowed(Refused):
    """What was asked for exists, but is not for this person."""

    status = 403
