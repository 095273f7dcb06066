"""Finds whom each row of a list is about: somebody registered, an earlier row, or somebody new."""

from __future__ import annotations

from collections import defaultdict

from forum.lists import cells, naming
from forum.lists.cells import Entry, fingerprint, key_of
from forum.lists.plans import Known, Plan, Target
from forum.registration.models import State


class Matching:
    """Finds whom each row is about."""

    def __init__(self, plan: Plan, known: Known) -> None:
        self.plan, self.known = plan, known
        self.by_id = {target.id: target for target in known.targets}
        self.by_identity: dict[str, Target] = {}
        self.by_email: dict[str, Target] = {}
        self.cancelled: dict[str, Target] = {}
        self.by_name: dict[tuple[str, str], list[Target]] = defaultdict(list)
        self.at: dict[str, list[Target]] = defaultdict(list)
        self.damaged_at: dict[str, list[Target]] = defaultdict(list)
        for target in known.targets:
            self._file(target)

    def settle(self) -> None:
        for one in self.plan.entries:
            identity = cells.identity(one)
            target = self.by_identity.get(identity) or self._find(one, identity)
            if target is None:
                target = self._new(one)
            elif target.is_active:
                self._settle_address(one, target)
            self.by_identity[identity] = target
            self.plan.target_of[one.row] = target
            if not target.entries:
                self.plan.targets.append(target)
            target.entries.append(one)
            if target.is_active:
                self.plan.to_remember.append((target, ("who", identity)))

    def _file(self, target: Target) -> None:
        if target.is_active:
            target.address = target.email_key
            if target.address:
                self.by_email[target.address] = target
            for key in target.organisation_keys or {""}:
                self.by_name[key, naming.name_key(target.full_name)].append(target)
                self.at[key].append(target)
                if naming.is_damaged(target.full_name):
                    self.damaged_at[key].append(target)
        elif target.state is State.CANCELLED and target.email_key:
            self.cancelled[target.email_key] = target

    def _find(self, one: Entry, identity: str) -> Target | None:
        before_id = self.known.remembered.get(fingerprint("who", identity))
        before = self.by_id.get(before_id) if before_id else None
        if before and before.is_active:
            return before
        email = key_of("email", one.values.get("email", ""))
        found = self._at_address(self.by_email.get(email), one) or self._by_name(one)
        if found is None and before and before.state is State.CANCELLED:
            return before
        if found and before_id:
            found.former_ids.add(before_id)
        return found or self._at_address(self.cancelled.get(email), one)

    def _at_address(self, target: Target | None, one: Entry) -> Target | None:
        name = (one.values.get("first_name", ""), one.values.get("last_name", ""))
        return target if target and naming.may_share_address(target.name, name) else None

    def _by_name(self, one: Entry) -> Target | None:
        """Somebody of this name and organisation, where an address cannot tell."""
        key = key_of("organisation", one.values.get("organisation", ""))
        phone = key_of("phone", one.values.get("phone", ""))
        found, same_phone = [], []
        for target in self._of_this_name(one, key):
            if "email" in one.values and target.address:
                continue
            other = key_of("phone", target.values.get("phone", ""))
            if not (phone and other) or phone == other:
                found.append(target)
                same_phone += [target] if phone and phone == other else []
        likely = same_phone or found
        return likely[0] if len(likely) == 1 else None

    def _of_this_name(self, one: Entry, organisation: str) -> list[Target]:
        found = list(self.by_name[organisation, naming.name_key(one.name)])
        if not organisation:
            return found
        likely = self.at if naming.is_damaged(one.name) else self.damaged_at
        for target in likely[organisation]:
            if target not in found and naming.names_agree(target.full_name, one.name):
                found.append(target)
        return found

    def _new(self, one: Entry) -> Target:
        values = dict(one.values)
        if key_of("email", values.get("email", "")) in self.by_email:
            del values["email"]
            self.plan.lent_address.add(one.row)
        organisation = key_of("organisation", values.get("organisation", ""))
        target = Target(
            values,
            state=State.CONFIRMED,
            organisation_keys=frozenset({organisation} - {""}),
            received_at=one.received_at,
            changes=dict(values),
        )
        self._file(target)
        self.plan.created.add(one.row)
        return target

    def _settle_address(self, one: Entry, target: Target) -> None:
        """An address that somebody else has is not given away; a free one is taken from now on."""
        email = key_of("email", one.values.get("email", ""))
        if email and self.by_email.setdefault(email, target) is not target:
            self.plan.lent_address.add(one.row)
        elif email:
            target.address = email
