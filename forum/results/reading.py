"""Reading what devices send and what backup files hold, which may be anything."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from forum.base import clock, typed
from forum.base.refusal import Refused
from forum.base.text import Text, _
from forum.results import capture_rules as rules
from forum.results.capturing import Device
from forum.results.cards import Sent
from forum.results.models import CardColumn

MOST = 500
MOST_IN_FILE = 3000
LONGEST_ID = 64
MOST_BEFORE = 50
LONGEST_TEXT = 2000
LARGEST = 2**31 - 1
FORMAT = "praxisforum-cards/1"


class Unreadable(Refused):
    """What was sent is no list of cards and no votes; nothing was done."""

    status = 400

    def __init__(self) -> None:
        super().__init__(
            _("This device sent something that cannot be read. Please reload the page.")
        )


NO_BACKUP = _("This is no backup file of an island. Please choose the file that the device made.")


@dataclass(frozen=True)
class Delivery:
    """Cards, and what the device says of itself."""

    cards: list[Sent]
    device: str
    waiting: int
    seen: str = ""
    """What the house said last time of everything that it has."""

    def by(self, *, is_host: bool) -> Device:
        """The device, on the page it has open."""
        return Device(self.device, is_host, self.waiting)


def delivery(sent: object) -> Delivery:
    """What a device sent.

    Raises:
        Unreadable: it is nothing that a device sends.
    """
    match sent:
        case {"device": str(device), "waiting": int(waiting), "cards": list(cards)}:
            if _is_id(device) and 0 <= waiting <= LARGEST and len(cards) <= MOST:
                seen = sent.get("seen") if isinstance(sent, dict) else None
                known = seen if _is_id(seen) else ""
                return Delivery([_card(one) for one in cards], device, waiting, str(known))
    raise Unreadable


def _card(sent: object) -> Sent:
    match sent:
        case {"id": str(key), "column": str(column), "text": str(text), "base": int(base)}:
            cleaned = typed.clean_line(text)[:LONGEST_TEXT]
            is_whole = _is_id(key) and column in rules.COLUMNS and cleaned and 0 <= base <= LARGEST
            if is_whole and isinstance(sent, dict):
                at, is_removed = _moment(sent.get("at")), sent.get("removed") is True
                change, after = sent.get("change", ""), sent.get("after", [])
                if change == "" or _is_id(change):
                    return Sent(
                        key,
                        CardColumn(column),
                        cleaned,
                        at,
                        base,
                        is_removed,
                        change=change,
                        after=_ids(after),
                    )
    raise Unreadable


def _ids(said: object) -> tuple[str, ...]:
    """The ids of earlier changes; of very many only the last ones count."""
    if not isinstance(said, list) or not all(map(_is_id, said)):
        raise Unreadable
    return tuple(said[-MOST_BEFORE:])


def _is_id(text: object) -> bool:
    if not isinstance(text, str):
        return False
    return 0 < len(text) <= LONGEST_ID and text.isascii() and text.isprintable()


def _moment(said: object) -> datetime:
    """When a card was written by the device's clock, or now where that says nothing."""
    try:
        moment = datetime.fromisoformat(str(said))
        return moment.astimezone(UTC) if moment.tzinfo else clock.now()
    except (ValueError, OverflowError):
        return clock.now()


def budget(sent: object) -> tuple[str, int, Mapping[str, int]]:
    """A voter, the number of the change, and the dots by the keys of the groups.

    Raises:
        Unreadable: it is no budget.
    """
    match sent:
        case {"voter": str(voter), "sequence": int(sequence), "dots": dict(dots)}:
            is_right = _is_id(voter) and 0 < sequence <= LARGEST and len(dots) <= MOST
            if is_right and all(isinstance(n, int) and _is_id(str(k)) for k, n in dots.items()):
                return voter, sequence, dots
    raise Unreadable


def backup(content: bytes) -> tuple[int, list[Sent]]:
    """The number of the island, and the cards in a backup file.

    Raises:
        Refused: it is no such file.
    """
    try:
        match json.loads(content.decode("utf-8-sig")):
            case {"format": str(kind), "island": int(island), "cards": list(cards)}:
                if kind == FORMAT and 0 < island <= LARGEST and len(cards) <= MOST_IN_FILE:
                    return island, [_card(one) for one in cards]
    except (ValueError, RecursionError, Unreadable):
        pass
    raise Refused(NO_BACKUP, field="file")


def lines(text: str, *, sheet: str) -> list[Sent]:
    """Cards typed one a line: the number of the sheet, the column where it does not follow from
    the number, and the sentence. `sheet` makes the ids, so that typing again adds nothing.

    Raises:
        Refused: lines cannot be read; says of each of them why.
    """
    found: list[Sent] = []
    problems: list[Text] = []
    for place, line in enumerate(text.splitlines(), start=1):
        cleaned = typed.clean_line(line)
        read = _typed(cleaned, place, sheet) if cleaned else None
        if isinstance(read, Text):
            problems.append(read)
        elif read is not None:
            found.append(read)
    times = Counter(one.number for one in found)
    problems += [
        _("Number %(number)s stands there twice.", number=number)
        for number, often in times.items()
        if often > 1
    ]
    if problems:
        raise Refused(all_of(problems), field="lines")
    if not found:
        raise Refused(_("Please type at least one card."), field="lines")
    return found


COLUMN_LETTERS = {"P": 0, "B": 1, "H": 2, "S": 3}
"""Letters for columns that a typist may write: Praxis, Bedarf, Herausforderung, Schritt."""


def all_of(problems: Sequence[Text]) -> Text:
    """Everything that is wrong in one sentence after the other, so that nobody sends it again and
    again."""
    if len(problems) == 1:
        return problems[0]
    said = " ".join(str(one) for one in problems)
    return _("%(num)s lines have to be changed. %(said)s", num=len(problems), said=said)


def _typed(line: str, place: int, sheet: str) -> Sent | Text:
    """The card of a line, or why it cannot be read."""
    first, _space, rest = line.partition(" ")
    digits = first.rstrip(".:;)")
    if not digits.isascii() or not digits.isdigit() or int(digits) not in rules.PAPER:
        return _(
            "Line %(line)s: please begin with a number of the sheet, from %(first)s to %(last)s.",
            line=place,
            first=rules.PAPER.start,
            last=rules.PAPER.stop - 1,
        )
    number = int(digits)
    column = rules.column_of(number) or rules.COLUMNS[0]
    letter, _space, after = rest.partition(" ")
    if letter in COLUMN_LETTERS and after:
        column, rest = rules.COLUMNS[COLUMN_LETTERS[letter]], after
    if not rest:
        return _("Line %(line)s: the sentence is missing.", line=place)
    key = f"{sheet}-{number}"
    return Sent(key, CardColumn(column), rest[:LONGEST_TEXT], clock.now(), number=number)
