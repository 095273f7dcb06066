"""Every mail that a calendar or its mail server sends about an entry, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from forum.base import clock
from forum.invitations.models import Answer, Outcome
from tests.invitations import failures, shapes, strange

SAID = {
    Answer.ACCEPTED: Outcome.NOTED,
    Answer.TENTATIVE: Outcome.NOTED,
    Answer.DECLINED: Outcome.DECLINED,
}


@dataclass(frozen=True)
class Case:
    """A mail, who is meant by it, and how they stand afterwards."""

    name: str
    shape: Callable[[shapes.Answer], bytes]
    says: Answer
    outcome: Outcome
    answer: Answer | None = None
    is_noted: bool = True
    """Whether it is noted with the person whose entry it names."""

    @property
    def who(self) -> str:
        """Whose entry it is about: what is noted with nobody may all be about one person's."""
        return self.name if self.is_noted else "bystander"


def too_late(one: shapes.Answer) -> bytes:
    """An answer to the entry as it was before the route card changed it."""
    return shapes.outlook(one)


def before_it_was_sent(one: shapes.Answer) -> bytes:
    """Without a number, and with a time before the entry was sent."""
    content = shapes.calendar(shapes.event(one(at=clock.now() - timedelta(hours=1))))
    number = f"SEQUENCE:{one.sequence}\r\n"
    assert number in content
    return shapes.mail(one, shapes.part(content.replace(number, "")))


CLIENTS = {
    shapes.outlook,
    shapes.exchange_without_organiser,
    shapes.google,
    shapes.apple,
    shapes.thunderbird,
}
STALE = (too_late, before_it_was_sent)
CASES = [
    *(
        Case(f"{shape.__name__}-{says}", shape, says, outcome, says)
        for shape in shapes.ANSWERS
        for says, outcome in SAID.items()
        if says is not Answer.TENTATIVE or shape in CLIENTS
    ),
    *(Case(one.__name__, one, Answer.DECLINED, Outcome.STALE) for one in STALE),
    *(
        Case(one.__name__, one, Answer.DECLINED, outcome, is_noted=one in strange.ABOUT_SOMEBODY)
        for one, outcome in strange.OUTCOMES
    ),
    *(Case(one.__name__, one, Answer.ACCEPTED, Outcome.BOUNCED) for one in failures.FAILURES),
]
