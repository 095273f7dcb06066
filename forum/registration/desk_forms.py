"""What organisers take down for somebody else: on the phone, from paper, at the door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forum.base.forms import (
    AddressField,
    BooleanField,
    Form,
    Invalid,
    LineField,
    RadioField,
    SelectField,
    needed,
)
from forum.base.languages import LANGUAGES
from forum.base.text import _
from forum.events.models import Event, Island
from forum.organisations import rules as organisation_rules
from forum.organisations.models import Sector
from forum.registration import words
from forum.registration.details import Details
from forum.registration.entering import Entry
from forum.registration.forms import OF_DETAILS, NameForm, RegistrationForm
from forum.registration.models import Channel
from forum.registration.person_models import Need

HOW = _("Please say how the registration has come in")
WHO_FIRST = _("Please enter the first name")
WHO_LAST = _("Please enter the last name")
WHICH_FIELD = _("Please choose the field the person works in")
LONGEST_REASON = 300


class ReasonForm(Form):
    """Why something is done past the list; the reason is kept."""

    reason = LineField(
        _("Reason"),
        longest=LONGEST_REASON,
        validators=[needed(_("Please say why; the reason is kept."))],
    )


class CancelForm(Form):
    """Cancelling for somebody; a reason may be noted."""

    reason = LineField(_("Reason"), longest=LONGEST_REASON)


class EntryForm(RegistrationForm):
    """The registration form as it is filled in for somebody who calls or sends it on paper."""

    page_order = (  # type: ignore[assignment]
        "channel",
        "first_name",
        "last_name",
        "is_other",
        "phone",
        "email",
        "language",
        "is_protected",
        "display_name",
        *OF_DETAILS,
        *(f"need_{kind.value}" for kind in Need),
        "needs_agreed",
        "is_informed",
    )
    website = None

    email = AddressField(_("E-mail address"))
    channel = RadioField(
        _("How has the registration come in?"),
        validators=[needed(HOW)],
        invalid_choice_message=HOW,
    )
    language = SelectField(_("Language for letters and messages"))
    is_other = BooleanField(_("This is another person of the same name"))
    is_informed = BooleanField(_("The privacy notice was read out, or stands on the paper form"))
    gives_anyway = BooleanField(_("Give a place all the same"))
    reason = LineField(_("Reason"), longest=LONGEST_REASON)

    def __init__(self, event: Event, islands: Sequence[Island], **more: Any) -> None:
        super().__init__(event, islands, **more)
        by = (Channel.PHONE, Channel.PAPER)
        self.channel.choices = [(one.value, words.CHANNELS[one]) for one in by]
        self.language.choices = [*LANGUAGES.items()]
        self.organisation.label.text = _("Organisation")
        self.role.label.text = _("Role")
        self.comes_at.label.text = _("Comes at")
        self.leaves_at.label.text = _("Leaves at")
        _speak_of_others(self)

    def validate_is_informed(self, field: BooleanField) -> None:
        if not field.data:
            raise Invalid(_("Please read the privacy notice out first, then tick this."))

    def validate_reason(self, field: LineField) -> None:
        if self.gives_anyway.data and not field.data:
            raise Invalid(_("Please say why; the reason is kept."))

    def validate_gives_anyway(self, field: BooleanField) -> None:
        if self.reason.data and not field.data:
            raise Invalid(_("Please tick this as well, or leave the reason empty."))

    def validate_mailing_list(self, field: BooleanField) -> None:
        if field.data and not self.email.data:
            raise Invalid(
                _("Invitations go by e-mail. Please enter an address above, or leave this empty.")
            )

    def validate_contact_email(self, field: BooleanField) -> None:
        if field.data and not self.email.data:
            raise Invalid(_("Please enter an e-mail address above, or leave this empty."))

    def entry(self) -> Entry:
        """What was taken down, as the service takes it."""
        return Entry(
            self.details(),
            channel=Channel(self.channel.data),
            email=self.email.data or None,
            language=self.language.data,
            decisions=self.decisions(),
            contact_fields=self.fields(),
            needed=self.needs(),
        )

    @property
    def overruling(self) -> str:
        """Why a full forum gives one more place; empty: it does not."""
        return str(self.reason.data or "") if self.gives_anyway.data else ""


class DoorForm(NameForm):
    """Somebody who comes without having registered. As little as possible."""

    page_order = ("first_name", "last_name", "is_other")
    organisation = LineField(_("Organisation"), longest=200)
    sector = SelectField(
        _("Field"), validators=[needed(WHICH_FIELD)], invalid_choice_message=WHICH_FIELD
    )
    email = AddressField(_("E-mail address"))
    is_other = BooleanField(_("This is another person of the same name"))
    reason = LineField(_("Reason for one more place"), longest=LONGEST_REASON)

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.sector.choices = [
            ("", _("Please choose")),
            *((one.value, name) for one, name in words.SECTORS.items()),
        ]
        _speak_of_others(self)

    def validate_organisation(self, field: LineField) -> None:
        if field.data and not organisation_rules.key(field.data):
            raise Invalid(_("Please enter the name of the organisation, or leave this empty."))

    def entry(self) -> Entry:
        """What was taken down, as the service takes it."""
        details = Details(
            first_name=self.first_name.data,
            last_name=self.last_name.data,
            phone="",
            organisation=self.organisation.data or "",
            sector=Sector(self.sector.data),
            role="",
        )
        return Entry(details, channel=Channel.DESK, email=self.email.data or None)


def _speak_of_others(form: Any) -> None:
    """Errors speak of the person who is entered, not of the organiser who types."""
    for name, sentence in (
        ("first_name", WHO_FIRST),
        ("last_name", WHO_LAST),
        ("sector", WHICH_FIELD),
    ):
        field = form[name]
        field.validators = [
            needed(sentence) if hasattr(one, "message") else one for one in field.validators
        ]
