"""What participants type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forum.base import clock
from forum.base.forms import (
    AddressField,
    BooleanField,
    ClockField,
    Form,
    Invalid,
    LineField,
    Optional,
    SelectField,
    StringField,
    moment,
    needed,
)
from forum.base.shown import own
from forum.base.text import Text, _
from forum.events.models import Event, Island
from forum.organisations.models import Sector
from forum.registration import choosing_forms, consents, need_forms, words
from forum.registration.details import Details
from forum.registration.models import Purpose

FOREIGN = _("Please choose one of the islands of this forum.")
WHICH_SECTOR = _("Please choose the field you work in")


def _number(value: str | None) -> int | None:
    return int(value) if value else None


def _wish(label: Text) -> SelectField:
    return SelectField(
        label,
        coerce=_number,
        default=None,
        invalid_value_message=FOREIGN,
        invalid_choice_message=FOREIGN,
    )


class NameForm(Form):
    first_name = LineField(
        _("First name"), longest=100, validators=[needed(_("Please enter your first name"))]
    )
    last_name = LineField(
        _("Last name"), longest=100, validators=[needed(_("Please enter your last name"))]
    )


class AddressForm(Form):
    """The address somebody is reached at. It stands here because fields are named in the order
    in which they are declared, and the error summary follows the page."""

    email = AddressField(
        _("E-mail address"),
        validators=[needed(_("Please enter your e-mail address, for example name@stadt.de"))],
    )


OF_DETAILS = (
    "organisation",
    "organisation_choice",
    "sector",
    "role",
    "wish1",
    "wish2",
    "wish3",
    "comes_at",
    "leaves_at",
)
"""Fields of `DetailsForm` in the order of the page, which stand before what people need."""


class DetailsForm(NameForm, choosing_forms.OrganisationFields):
    """Who comes, from where, with which wishes: on the registration form and to change it."""

    phone = LineField(_("Phone"), longest=40)
    sector = SelectField(
        _("Field"), validators=[needed(WHICH_SECTOR)], invalid_choice_message=WHICH_SECTOR
    )
    role = LineField(_("Your role"), longest=150)
    comes_at = ClockField(_("I come at"), [Optional()])
    leaves_at = ClockField(_("I leave at"), [Optional()])
    wish1 = _wish(_("First wish"))
    wish2 = _wish(_("Second wish"))
    wish3 = _wish(_("Third wish"))

    def __init__(self, event: Event, islands: Sequence[Island], **more: Any) -> None:
        super().__init__(**more)
        self.day = clock.in_berlin(event.starts_at).date()
        self.sector.choices = [
            ("", _("Please choose")),
            *((sector.value, name) for sector, name in words.SECTORS.items()),
        ]
        options: list[tuple[int | str, Text]] = [("", _("No wish"))]
        for island in islands:
            label = _(
                "Island %(letter)s – %(theme)s", letter=island.letter, theme=own(island, "theme")
            )
            options.append((island.id, label))
        for field in self.wishes:
            field.choices = options

    @property
    def wishes(self) -> list[Any]:
        return [self.wish1, self.wish2, self.wish3]

    def validate_phone(self, field: LineField) -> None:
        if field.data and sum(character.isdigit() for character in field.data) < 4:
            raise Invalid(_("Please enter a phone number, for example 0221 4710247."))

    def details(self) -> Details:
        """What was typed, as the service takes it."""
        return Details(
            first_name=self.first_name.data,
            last_name=self.last_name.data,
            phone=self.phone.data or "",
            organisation="" if self.says_none else self.organisation.data or "",
            choice=self.choice,
            sector=Sector(self.sector.data),
            role=self.role.data or "",
            wishes=[field.data for field in self.wishes],
            present_from=moment(self.day, self.comes_at.data) if self.comes_at.data else None,
            present_until=moment(self.day, self.leaves_at.data) if self.leaves_at.data else None,
            **self.protection(),
        )

    def protection(self) -> dict[str, Any]:
        """Whether the name must stand nowhere; only the registration itself asks."""
        return {}

    def is_clear(self) -> bool:
        """Whose name must stand nowhere comes from no organisation of the register."""
        return bool(self.protection().get("is_protected")) or super().is_clear()

    @property
    def is_part(self) -> bool:
        """Whether somebody comes for a part of the day, or tried to say so."""
        fields = (self.comes_at, self.leaves_at)
        return any(field.data or field.errors for field in fields)


class ConsentFields(Form):
    """What else the contact list may show of somebody."""

    contact_role = BooleanField(_("my role"))
    contact_email = BooleanField(_("my e-mail address"))
    contact_phone = BooleanField(_("my phone number"))

    def fields(self) -> list[str]:
        """The fields agreed to; name and organisation always belong."""
        chosen = list(consents.ALWAYS)
        chosen += ["role"] if self.contact_role.data else []
        chosen += ["email"] if self.contact_email.data else []
        chosen += ["phone"] if self.contact_phone.data else []
        return chosen


class RegistrationForm(
    DetailsForm, AddressForm, need_forms.NeedsForm, need_forms.ProtectionForm, ConsentFields
):
    """The registration form: one page, one form.

    `website` is a trap: people do not see it, so whoever fills it is a program.
    """

    page_order = (
        *("first_name", "last_name", "email", "phone", "is_protected", "display_name"),
        *OF_DETAILS,
    )

    website = StringField(_("Please leave this empty"))

    contact_list = BooleanField(consents.WORDS[Purpose.CONTACT_LIST].question)
    photos_documentation = BooleanField(consents.WORDS[Purpose.PHOTOS_DOCUMENTATION].question)
    photos_web = BooleanField(consents.WORDS[Purpose.PHOTOS_WEB].question)
    photos_press = BooleanField(consents.WORDS[Purpose.PHOTOS_PRESS].question)
    mailing_list = BooleanField(consents.WORDS[Purpose.MAILING_LIST].question)
    follow_up = BooleanField(consents.WORDS[Purpose.FOLLOW_UP].question)

    def validate_website(self, field: StringField) -> None:
        if field.data:
            raise Invalid(_("Please empty the field “Please leave this empty” and send again."))

    def protection(self) -> dict[str, Any]:
        return {
            "is_protected": bool(self.is_protected.data),
            "display_name": self.display_name.data or "",
        }

    def validate_contact_list(self, field: BooleanField) -> None:
        if not field.data and len(self.fields()) > len(consents.ALWAYS):
            raise Invalid(
                _("Please tick the contact list as well, or leave what it may show empty.")
            )

    def validate_contact_phone(self, field: BooleanField) -> None:
        if field.data and not self.phone.data:
            raise Invalid(_("Please enter your phone number above, or leave this empty."))

    def decisions(self) -> dict[Purpose, bool]:
        """What was ticked and what was left empty."""
        return {purpose: bool(self[purpose.value].data) for purpose in consents.ON_FORM}
