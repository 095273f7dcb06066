"""What is typed about contact lists: a code, a search, and who sees what of oneself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from wtforms.fields.choices import SelectChoice

from forum.base.forms import (
    BooleanField,
    Form,
    Invalid,
    LineField,
    SelectField,
    at_most,
    needed,
)
from forum.base.text import Text, _
from forum.contacts.rules import Audience
from forum.contacts.visibility import Entry
from forum.registration import consents
from forum.registration.models import Consent, Registration

AUDIENCES: dict[Audience, Text] = {
    Audience.NOBODY: _("nobody"),
    Audience.FORUM: _("participants of this forum who are on the list"),
    Audience.PUBLIC: _("everybody, on the website"),
}
ASKED = (*consents.ALWAYS, "role", "email", "phone")
CHOICES = [SelectChoice(audience.value, words) for audience, words in AUDIENCES.items()]


class CodeForm(Form):
    """The code from the mail."""

    code = LineField(
        _("Code from the message"),
        longest=20,
        validators=[needed(_("Please type in the code of six digits from our message."))],
    )


MOST_OFFERED = 200
"""So many organisations are offered to choose from."""


class SearchForm(Form):
    """Looking for somebody on the list. Sent by POST, because names do not belong in addresses."""

    words = LineField(_("Name, organisation or word"), validators=[at_most(100)])
    organisation = SelectField(_("Organisation"), validate_choice=False)

    def offer(self, entries: Sequence[Entry]) -> SearchForm:
        """Lets people choose among the organisations that the list shows, where they are not too
        many to look through; typing finds them, too."""
        names = sorted({entry.organisation for entry in entries if entry.organisation})
        choices: list[tuple[str, Text | str]] = [("", _("All"))]
        if len(names) <= MOST_OFFERED:
            choices += [(name, name) for name in names]
        self.organisation.choices = [SelectChoice(*one) for one in choices]
        return self


class SilentForm(Form):
    """Withdrawing, with or without a message to those who took the list along."""

    is_silent = BooleanField(_("Tell nobody that an entry has left the list"))


class EntryForm(SilentForm):
    """For whom each field of one's own entry is."""

    name = SelectField(_("Name and organisation"), choices=CHOICES[1:])
    role = SelectField(_("Role"), choices=CHOICES)
    email = SelectField(_("E-mail address"), choices=CHOICES)
    phone = SelectField(_("Phone number"), choices=CHOICES)

    def validate_phone(self, field: SelectField) -> None:
        if field.data != Audience.NOBODY and not self.has_phone:
            raise Invalid(_("We have no phone number of yours. Please choose “nobody” here."))

    def validate_name(self, field: SelectField) -> None:
        others = (self.role.data, self.email.data, self.phone.data)
        if field.data != Audience.PUBLIC and Audience.PUBLIC in others:
            raise Invalid(
                _("If everybody may see something of you, name and organisation belong to it.")
            )

    has_phone = False
    elsewhere: Mapping[str, str] = MappingProxyType({})
    """For whom the fields are that are decided about on another page."""

    @classmethod
    def about(cls, registration: Registration, newest: Consent | None) -> EntryForm:
        """The form as somebody's entry stands now; nobody sees what was not decided."""
        granted = newest.fields if newest else []
        public = newest.public_fields if newest else []
        stands = {name: Audience.PUBLIC if name in public else Audience.FORUM for name in granted}
        form = cls(
            data={
                "name": stands.get("name", Audience.FORUM).value,
                **{
                    name: stands.get(name, Audience.NOBODY).value
                    for name in ("role", "email", "phone")
                },
            }
        )
        form.has_phone = bool(registration.phone)
        form.elsewhere = {name: to.value for name, to in stands.items() if name not in ASKED}
        return form

    def _chosen(self) -> dict[str, str]:
        always = dict.fromkeys(consents.ALWAYS, self.name.data)
        return {
            **self.elsewhere,
            **always,
            "role": self.role.data,
            "email": self.email.data,
            "phone": self.phone.data,
        }

    def fields(self) -> list[str]:
        """What participants may see."""
        return [name for name, to in self._chosen().items() if to != Audience.NOBODY]

    def public(self) -> list[str]:
        """What everybody may see."""
        return [name for name, to in self._chosen().items() if to == Audience.PUBLIC]
