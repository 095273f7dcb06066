"""Decides what each row of a list does.

Who a row is about is settled first for all rows, then what each row changes. Whatever a list once
said about somebody is remembered, so that the same list again never undoes what people corrected.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from forum.lists import cells, naming, reading
from forum.lists.cells import Entry, fingerprint, key_of
from forum.lists.matching import Matching
from forum.lists.plans import Known, Plan, Target
from forum.organisations.models import Sector
from forum.registration import rules as registration_rules
from forum.registration.models import State

OVERWRITING = (
    "first_name",
    "last_name",
    "organisation",
    "sector",
    "role",
    "email",
    "phone",
    "wishes",
)


def make(rows: Iterable[reading.Row], known: Known, *, with_consent: bool) -> Plan:
    """Decides about every row. `with_consent`: the text that a "yes" agreed to is known."""
    plan = Plan()
    for row in rows:
        problem = cells.problem(row)
        if problem:
            plan.refused.append((row.number, problem))
        else:
            plan.entries.append(cells.entry(row, known.islands, known.now))
    Matching(plan, known).settle()
    changing = _Changing(plan, known)
    for one in plan.entries:
        changing.take(one)
    if with_consent:
        for target in plan.targets:
            changing.consent(target)
    _give_places(plan, known)
    return plan


class _Changing:
    """Decides what each row changes about whom it is about."""

    def __init__(self, plan: Plan, known: Known) -> None:
        self.plan, self.known = plan, known

    def take(self, one: Entry) -> None:
        target = self.plan.target_of[one.row]
        if not target.is_active:
            return
        for name in OVERWRITING:
            if name in one.values and not (name == "email" and one.row in self.plan.lent_address):
                self._take_cell(one, target, name, one.values[name])

    def _take_cell(self, one: Entry, target: Target, name: str, value: Any) -> None:
        words = (name, key_of(name, value))
        is_known = self._is_remembered(target, words)
        self.plan.to_remember.append((target, words))
        if target.holds(name, value):
            return
        kept = target.values.get(name)
        if isinstance(value, str) and kept and _would_damage(value, kept):
            return
        if is_known or (kept and target.is_own):
            self.plan.kept[one.row].append(name)
            return
        target.set(name, value)
        self.plan.updated.add(one.row)

    def _is_remembered(self, target: Target, words: tuple[str, ...]) -> bool:
        ids = {target.id, *target.former_ids} - {None}
        return any(fingerprint(one, *words) in self.known.remembered for one in ids)

    def consent(self, target: Target) -> None:
        """A "yes" counts where nobody has decided yet, and no other row says no."""
        yes = [one for one in target.entries if one.on_contact_list]
        if not yes or not target.is_active:
            return
        if any(one.on_contact_list is False for one in target.entries):
            self.plan.disputed_consent.update(one.row for one in yes)
        elif target.contact_list is None:
            target.changes["contact_list"] = True
            self.plan.consents.add(yes[0].row)
            self.plan.updated |= {yes[0].row} - self.plan.created


def _would_damage(value: str, kept: str) -> bool:
    return naming.is_damaged(value) and not naming.is_damaged(kept)


def _give_places(plan: Plan, known: Known) -> None:
    """Places in the order of the rows while every limit that counts somebody has room; then the
    waiting list."""
    numbers: dict[str, int] = {}

    def group(target: Target) -> tuple[Sector, int]:
        keys = target.organisation_keys
        known_as = next((numbers[key] for key in keys if key in numbers), len(numbers) + 1)
        numbers.update(dict.fromkeys(keys, known_as))
        return target.values.get("sector", Sector.OTHER), known_as if keys else 0

    taken = registration_rules.Taken(
        (*group(target), 1) for target in known.targets if target.state in registration_rules.TAKING
    )
    for target in plan.targets:
        if target.id is None:
            full = registration_rules.obstacle(known.limits, taken, *group(target))
            target.state = State.WAITING if full else State.CONFIRMED
            if not full:
                taken.add(*group(target))
