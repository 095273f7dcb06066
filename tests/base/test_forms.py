"""Fields that say what to do."""

from __future__ import annotations

import pytest

from forum.base import forms, typed
from forum.base.forms import AddressField, ClockField, DayField, LineField, NumberField, needed
from forum.base.refusal import Refused
from forum.base.text import _

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


class Sample(forms.Form):
    """One field of each kind."""

    class Meta:
        csrf = False

    name = LineField(_("Name"), longest=10, validators=[needed(_("Please enter a name"))])
    email = AddressField(_("E-mail address"))
    day = DayField(_("Day"), [forms.Optional()])
    at = ClockField(_("Time"), [forms.Optional()])
    number = NumberField(_("Number"), least=1, most=5)


def filled(app, **changes: str) -> Sample:
    data = {"name": "Ümit", "number": "3", **changes}
    with app.test_request_context("/", method="POST", data=data):
        form = Sample()
        form.validate()
        form.said = {name: str(errors[0]) for name, errors in form.errors.items()}
        return form


def test_what_is_right_is_taken(app):
    form = filled(app, email="oda@STADT.example", day="3.12.2026", at="9:30")
    assert form.said == {}
    assert (form.email.data, form.day.data.isoformat(), form.at.data.isoformat()) == (
        "oda@stadt.example",
        "2026-12-03",
        "09:30:00",
    )


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "\u200b\x00"),
        ("name", "elf Zeichen"),
        ("email", "oda"),
        ("email", "oda@stadt.example\r\nBcc: x@y.example"),
        ("email", "oda@@stadt.example"),
        ("day", "31.02.2026"),
        ("day", "gestern"),
        ("day", "1999-12-31"),
        ("at", "25:00"),
        ("at", "neun"),
        ("number", "0"),
        ("number", "6"),
        ("number", "drei"),
        ("number", ""),
        ("number", "9" * 400),
    ],
)
def test_what_is_wrong_is_said_at_its_field(app, field, typed):
    form = filled(app, **{field: typed})
    assert list(form.said) == [field]
    assert form.problems[0][0] == field


def test_a_refusal_goes_to_its_field(app):
    def refuse(field: str | None):
        def call() -> None:
            raise Refused(_("No"), field=field)

        return call

    with app.test_request_context("/", method="POST", data={"name": "Oda", "number": "1"}):
        form = Sample()
        assert not form.does(refuse("email"))
        assert form.email.errors == [_("No")]
        form = Sample()
        assert not form.does(refuse(None))
        assert form.problems == [(None, _("No"))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Oda@Stadt.Example", "oda@stadt.example"),
        ("info@müller.example", "info@xn--mller-kva.example"),
        (" a@b.example ", "a@b.example"),
    ],
)
def test_addresses_that_are_the_same(database_kind, one, other):
    assert typed.address_key(one) == typed.address_key(other)
