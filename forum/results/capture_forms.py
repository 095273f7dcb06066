"""Forms at the island and for the paper that comes from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectChoice

from forum.base.forms import (
    AddressField,
    BooleanField,
    DayField,
    Form,
    HiddenField,
    IntegerField,
    Invalid,
    LineField,
    LinesField,
    Optional,
    SelectField,
    StringField,
    needed,
)
from forum.base.text import _
from forum.results import capture_rules as rules
from forum.results import words
from forum.results.agreeing import Request, Step
from forum.results.capture_queries import Candidate
from forum.results.demand_models import Addressee
from forum.results.models import CardColumn
from forum.results.outcome_models import FindingKind

COLUMNS = {one: words.KINDS[FindingKind(one.value)] for one in CardColumn}


class CodeForm(Form):
    """The six digits of an island."""

    code = LineField(
        _("Six digits"), longest=20, validators=[needed(_("Please enter the six digits."))]
    )


class CardForm(Form):
    """A new card; the button that was pressed is its column. `key` makes sending it twice safe."""

    key = HiddenField()
    text = LineField(
        _("One sentence"),
        longest=rules.LONGEST,
        validators=[needed(_("Please write the sentence first."))],
    )
    column = StringField(_("Column"))

    @property
    def chosen(self) -> CardColumn | None:
        """The column of the button that was pressed."""
        known = self.column.data in list(CardColumn)
        return CardColumn(self.column.data) if known else None


class ChangeForm(Form):
    """A card that is there, with the version it was changed from."""

    base = IntegerField(_("Version"))
    text = LineField(
        _("One sentence"),
        longest=rules.LONGEST,
        validators=[needed(_("Please write the sentence first."))],
    )
    column = SelectField(
        _("Column"), choices=[SelectChoice(one.value, said) for one, said in COLUMNS.items()]
    )


class GroupForm(Form):
    """Cards that say the same, and the sentence over them or the group they go to."""

    key = HiddenField()
    title = LineField(_("A full sentence for these cards"), longest=rules.LONGEST)


class TitleForm(Form):
    """Another sentence over a group."""

    title = LineField(_("Sentence"), longest=rules.LONGEST)


class StepForm(Form):
    """A next step: who, what first, when and where, and by when it is done."""

    text = LineField(
        _("What is done?"),
        longest=rules.LONGEST,
        validators=[needed(_("Please say what is done."))],
    )
    registration = SelectField(_("Who takes it on?"), coerce=int, validate_choice=False)
    organisation = LineField(_("Which other organisation?"))
    name = LineField(_("Whom do we ask to confirm it?"))
    email = AddressField(_("E-mail address of this person"))
    first_action = LineField(
        _("What do you begin with?"),
        longest=rules.LONGEST,
        validators=[needed(_("Please say what you begin with."))],
    )
    first_on = DayField(_("When?"), validators=[Optional()])
    first_place = LineField(_("Where?"))
    due_on = DayField(
        _("By when is it done?"), validators=[needed(_("Please enter by when it is done."))]
    )

    def offer(self, candidates: Sequence[Candidate]) -> None:
        """Offers those who are here."""
        nobody = SelectChoice(0, _("nobody from this list"))
        self.registration.choices = [
            nobody,
            *(SelectChoice(one.id, f"{one.organisation} – {one.name}") for one in candidates),
        ]
        if self.registration.data not in {one.id for one in candidates}:
            self.registration.data = 0

    def step(self) -> Step:
        """What was agreed on."""
        chosen = self.registration.data or None
        typed: dict[str, Any] = {}
        if chosen is None:
            typed = {name: self[name].data or "" for name in ("organisation", "name", "email")}
        return Step(
            text=self.text.data,
            first_action=self.first_action.data,
            first_place=self.first_place.data or "",
            first_on=self.first_on.data,
            due_on=self.due_on.data,
            registration_id=chosen,
            **typed,
        )


class DemandForm(Form):
    """A demand, and on whom."""

    text = LineField(
        _("What is demanded?"),
        longest=rules.LONGEST,
        validators=[needed(_("Please say what is demanded."))],
    )
    addressee = SelectField(
        _("On which level?"),
        choices=[SelectChoice(one.value, said) for one, said in words.ADDRESSEES.items()],
    )
    addressee_name = LineField(
        _("Who exactly?"),
        validators=[
            needed(_("Please name the addressee, for example the ministry or the authority."))
        ],
    )

    def request(self) -> Request:
        """What is demanded, and of whom."""
        return Request(self.text.data, Addressee(self.addressee.data), self.addressee_name.data)


class LinesForm(Form):
    """Cards of a paper sheet, one a line."""

    lines = LinesField(
        _("Cards, one a line"),
        longest=40_000,
        validators=[needed(_("Please type at least one card."))],
    )


class BackupForm(Form):
    """A file that a device made."""

    file = FileField(
        _("Backup file"), validators=[FileRequired(_("Please choose the backup file."))]
    )


class PhotoForm(Form):
    """What stands on a flip chart, and its picture."""

    transcription = LinesField(
        _("What stands on it"),
        validators=[
            needed(_("Please write down what stands on it, so that everybody can read it."))
        ],
    )
    image = FileField(_("Picture"))
    shows_nobody = BooleanField(_("No people are to be seen on it"))

    def validate_shows_nobody(self, field: Any) -> None:
        """A picture needs the tick; words alone do not."""
        if self.image.data and not field.data:
            raise Invalid(_("Please look at the picture: no people may be seen on it."))
