"""What of somebody may be shown, to whom and until when; on plain values."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

FIELDS = ("name", "organisation", "role", "email", "phone", "offers")
"""Everything that a contact list can ever show of somebody."""
REMINDED_BEFORE = timedelta(days=21)
"""So long before an entry ends its person is asked whether it shall stay."""
KEPT_FOR = timedelta(days=400)
"""So long after a forum its versions and who took them along are kept, unless entries remain."""


class Audience(enum.StrEnum):
    """Who looks, or for whom a field is meant: each of these sees what the one before sees less."""

    NOBODY = "nobody"
    FORUM = "forum"
    PUBLIC = "public"


_WIDTH = {Audience.NOBODY: 0, Audience.FORUM: 1, Audience.PUBLIC: 2}


@dataclass(frozen=True)
class Standing:
    """All that decides about somebody's entry: the newest decision with the audience of each field
    and its end, and how the registration stands."""

    takes_part: bool
    is_protected: bool
    is_granted: bool
    audiences: Mapping[str, Audience]
    ends_at: datetime


@dataclass(frozen=True)
class Shown:
    """The fields that may be shown, and until when; none and None where nothing may."""

    fields: frozenset[str] = field(default_factory=frozenset)
    until: datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.fields)


NOTHING = Shown()


def visible(standing: Standing, viewer: Audience, now: datetime) -> Shown:
    """What `viewer` may see of somebody at `now`. Protection beats everything; without the name
    nothing is shown, because the rest would be a riddle about a person."""
    if standing.is_protected or not standing.is_granted or not standing.takes_part:
        return NOTHING
    if viewer is Audience.NOBODY or now >= standing.ends_at:
        return NOTHING
    fields = frozenset(
        name
        for name in FIELDS
        if _WIDTH[standing.audiences.get(name, Audience.NOBODY)] >= _WIDTH[viewer]
    )
    return Shown(fields, standing.ends_at) if "name" in fields else NOTHING


def has_run_out(standing: Standing, now: datetime) -> bool:
    """Whether an entry is gone only because its time is over, as everybody knew beforehand."""
    is_willing = standing.is_granted and standing.takes_part and not standing.is_protected
    return is_willing and now >= standing.ends_at


def audiences(fields: Sequence[str], public: Sequence[str]) -> dict[str, Audience]:
    """For whom each field is meant: `fields` for participants, of these `public` for everybody."""
    return {
        name: Audience.PUBLIC if name in public else Audience.FORUM
        for name in fields
        if name in FIELDS
    }


def only_agreed(values: Mapping[str, str], shown: Shown) -> dict[str, str]:
    """The values with everything emptied that may not be shown."""
    return {name: value if name in shown.fields else "" for name, value in values.items()}


def a_year_after(moment: datetime) -> datetime:
    """Twelve months later; of 29 February, the day before 1 March."""
    try:
        return moment.replace(year=moment.year + 1)
    except ValueError:
        return moment.replace(year=moment.year + 1, day=28)


def renewed_until(now: datetime, ends_at: datetime) -> datetime:
    """Until when an entry stands after its person has renewed it: twelve months from now, and
    never shorter than before."""
    return max(ends_at, a_year_after(now))


def entered_until(now: datetime, ends_at: datetime) -> datetime:
    """Until when an entry stands that somebody makes or changes now: the end it has, or, where that
    has passed, twelve months from now."""
    return ends_at if now < ends_at else a_year_after(now)


def is_to_renew(now: datetime, ends_at: datetime) -> bool:
    """Whether it is time to ask whether an entry shall stay."""
    return ends_at - REMINDED_BEFORE <= now < ends_at


def mark(fields: Iterable[str], seal: str) -> str:
    """How a version remembers an entry: a seal of what it says, and the fields it shows."""
    return f"{seal}:{','.join(sorted(fields))}"


def taken_off(before: Mapping[str, str], after: Mapping[str, str]) -> frozenset[str]:
    """The entries that are gone, or show fewer fields than before."""
    return frozenset(
        key for key, old in before.items() if not _fields(old) <= _fields(after.get(key, ""))
    )


def _fields(marked: str) -> frozenset[str]:
    return frozenset(marked.partition(":")[2].split(",")) - {""}
