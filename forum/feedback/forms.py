"""Answering the questions, and choosing them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms.fields.choices import SelectChoice

from forum.base import shown
from forum.base.forms import Form, LineField, LinesField, Optional, RadioField, SelectField
from forum.base.text import _
from forum.feedback import rules, words
from forum.feedback.models import Choice, FeedbackQuestion, QuestionKind

LONGEST = 500
_CHOICES = tuple(words.CHOICES.items())


class AnswerForm(Form):
    """The questions of a forum, each of which may be left out."""

    asked: Sequence[FeedbackQuestion] = ()

    def said(self) -> dict[int, Choice | str]:
        """What was answered, by the position of the question."""
        found: dict[int, Choice | str] = {}
        for one in self.asked:
            typed = self[name_of(one)].data
            if typed:
                found[one.position] = Choice(typed) if one.kind is QuestionKind.SCALE else typed
        return found


def name_of(question: FeedbackQuestion) -> str:
    """The name of the field of a question."""
    return f"question-{question.position}"


def answering(asked: Sequence[FeedbackQuestion]) -> AnswerForm:
    """A form with a field for each question."""
    fields: dict[str, Any] = {name_of(one): _field(one) for one in asked}
    made = type("AnswerForm", (AnswerForm,), fields)
    form: AnswerForm = made()
    form.asked = asked
    for one in asked:
        if one.kind is QuestionKind.SCALE:
            form[name_of(one)].choices = [(said.value, str(word)) for said, word in _CHOICES]
    return form


def _field(question: FeedbackQuestion) -> Any:
    label: Any = shown.own(question, "text")  # organisers' own words, in the reader's language
    if question.kind is QuestionKind.WORDS:
        return LinesField(label, longest=LONGEST)
    return RadioField(label, [Optional()])


class QuestionsForm(Form):
    """Up to three questions; one without German words is not asked."""

    text_1 = LineField(_("In German"))
    text_en_1 = LineField(_("In English"))
    kind_1 = SelectField(_("Kind"))
    text_2 = LineField(_("In German"))
    text_en_2 = LineField(_("In English"))
    kind_2 = SelectField(_("Kind"))
    text_3 = LineField(_("In German"))
    text_en_3 = LineField(_("In English"))
    kind_3 = SelectField(_("Kind"))

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        for place in range(1, rules.MOST + 1):
            self[f"kind_{place}"].choices = [
                SelectChoice(one.value, str(said)) for one, said in words.KINDS.items()
            ]

    @staticmethod
    def shown(asked: Sequence[FeedbackQuestion]) -> dict[str, str]:
        """What stands in the fields at first."""
        return {
            f"{name}_{one.position}": value
            for one in asked
            for name, value in (
                ("kind", one.kind.value),
                ("text", one.text),
                ("text_en", one.text_en),
            )
        }

    def chosen(self) -> list[tuple[QuestionKind, str, str]]:
        """Kind, German and English words of the questions that say something."""
        return [
            (
                QuestionKind(self[f"kind_{place}"].data),
                self[f"text_{place}"].data,
                self[f"text_en_{place}"].data or "",
            )
            for place in range(1, rules.MOST + 1)
            if self[f"text_{place}"].data
        ]
