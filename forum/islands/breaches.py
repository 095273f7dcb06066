"""Where a plan that was changed by hand breaks a rule for single people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from forum.base.text import Text, _
from forum.islands.models import PlanRule, RuleKind
from forum.islands.queries import Seats


class Breaches:
    """The rules of a forum against the seats of one plan. Needs are not among the rules: they are
    not for everybody to see."""

    def __init__(self, rules: Sequence[PlanRule], seats: Seats) -> None:
        self.rules, self.seats = rules, seats
        self.by_person: dict[int, list[PlanRule]] = defaultdict(list)
        for rule in rules:
            self.by_person[rule.registration_id].append(rule)
            if rule.other_id is not None:
                self.by_person[rule.other_id].append(rule)

    @property
    def sentences(self) -> list[Text]:
        """The rules that the plan breaks, in words."""
        return [_said(rule) for rule in self.rules if self._is_broken(rule)]

    def would(self, person: int, round_id: int, island_id: int) -> bool:
        """Whether a rule would be broken with somebody on this island in this round."""
        rules = self.by_person.get(person, ())
        return any(self._breaks(rule, person, round_id, island_id) for rule in rules)

    def _is_broken(self, rule: PlanRule) -> bool:
        route = self.seats.get(rule.registration_id, {})
        return any(
            self._breaks(rule, rule.registration_id, round_id, seat.island_id)
            for round_id, seat in route.items()
        )

    def _breaks(self, rule: PlanRule, person: int, round_id: int, island_id: int) -> bool:
        if rule.kind is RuleKind.NEVER:
            return rule.island_id == island_id
        if rule.other_id is None:
            return rule.round_id == round_id and rule.island_id != island_id
        other = rule.other_id if person == rule.registration_id else rule.registration_id
        there = self.seats.get(other, {}).get(round_id)
        if there is None:
            return False
        return (there.island_id == island_id) == (rule.kind is RuleKind.APART)


def _said(rule: PlanRule) -> Text:
    values = {
        "name": rule.registration.person.name,
        "other": rule.other.person.name if rule.other else "",
        "island": rule.island.letter if rule.island else "",
        "round": rule.round.number if rule.round else "",
    }
    return _(WORDS[rule.kind].sentence, **values)


WORDS: dict[RuleKind, Text] = {
    RuleKind.SERVES: _("%(name)s serves on island %(island)s in round %(round)s."),
    RuleKind.MUST: _("%(name)s has to be on island %(island)s in round %(round)s."),
    RuleKind.NEVER: _("%(name)s must not be on island %(island)s."),
    RuleKind.TOGETHER: _("%(name)s and %(other)s stay together."),
    RuleKind.APART: _("%(name)s and %(other)s are never in one group."),
}
