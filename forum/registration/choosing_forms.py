"""The organisation that somebody types, and the question which one they mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from forum.base.forms import Form, Invalid, LineField, StringField
from forum.base.text import _
from forum.organisations import rules as organisation_rules
from forum.organisations.suggesting import Suggested
from forum.registration import choosing
from forum.registration.details import Choice

LONGEST_NAME = 200


class OrganisationFields(Form):
    """Which organisation, and what was said of a text that may mean a known one; `asked` is the
    text that this was said of."""

    organisation = LineField(_("Which organisation do you come from?"), longest=LONGEST_NAME)
    organisation_choice = StringField(_("Which one do you mean?"))
    organisation_asked = LineField(_("Asked about"), longest=LONGEST_NAME)
    suggested: Sequence[Suggested] = ()
    choice: Choice | None = None

    def validate_organisation(self, field: LineField) -> None:
        if field.data and not organisation_rules.key(field.data):
            raise Invalid(_("Please enter the name of the organisation, or leave this empty."))

    @property
    def chosen(self) -> str:
        """What was said of the text that stands there now; empty where nothing was."""
        is_about_it = self.organisation_asked.data == self.organisation.data
        return (self.organisation_choice.data or "") if is_about_it else ""

    @property
    def options(self) -> list[choosing.Option]:
        """What can be said of the text, where the form comes back and asks."""
        return choosing.options(self.suggested)

    @property
    def says_none(self) -> bool:
        return self.chosen == choosing.WITHOUT

    def is_clear(self) -> bool:
        """Whether it is clear which organisation is meant; else the form comes back and asks."""
        self.suggested, self.choice = choosing.ask(self.organisation.data, self.chosen)
        if self.suggested:
            self.refuse(choosing.QUESTION, "organisation_choice")
        return not self.suggested

    def does_clearly(self, call: Callable[[], object]) -> bool:
        """Like `does`, once it is clear which organisation is meant."""
        return self.validate_on_submit() and self.is_clear() and self.does(call)
