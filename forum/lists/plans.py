"""What taking in a list would do, as plain values: the same for the preview and for real."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from forum.base.text import Text
from forum.lists.cells import Entry, key_of
from forum.organisations import rules as organisation_rules
from forum.registration import rules
from forum.registration.models import Decision, State


@dataclass(frozen=True)
class Stored:
    """Where a registration stands in the database, as it was read; all 0 for one to be made."""

    person_id: int = 0
    affiliation_id: int | None = None
    organisation_id: int | None = None
    version: int = 0
    person_key: str = ""


@dataclass(eq=False)
class Target:
    """A registration that rows are about: one that is there (`id`), or one to be made."""

    values: dict[str, Any]
    id: int | None = None
    stored: Stored = Stored()
    state: State | None = None
    is_own: bool = False
    organisation_keys: frozenset[str] = frozenset()
    contact_list: Decision | None = None
    received_at: datetime | None = None
    address: str = ""
    """The address it has once the rows so far are taken in, as it is compared."""
    former_ids: set[int] = field(default_factory=set)
    changes: dict[str, Any] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    @property
    def is_active(self) -> bool:
        return self.state in rules.ACTIVE

    @property
    def name(self) -> tuple[str, str]:
        return self.values.get("first_name", ""), self.values.get("last_name", "")

    @property
    def full_name(self) -> str:
        return " ".join(self.name).strip()

    @property
    def email_key(self) -> str:
        return key_of("email", self.values.get("email", ""))

    def holds(self, name: str, value: Any) -> bool:
        """Whether the value is what is kept already."""
        key, kept = key_of(name, value), self.values.get(name)
        is_alike = kept is not None and key_of(name, kept) == key
        if name == "organisation" and is_alike:
            return not organisation_rules.is_other_body(str(kept), value)
        return is_alike or (name == "organisation" and key in self.organisation_keys)

    def set(self, name: str, value: Any) -> None:
        self.values[name] = self.changes[name] = value
        if name == "organisation":
            self.organisation_keys = frozenset({key_of(name, value)})


@dataclass(frozen=True)
class Known:
    """What the forum holds before the list is taken in."""

    targets: Sequence[Target]
    islands: Mapping[str, int]
    limits: rules.Limits
    remembered: Mapping[str, int]
    """Fingerprints of identities and cells taken in before, with the registration's id."""
    now: datetime


@dataclass
class Plan:
    """What every row does, before it is reported and done."""

    entries: list[Entry] = field(default_factory=list)
    refused: list[tuple[int, Text]] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    target_of: dict[int, Target] = field(default_factory=dict)
    created: set[int] = field(default_factory=set)
    updated: set[int] = field(default_factory=set)
    kept: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    lent_address: set[int] = field(default_factory=set)
    disputed_consent: set[int] = field(default_factory=set)
    consents: set[int] = field(default_factory=set)
    to_remember: list[tuple[Target, tuple[str, ...]]] = field(default_factory=list)


def forgotten(kept: Collection[str], target: Target) -> list[str]:
    """Which of the cells that were not taken no later row of the list agrees with."""
    return [
        name
        for name in kept
        if not any(
            name in one.values and target.holds(name, one.values[name]) for one in target.entries
        )
    ]
