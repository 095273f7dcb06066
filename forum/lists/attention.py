"""What a person must look at in a list, in plain words and never repeating a support need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from forum.base.text import Text, _, _n
from forum.lists import columns, naming, plans
from forum.lists.cells import Entry, key_of
from forum.lists.plans import Plan, Target
from forum.registration.models import Decision

LABELS: Mapping[str, Text] = {**columns.FIELDS, "wishes": _("Island wishes")}
DIFFERING = ("first_name", "last_name", "organisation", "sector", "role", "phone", "wishes")


@dataclass(frozen=True)
class Attention:
    """A cell that a person must look at."""

    row: int
    field: str
    reason: Text
    kind: str
    """The group it is shown in, one of `findings.TITLES`."""

    @property
    def label(self) -> Text:
        return LABELS[self.field]


def of(plan: Plan, *, has_islands: bool) -> list[Attention]:
    """Everything to look at, in the order of the rows and columns."""
    order = list(LABELS)
    found = _found(plan, has_islands=has_islands)
    return sorted(found, key=lambda one: (one.row, order.index(one.field)))


def _found(plan: Plan, *, has_islands: bool) -> Iterator[Attention]:
    for one in plan.entries:
        target = plan.target_of[one.row]
        yield from _about_person(one, target, plan)
        yield from _about_cells(one)
        yield from _about_consent(one, target, plan)
        if has_islands:
            for name, word in (one.unknown_wishes or {}).items():
                reason = _("No island of this forum is called “%(word)s”.", word=word)
                yield Attention(one.row, name, reason, "wish")
    wishing = sum(bool(one.unknown_wishes) for one in plan.entries)
    if wishing and not has_islands:
        reason = _n(
            "%(num)s row has island wishes, but this forum has no islands yet. Please add the "
            "islands and take this list in once more.",
            "%(num)s rows have island wishes, but this forum has no islands yet. Please add the "
            "islands and take this list in once more.",
            wishing,
        )
        yield Attention(1, "wish1", reason, "wish")
    yield from _about_organisations(plan.entries)


def _about_person(one: Entry, target: Target, plan: Plan) -> Iterator[Attention]:
    if not target.is_active:
        reason = _("This person has cancelled and is not registered again. Please ask.")
        yield Attention(one.row, "last_name", reason, "cancelled")
        return
    earlier = (
        target.entries[target.entries.index(one) - 1] if one is not target.entries[0] else None
    )
    if earlier:
        yield Attention(one.row, _told_by(one), _second_row(one, earlier), "duplicate")
    if one.row in plan.lent_address:
        reason = _(
            "This address belongs to another person of this forum. It was left out here: please "
            "ask for an own address."
        )
        yield Attention(one.row, "email", reason, "address")
    elif not target.email_key:
        yield Attention(one.row, "email", _unreachable(target), "address")
    for name in ("first_name", "last_name", "organisation"):
        said = one.values.get(name, "")
        if naming.is_damaged(said) and naming.is_damaged(target.values.get(name, "")):
            yield Attention(one.row, name, _damaged(one, name), "damaged")
    for name in plans.forgotten(plan.kept.get(one.row, ()), target):
        reason = _(
            "The list says something else than the registration. The registration stays as it is."
        )
        yield Attention(one.row, name, reason, "kept")


def _told_by(one: Entry) -> str:
    return "email" if "email" in one.values else "last_name"


def _second_row(one: Entry, earlier: Entry) -> Text:
    differing = [
        LABELS[name]
        for name in DIFFERING
        if name in one.values
        and name in earlier.values
        and key_of(name, one.values[name]) != key_of(name, earlier.values[name])
    ]
    if not differing:
        return _("The same person as in row %(row)s, with nothing different.", row=earlier.row)
    return _(
        "The same person as in row %(row)s. Different: %(fields)s. The later row counts.",
        row=earlier.row,
        fields=Joined(differing),
    )


class Joined:
    """Several texts with commas, rendered where they are shown."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.texts = texts

    def __str__(self) -> str:
        return ", ".join(map(str, self.texts))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Joined) and self.texts == other.texts

    def __hash__(self) -> int:
        return hash(tuple(self.texts))


def _unreachable(target: Target) -> Text:
    if target.values.get("phone"):
        return _("There is no e-mail address. Please tell this person by phone.")
    return _(
        "There is neither e-mail address nor phone number. Please find out how to reach this "
        "person."
    )


def _damaged(one: Entry, name: str) -> Text:
    said = one.values[name]
    repaired = naming.repaired(said)
    if repaired:
        return _(
            "“%(said)s” has damaged letters and probably means “%(meant)s”. Please correct the "
            "spelling.",
            said=said,
            meant=repaired,
        )
    meant = naming.spelling_in(one.values.get("email", ""), said)
    if not meant or name == "organisation":
        return _("“%(said)s” has lost letters. Please correct the spelling.", said=said)
    return _(
        "“%(said)s” has lost letters. The e-mail address suggests “%(meant)s”. Please correct the "
        "spelling.",
        said=said,
        meant=meant,
    )


def _about_cells(one: Entry) -> Iterator[Attention]:
    if one.unknown_sector:
        reason = _("“%(word)s” is not a known field. Please choose one.", word=one.unknown_sector)
        yield Attention(one.row, "sector", reason, "sector")
    if one.has_need:
        reason = _(
            "A support need is noted in the list. It is not taken over, because it needs the "
            "person's own consent: please ask."
        )
        yield Attention(one.row, "need", reason, "need")


def _about_consent(one: Entry, target: Target, plan: Plan) -> Iterator[Attention]:
    reason = None
    if one.unclear_consent:
        reason = _(
            "“%(word)s” is neither yes nor no. It counts as not asked.", word=one.unclear_consent
        )
    elif one.row in plan.disputed_consent:
        reason = _("Another row of this person says no. It counts as not asked: please ask.")
    elif one.on_contact_list is False and target.contact_list is Decision.GRANTED:
        reason = _("The list says no, but there is a consent. Please ask this person.")
    if reason:
        yield Attention(one.row, "contact_list", reason, "consent")


def _about_organisations(entries: Sequence[Entry]) -> Iterator[Attention]:
    """Further spellings behind one domain: perhaps one organisation, for a person to decide."""
    spellings: dict[str, dict[str, str]] = defaultdict(dict)
    for one in entries:
        said = one.values.get("organisation", "")
        key = key_of("organisation", said)
        if not (key and one.domain) or key in spellings[one.domain]:
            continue
        if spellings[one.domain]:
            reason = _(
                "“%(said)s” may be the same organisation as “%(first)s”: the e-mail addresses end "
                "alike. They stay separate until somebody decides.",
                said=said,
                first=next(iter(spellings[one.domain].values())),
            )
            yield Attention(one.row, "organisation", reason, "similar")
        spellings[one.domain][key] = said
