"""What those who answer for a next step type in."""

from __future__ import annotations

from forum.base.forms import (
    AddressField,
    BooleanField,
    DayField,
    Form,
    LineField,
    LinesField,
    Optional,
    RadioField,
    needed,
)
from forum.base.text import _
from forum.mail.yearly_models import Pace
from forum.results.commitment_models import Progress

SENTENCE = 300
SAID = {
    Progress.RUNS: _("It is under way"),
    Progress.DONE: _("It is done"),
    Progress.RESTS: _("It rests"),
    Progress.DROPPED: _("It was dropped"),
}


class ConfirmForm(Form):
    """That one's organisation takes a next step on."""

    shows_person = BooleanField(_("My name may stand beside my organisation"))


class SayForm(Form):
    """How a next step stands."""

    progress = RadioField(_("How it stands"), [needed(_("Please choose how it stands."))])
    sentence = LinesField(_("In a sentence"), longest=SENTENCE)
    due_on = DayField(_("New day by which it is done"), [Optional()])

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.progress.choices = [(one.value, str(word)) for one, word in SAID.items()]


class HandOverForm(Form):
    """Who answers for it from now on."""

    name = LineField(_("Who answers for it now"), validators=[needed(_("Please give a name."))])
    email = AddressField(
        _("E-mail address"), validators=[needed(_("Please give an e-mail address."))]
    )


PACES = {
    Pace.USUAL: _("As usual: news at most once a month"),
    Pace.FEWER: _("Fewer: news at most every three months, and no reminders of days"),
    Pace.NONE: _("No messages"),
}


class PaceForm(Form):
    """How often somebody wants to hear after a forum."""

    pace = RadioField(
        _("How often may we write to you after a forum?"),
        [needed(_("Please choose how often we may write."))],
    )

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.pace.choices = [(one.value, str(word)) for one, word in PACES.items()]
