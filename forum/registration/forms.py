"""What participants type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forum.base.forms import (
    AddressField,
    BooleanField,
    Form,
    IntegerField,
    Invalid,
    LineField,
    SelectField,
    needed,
)
from forum.base.shown import own
from forum.base.text import Text, _
from forum.events.models import Island
from forum.organisations import rules as organisation_rules
from forum.organisations.models import Sector
from forum.registration import consents, words
from forum.registration.details import Details
from forum.registration.listing import Filter
from forum.registration.models import Purpose, State

CHANGED = _("Somebody else has changed this in the meantime. Please check and send it again.")
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


class DetailsForm(NameForm):
    """Who comes, from where, with which wishes: on the registration form and to change it."""

    phone = LineField(_("Phone"), longest=40)
    organisation = LineField(_("Which organisation do you come from?"), longest=200)
    sector = SelectField(
        _("Field"), validators=[needed(WHICH_SECTOR)], invalid_choice_message=WHICH_SECTOR
    )
    role = LineField(_("Your role"), longest=150)
    wish1 = _wish(_("First wish"))
    wish2 = _wish(_("Second wish"))
    wish3 = _wish(_("Third wish"))

    def __init__(self, islands: Sequence[Island], **more: Any) -> None:
        super().__init__(**more)
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

    def validate_organisation(self, field: LineField) -> None:
        if field.data and not organisation_rules.key(field.data):
            raise Invalid(_("Please enter the name of the organisation, or leave this empty."))

    def validate_phone(self, field: LineField) -> None:
        if field.data and sum(character.isdigit() for character in field.data) < 4:
            raise Invalid(_("Please enter a phone number, for example 0221 4710247."))

    def details(self) -> Details:
        """What was typed, as the service takes it."""
        return Details(
            first_name=self.first_name.data,
            last_name=self.last_name.data,
            phone=self.phone.data or "",
            organisation=self.organisation.data or "",
            sector=Sector(self.sector.data),
            role=self.role.data or "",
            wishes=[field.data for field in self.wishes],
        )


class ConsentFields(Form):
    """What else the contact list may show of somebody."""

    contact_email = BooleanField(_("my e-mail address"))
    contact_phone = BooleanField(_("my phone number"))

    def fields(self) -> list[str]:
        """The fields agreed to; name and organisation always belong."""
        chosen = list(consents.ALWAYS)
        chosen += ["email"] if self.contact_email.data else []
        chosen += ["phone"] if self.contact_phone.data else []
        return chosen


class RegistrationForm(DetailsForm, AddressForm, ConsentFields):
    """The registration form: one page, one form."""

    page_order = ("first_name", "last_name", "email")

    contact_list = BooleanField(consents.WORDS[Purpose.CONTACT_LIST].question)
    photos = BooleanField(consents.WORDS[Purpose.PHOTOS].question)
    invitations = BooleanField(consents.WORDS[Purpose.INVITATIONS].question)

    def validate_contact_list(self, field: BooleanField) -> None:
        if not field.data and (self.contact_email.data or self.contact_phone.data):
            raise Invalid(
                _("Please tick the contact list as well, or leave address and number empty.")
            )

    def validate_contact_phone(self, field: BooleanField) -> None:
        if field.data and not self.phone.data:
            raise Invalid(_("Please enter your phone number above, or leave this empty."))

    def decisions(self) -> dict[Purpose, bool]:
        """What was ticked and what was left empty."""
        return {purpose: bool(self[purpose.value].data) for purpose in Purpose}


class CorrectionForm(DetailsForm):
    """What organisers correct; `version` notices that somebody else was quicker."""

    page_order = ("first_name", "last_name", "email")
    email = AddressField(_("E-mail address"))
    version = IntegerField(validators=[needed(CHANGED)], invalid_value_message=CHANGED)

    def __init__(self, islands: Sequence[Island], **more: Any) -> None:
        super().__init__(islands, **more)
        self.organisation.label.text = _("Organisation")
        self.role.label.text = _("Role")


class SearchForm(Form):
    words = LineField(
        _("Name or organisation"),
        longest=100,
        validators=[needed(_("Please enter a name or a part of it"))],
    )


class FilterForm(Form):
    """What the list is narrowed to. It changes nothing, so it needs no protection."""

    state = SelectField(_("Status"))
    sector = SelectField(_("Field"))
    first_wish = SelectField(_("First wish"))
    look = SelectField(_("To look at"))

    class Meta:
        csrf = False

    def __init__(self, islands: Sequence[Island], **more: Any) -> None:
        super().__init__(**more)
        everything: tuple[str, Text | str] = ("", _("All"))
        self.state.choices = [
            everything,
            *((state.value, name) for state, name in words.STATES.items()),
        ]
        self.sector.choices = [
            everything,
            *((one.value, name) for one, name in words.SECTORS.items()),
        ]
        self.look.choices = [everything, *words.LOOKS.items()]
        self.first_wish.choices = [
            everything,
            *((str(island.id), f"{island.letter} – {own(island, 'theme')}") for island in islands),
        ]

    def narrowed(self) -> Filter:
        """The filter; what cannot be understood narrows nothing."""
        known = {field.name: field.data for field in self if field.data in dict(field.choices)}
        return Filter(
            state=State(known["state"]) if known.get("state") else None,
            sector=Sector(known["sector"]) if known.get("sector") else None,
            look=known.get("look") or None,
            first_wish=int(known["first_wish"]) if known.get("first_wish") else None,
        )
