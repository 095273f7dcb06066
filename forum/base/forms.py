"""Form foundations: fields that clean what is typed, and sentences that say what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import email_validator
from flask import Blueprint, flash
from flask.blueprints import BlueprintSetupState
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Optional, StopValidation
from wtforms.validators import ValidationError as Invalid

from forum.base import clock, languages, typed
from forum.base.refusal import Refused
from forum.base.text import Text, _, _n

LINE = 200
LINES = 5000
Check = Callable[[Any, Any], None]

__all__ = [
    "AddressField",
    "BooleanField",
    "ClockField",
    "DateField",
    "DayField",
    "Form",
    "HiddenField",
    "IntegerField",
    "Invalid",
    "LineField",
    "LinesField",
    "NumberField",
    "Optional",
    "RadioField",
    "SelectField",
    "SelectMultipleField",
    "StringField",
    "TimeField",
    "answer_themselves",
    "at_most",
    "moment",
    "needed",
]


class Form(FlaskForm):
    """A form with CSRF protection; a form with no fields of its own is one button."""

    page_order: tuple[str, ...] = ()
    """Fields that stand first on the page, where it is not the order of the class."""

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether the form was sent and is in order; not where only its language was switched,
        then it comes back with what was typed."""
        if languages.is_switching():
            return False
        return bool(super().validate_on_submit(extra_validators))

    def refuse(self, sentence: Text, field: str | None = None) -> None:
        """Puts a refusal at its field, or above the form."""
        if field and field in self:
            self[field].errors = [*self[field].errors, sentence]
        else:
            self.form_errors.append(sentence)

    def does(self, call: Callable[[], object]) -> bool:
        """Carries out `call` if the form was sent and is in order; a refusal goes to its field."""
        if not self.validate_on_submit():
            return False
        try:
            call()
        except Refused as refusal:
            self.refuse(refusal.sentence, refusal.field)
            return False
        return True

    def carry_out(self, call: Callable[[], object], done: Text | None = None) -> None:
        """Carries out what a button on a page asks for; the next page says that it is done, or why
        not."""
        if self.does(call):
            if done is not None:
                flash(str(done))
        else:
            for _field, problem in self.problems[:1]:
                flash(str(problem), "danger")

    @property
    def status(self) -> int:
        """What its page answers: 400 where the form came without a valid token."""
        return 400 if self.csrf_token.errors else 200

    @property
    def problems(self) -> list[tuple[str | None, Any]]:
        """Every error with the id of the field it belongs to, in the order of the page."""
        found: list[tuple[str | None, Any]] = [(None, error) for error in self.form_errors]
        first = [self[name] for name in self.page_order]
        for field in [*first, *(field for field in self if field not in first)]:
            if field.errors and field.name != "csrf_token":
                found.append((field.id, field.errors[0]))
            elif field.errors:
                found.append(
                    (None, _("This page was open for a long time. Please send the form once more."))
                )
        return found


def answer_themselves(bp: Blueprint, *views: Callable[..., Any]) -> None:
    """Lets long forms come back with everything typed when their token has become worthless.

    The check in front of every view would answer with a bare page. These views' own forms check
    the token and ask to be sent once more, so nothing goes unchecked.
    """

    def exempt(state: BlueprintSetupState) -> None:
        for view in views:
            state.app.extensions["csrf"].exempt(view)

    bp.record(exempt)


class LineField(StringField):
    """One line; control characters and stray spaces are removed."""

    data: Any

    def __init__(self, label: Text, *, longest: int = LINE, **more: Any) -> None:
        validators = [*more.pop("validators", []), at_most(longest)]
        super().__init__(label, validators, filters=[typed.clean_line], **more)


class LinesField(TextAreaField):
    """Several lines of plain text."""

    def __init__(self, label: Text, *, longest: int = LINES, **more: Any) -> None:
        validators = [*more.pop("validators", []), at_most(longest)]
        super().__init__(label, validators, filters=[typed.clean_lines], **more)


class AddressField(LineField):
    """An e-mail address, checked without asking the network."""

    def pre_validate(self, _form: Any) -> None:
        if self.data:
            try:
                checked = email_validator.validate_email(
                    self.data,
                    check_deliverability=False,
                    allow_smtputf8=False,
                    test_environment=True,
                )
            except email_validator.EmailNotValidError:
                raise StopValidation(
                    _("Please enter the e-mail address in full, for example name@stadt.de")
                ) from None
            self.data = checked.normalized


class DayField(DateField):
    """A day of this century, as a calendar control sends it or as typed in Germany."""

    def __init__(self, label: Text, validators: Any = None, **more: Any) -> None:
        wrong = _("Please enter a day, for example 03.12.2026")
        formats = ["%Y-%m-%d", "%d.%m.%Y"]
        super().__init__(label, validators, formats, invalid_value_message=wrong, **more)

    def pre_validate(self, _form: Any) -> None:
        if self.data and not 2000 <= self.data.year <= 2099:
            raise StopValidation(_("Please enter a year between 2000 and 2099."))


class ClockField(TimeField):
    """A time of day."""

    def __init__(self, label: Text, validators: Any = None, **more: Any) -> None:
        wrong = _("Please enter a time, for example 9:30")
        formats = ["%H:%M", "%H:%M:%S", "%H.%M"]
        super().__init__(label, validators, formats, invalid_value_message=wrong, **more)


class NumberField(IntegerField):
    """A whole number within limits; `sentence` says what to do about any other."""

    def __init__(
        self, label: Text, *, least: int, most: int, sentence: Text | None = None, **more: Any
    ) -> None:
        sentence = sentence or _(
            "Please enter a whole number from %(least)s to %(most)s.", least=least, most=most
        )

        def check(_form: Any, field: Any) -> None:
            if field.data is None or not least <= field.data <= most:
                raise Invalid(sentence)

        validators = [*more.pop("validators", []), check]
        super().__init__(label, validators, invalid_value_message=sentence, **more)


def needed(sentence: Text) -> InputRequired:
    """The field must be filled, and not with blanks alone; `sentence` says what to do."""
    return _Needed(sentence)


class _Needed(InputRequired):
    def __call__(self, form: Any, field: Any) -> None:
        super().__call__(form, field)
        if field.data == "":
            raise StopValidation(self.message)


def at_most(longest: int) -> Check:
    """The field's text must not be longer; the sentence says how long it may be."""

    def check(_form: Any, field: Any) -> None:
        if field.data and len(field.data) > longest:
            raise Invalid(
                _n(
                    "%(field)s: please shorten this to %(num)s character.",
                    "%(field)s: please shorten this to %(num)s characters.",
                    longest,
                    field=field.label.text,
                )
            )

    return check


def moment(day: date, at: time) -> datetime:
    """A day and a time as typed in Germany, as a moment in UTC."""
    return clock.from_berlin(datetime.combine(day, at))
