"""What is uploaded to take in a list, what its columns are, and what a list to give out holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice

from forum.base.forms import Form, LinesField, SelectField, SelectMultipleField, needed
from forum.base.text import Text, _
from forum.lists import columns, reading, selecting
from forum.registration import rules, words
from forum.registration.models import State

PICK = _("Please choose one of the entries of this list.")
NOT_USED = _("not used")


def _choices(pairs: Iterable[tuple[str | int, Text]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class UploadForm(Form):
    file = FileField(
        _("File with the list"),
        validators=[FileRequired(_("Please choose the file with your list."))],
    )
    consent_text = LinesField(_("Text that these people agreed to for the contact list"))


class ColumnsForm(Form):
    """What each column of a list is, one choice a column."""

    heading = SelectField(_("Row with the headings"), coerce=int, invalid_choice_message=PICK)
    read: reading.List

    @property
    def choice(self) -> columns.Choice:
        """What was chosen."""
        chosen = (self[f"column{column.number}"].data or None for column in self.read.columns)
        return columns.Choice(self.read.choice.heading, tuple(chosen))

    @property
    def has_other_heading(self) -> bool:
        """Whether another row was chosen: its columns are others."""
        return bool(self.heading.data != self.read.choice.heading)

    def validate(self, *args: Any, **more: Any) -> bool:
        """Checks each choice, and all of them together."""
        if not super().validate(*args, **more):
            return False
        if self.has_other_heading:
            return True
        found = columns.problems(self.read.columns, self.choice.fields)
        for number, sentence in found:
            self.refuse(sentence, f"column{number or 0}")
        return not found


def columns_form(read: reading.List) -> ColumnsForm:
    """The form for the columns of a list, filled with how they are understood now."""
    names = _choices([("", NOT_USED), *columns.CHOICES.items()])
    fields = {
        f"column{column.number}": SelectField(
            column.heading or _("Column %(letter)s", letter=column.letter),
            choices=names,
            default=column.field or "",
            invalid_choice_message=PICK,
        )
        for column in read.columns
    }
    form: ColumnsForm = type("ListColumns", (ColumnsForm,), {**fields, "read": read})()
    form.heading.choices = _choices([*_rows(read), (0, _("The list has no headings"))])
    if not form.is_submitted():
        form.heading.data = read.choice.heading
    return form


def _rows(read: reading.List) -> list[tuple[int, Text]]:
    return [
        (number, _("Row %(row)s: %(cells)s", row=number, cells=_shortened(line)))
        for number, line in read.tops.items()
    ]


def _shortened(line: Any) -> str:
    text = ", ".join(filter(None, line))
    return text if len(text) <= columns.SAMPLE else f"{text[: columns.SAMPLE]}…"


class ExportForm(Form):
    """Which columns and people a list holds that is given out; lives in the address only."""

    column = SelectMultipleField(
        _("Columns"),
        choices=_choices(selecting.LABELS.items()),
        validators=[needed(_("Please tick at least one column."))],
        invalid_choice_message=lambda _number: str(PICK),
    )
    state = SelectField(_("Status"), invalid_choice_message=PICK)

    class Meta:
        csrf = False

    @property
    def selection(self) -> selecting.Selection:
        """What was chosen."""
        state = State(self.state.data) if self.state.data else None
        return selecting.Selection(tuple(self.column.data or ()), state)


def export_form(args: MultiDict[str, str]) -> ExportForm:
    """The form as the address fills it; with what is usual ticked where it says nothing."""
    form = ExportForm(formdata=args or None, data={"column": list(selecting.USUAL), "state": ""})
    active = [state for state in words.STATES if state in rules.ACTIVE]
    states = ((one.value, words.STATES[one]) for one in active)
    form.state.choices = _choices([("", _("All")), *states])
    return form
