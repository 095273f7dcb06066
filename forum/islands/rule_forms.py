"""What organisers say about single people, before a plan is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import SelectChoice

from forum.base.forms import Form, Invalid, SelectField, needed
from forum.base.text import Text, _
from forum.events.models import Island, Round
from forum.islands.models import RuleKind
from forum.registration.models import Registration

KINDS: dict[RuleKind, Text] = {
    RuleKind.MUST: _("has to be on this island in this round"),
    RuleKind.NEVER: _("must not be on this island"),
    RuleKind.SERVES: _("belongs to the team of this island in this round"),
    RuleKind.TOGETHER: _("stays together with"),
    RuleKind.APART: _("is never in one group with"),
}
_WHO = _("Please choose a person.")


class RuleForm(Form):
    person = SelectField(_("Person"), validators=[needed(_WHO)], invalid_choice_message=_WHO)
    kind = SelectField(
        _("What holds"), choices=[SelectChoice(kind.value, name) for kind, name in KINDS.items()]
    )
    other = SelectField(_("Other person"), invalid_choice_message=_WHO)
    island = SelectField(_("Island"), invalid_choice_message=_("Please choose an island."))
    round = SelectField(_("Round"), invalid_choice_message=_("Please choose a round."))

    def __init__(
        self,
        people: Sequence[Registration],
        islands: Sequence[Island],
        rounds: Sequence[Round],
        **more: Any,
    ) -> None:
        super().__init__(**more)
        none = SelectChoice("", _("None"))
        named = [SelectChoice(str(one.id), one.person.name) for one in people]
        self.person.choices = [SelectChoice("", _("Please choose")), *named]
        self.other.choices = [none, *named]
        self.island.choices = [
            none,
            *(SelectChoice(str(one.id), f"{one.letter} – {one.theme}") for one in islands),
        ]
        self.round.choices = [
            none,
            *(
                SelectChoice(str(one.id), _("Round %(number)s", number=one.number))
                for one in rounds
            ),
        ]

    @property
    def is_pair(self) -> bool:
        """Whether it is about two people."""
        return self.kind.data in {RuleKind.TOGETHER.value, RuleKind.APART.value}

    def validate_other(self, field: SelectField) -> None:
        if self.is_pair and (not field.data or field.data == self.person.data):
            raise Invalid(_("Please choose another person."))

    def validate_island(self, field: SelectField) -> None:
        if not self.is_pair and not field.data:
            raise Invalid(_("Please choose an island."))

    def validate_round(self, field: SelectField) -> None:
        needs_one = {RuleKind.MUST.value, RuleKind.SERVES.value}
        if self.kind.data in needs_one and not field.data:
            raise Invalid(_("Please choose a round."))

    def values(self) -> dict[str, Any]:
        """The rule, without what does not belong to its kind."""
        kind = RuleKind(self.kind.data)
        has_round = kind in {RuleKind.MUST, RuleKind.SERVES}
        return {
            "kind": kind,
            "registration_id": int(self.person.data),
            "other_id": int(self.other.data) if self.is_pair else None,
            "island_id": None if self.is_pair else int(self.island.data),
            "round_id": int(self.round.data) if has_round else None,
        }
