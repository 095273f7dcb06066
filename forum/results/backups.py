"""Reading in what a device has kept: only what is missing is added, nothing here is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.base import database
from forum.base.refusal import Refused
from forum.base.text import Text, _, _n
from forum.events import queries as events
from forum.results import boards, capturing, reading
from forum.results.change_rules import Taken
from forum.results.models import CardSource, ResultCard

OTHER_FORUM = _("This file comes from an island of another forum. Nothing of it was taken in.")


@dataclass(frozen=True)
class Other:
    """A card that says something else in the file than here; here it stays as it is."""

    number: int
    here: str
    in_file: str


@dataclass(frozen=True)
class ReadIn:
    """What became of the cards of a file: how many are new, were here already, were removed on the
    device or here, or belong elsewhere; and those that differ."""

    new: int
    known: int
    removed: int
    foreign: int
    others: Sequence[Other]

    @property
    def sentences(self) -> list[Text]:
        """The same in words, without what did not happen."""
        said = [
            _n("%(num)s card was taken in.", "%(num)s cards were taken in.", self.new)
            if self.new
            else _("No card was taken in.")
        ]
        if self.known:
            said.append(_n("%(num)s was here already.", "%(num)s were here already.", self.known))
        if self.removed:
            said.append(
                _n(
                    "%(num)s has been removed, on the device or here, and stays so.",
                    "%(num)s have been removed, on the device or here, and stay so.",
                    self.removed,
                )
            )
        if self.foreign:
            said.append(
                _n(
                    "%(num)s belongs to another island and was refused.",
                    "%(num)s belong to another island and were refused.",
                    self.foreign,
                )
            )
        return said


def read_in(event_id: int, content: bytes) -> ReadIn:
    """Takes in the cards of a backup file that are not here yet. Again adds nothing.

    Raises:
        Refused: it is no backup file, comes from another forum, or the results are published and
            first wordings must not come back.
    """
    island_id, sent = reading.backup(content)
    if island_id not in {one.id for one in events.islands_of(event_id)}:
        raise Refused(OTHER_FORUM, field="file")
    if boards.is_released(event_id):
        raise Refused(boards.IS_RELEASED, field="file")
    kept = [one for one in sent if not one.is_removed]
    taken = capturing.take(island_id, kept, CardSource.FILE, may_edit=False)
    known = [one for one in kept if taken[one.key] is Taken.KNOWN]
    query = select(ResultCard).where(ResultCard.key.in_({one.key for one in known}))
    here = {card.key: card for card in database.db.session.scalars(query)}
    gone = {key for key, card in here.items() if card.removed_at is not None}
    others = [
        Other(here[one.key].number, here[one.key].text, one.text)
        for one in known
        if one.key not in gone and one.text not in _texts(here[one.key])
    ]
    return ReadIn(
        new=sum(one is Taken.NEW for one in taken.values()),
        known=len(known) - len(gone),
        removed=len(sent) - len(kept) + len(gone),
        foreign=sum(one is Taken.FOREIGN for one in taken.values()),
        others=others,
    )


def _texts(card: ResultCard) -> set[str]:
    return {card.text, *(card.other_text or "").split("\n")}
