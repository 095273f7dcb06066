"""What answers are called, and the questions that stand there at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from forum.base import languages
from forum.base.text import Text, _
from forum.feedback.models import Choice, FeedbackQuestion, QuestionKind

CHOICES: Mapping[Choice, Text] = {
    Choice.FULLY: _("agree"),
    Choice.RATHER: _("rather agree"),
    Choice.RATHER_NOT: _("rather disagree"),
    Choice.NOT: _("disagree"),
}
KINDS: Mapping[QuestionKind, Text] = {
    QuestionKind.SCALE: _("a sentence to agree to"),
    QuestionKind.WORDS: _("a question answered in words"),
}
AT_FIRST: Sequence[tuple[QuestionKind, Text]] = (
    (QuestionKind.SCALE, _("I will do something differently at work because of this day.")),
    (QuestionKind.SCALE, _("I know what happens with the results.")),
    (QuestionKind.WORDS, _("What should be different next time?")),
)
"""Asked where organisers chose nothing: being content proves little, what changes at work tells."""


def at_first(event_id: int) -> list[FeedbackQuestion]:
    """The first questions as rows, in both languages."""
    said: dict[str, list[str]] = {}
    for language in ("de", "en"):
        with languages.in_language(language):
            said[language] = [str(text) for _kind, text in AT_FIRST]
    return [
        FeedbackQuestion(
            event_id=event_id,
            position=place + 1,
            kind=kind,
            text=said["de"][place],
            text_en=said["en"][place],
        )
        for place, (kind, _text) in enumerate(AT_FIRST)
    ]
