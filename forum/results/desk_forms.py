"""What is typed in at the editing desk."""

from __future__ import annotations

from typing import Any

from forum.base.forms import (
    AddressField,
    BooleanField,
    DayField,
    Form,
    LineField,
    LinesField,
    Optional,
    SelectField,
    needed,
)
from forum.base.text import _
from forum.results import words
from forum.results.demand_models import Addressee, DemandStatus
from forum.results.outcome_models import FindingKind
from forum.results.outcomes import Standing

SENTENCE = 400
ANSWER = 1000


class WordingForm(Form):
    """What a finding says and is."""

    kind = SelectField(_("Column"))
    text = LinesField(
        _("Sentence"),
        longest=SENTENCE,
        validators=[
            needed(_("Please write a sentence that people from another island understand."))
        ],
    )
    addressee_name = LineField(_("Who must act"))

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.kind.choices = [(kind.value, str(word)) for kind, word in words.KINDS.items()]

    def values(self) -> dict[str, Any]:
        return {
            "kind": FindingKind(self.kind.data),
            "text": " ".join((self.text.data or "").split()),
            "addressee_name": self.addressee_name.data or "",
        }


class WatchedForm(Form):
    """Words that everybody reads at once; who writes them looks whether they tell of anybody."""

    is_about_nobody = BooleanField(_("I have looked: this is about no single person"))


class NewFindingForm(WordingForm):
    """A finding that was on no card, such as from the plenary."""

    island = SelectField(_("From which island"), coerce=int)


class StepForm(WatchedForm):
    """How a next step begins."""

    first_action = LineField(_("First action"))
    first_place = LineField(_("Where"))
    first_on = DayField(_("When it begins"), [Optional()])
    due_on = DayField(_("Done by"), [Optional()])


class PartyForm(WatchedForm):
    """An organisation that takes part, and who answers for it."""

    organisation = LineField(
        _("Organisation"), validators=[needed(_("Please name the organisation."))]
    )
    name = LineField(_("Who answers for it"))
    email = AddressField(_("E-mail address"))
    is_lead = BooleanField(_("This organisation is in the lead"))


class DemandForm(WatchedForm):
    """To whom a demand goes, and how it stands."""

    addressee = SelectField(_("Level"))
    addressee_name = LineField(
        _("Who must act"), validators=[needed(_("Please say to whom the demand goes."))]
    )
    status = SelectField(_("How it stands"))
    handed_over_on = DayField(_("Handed over on"), [Optional()])
    ask_again_on = DayField(_("We ask again on"), [Optional()])
    answer = LinesField(_("What was answered"), longest=ANSWER)
    answered_on = DayField(_("Answered on"), [Optional()])

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.addressee.choices = [(one.value, str(word)) for one, word in words.ADDRESSEES.items()]
        self.status.choices = [(one.value, str(word)) for one, word in words.STATUS.items()]

    def standing(self) -> Standing:
        return Standing(
            addressee=Addressee(self.addressee.data),
            addressee_name=self.addressee_name.data or "",
            status=DemandStatus(self.status.data),
            handed_over_on=self.handed_over_on.data,
            ask_again_on=self.ask_again_on.data,
            answer=self.answer.data or "",
            answered_on=self.answered_on.data,
        )


class WithdrawForm(WatchedForm):
    """Why a published finding is taken back; everybody reads it."""

    reason = LinesField(
        _("Why, for everybody to read"),
        longest=SENTENCE,
        validators=[needed(_("Please say why it is withdrawn."))],
    )


class ReleaseForm(WatchedForm):
    """Until when the island teams can object, or what has changed since the version before."""

    until = DayField(_("Last day for objections"), [Optional()])
    note = LinesField(_("What has changed"), longest=ANSWER)


class RedactForm(Form):
    """Other words for a card."""

    text = LineField(
        _("Sentence"),
        longest=SENTENCE,
        validators=[needed(_("Please write the sentence first."))],
    )


class ObjectionForm(Form):
    """Why a sentence may not stand so."""

    text = LinesField(
        _("What should be different, and why"),
        longest=ANSWER,
        validators=[needed(_("Please say what should be different."))],
    )


class SettleForm(Form):
    """What was done about an objection."""

    answer = LinesField(
        _("What was done about it"),
        longest=ANSWER,
        validators=[needed(_("Please say what was done about it."))],
    )
