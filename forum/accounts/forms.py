"""What is typed to sign in, and to name people for a right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from forum.accounts.models import Account, Right
from forum.base.forms import AddressField, Form, SelectField, needed
from forum.base.text import Text, _

WHO = _("Please choose a person.")
WHAT = _("Please choose what the person may see.")


class SignInForm(Form):
    email = AddressField(
        _("E-mail address"),
        validators=[needed(_("Please enter your e-mail address, for example name@stadt.de"))],
    )


def _number(value: str | None) -> int | None:
    return int(value) if value else None


class RightForm(Form):
    """Who is named for what."""

    account = SelectField(
        _("Person"),
        coerce=_number,
        validators=[needed(WHO)],
        invalid_choice_message=WHO,
        invalid_value_message=WHO,
    )
    kind = SelectField(_("Right"), validators=[needed(WHAT)], invalid_choice_message=WHAT)

    def __init__(
        self, rights: Mapping[Right, Text], accounts: Sequence[Account], **more: Any
    ) -> None:
        super().__init__(**more)
        choose: list[tuple[Any, Any]] = [("", _("Please choose"))]
        self.account.choices = choose + [(one.id, one.name) for one in accounts]
        self.kind.choices = choose + [(kind.value, name) for kind, name in rights.items()]
