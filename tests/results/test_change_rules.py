"""Edits of cards on several devices, over a network that loses, doubles and overtakes."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from forum.results import change_rules as rules
from forum.results.change_rules import Card, Change, Content, Taken


@dataclass
class Device:
    """A device with what it was last told of the one card, and its change that waits."""

    known: Card | None = None
    waiting: Change | None = None
    gone: set[str] = field(default_factory=set)
    """Texts that somebody here saw and put others in place of."""

    def edits(self, key: str, content: Content) -> Change | None:
        if self.known is None and self.waiting is None:
            return None
        before, known = self.waiting, self.known
        shown = {one.content.text for one in (before, known) if one is not None}
        self.gone |= shown if content.is_removed else shown - {content.text}
        self.waiting = Change(
            key,
            content,
            base=before.base if before else known.version if known else 0,
            after=(*before.after, before.key) if before else (),
        )
        return self.waiting

    @property
    def shown(self) -> Content | None:
        """The card as somebody at this device sees it."""
        seen = self.waiting or self.known
        return seen.content if seen else None

    def sends(self, house: House, *, is_answered: bool) -> list[Change]:
        """Hands over what waits; without an answer it goes on waiting."""
        going = self.waiting
        if going is None:
            return []
        card = house.takes(going)
        if is_answered:
            self.hears(going, card)
        return [going]

    def hears(self, sent: Change, card: Card) -> None:
        """An answer comes, to what was sent."""
        if self.waiting is sent:
            self.waiting = None
        if self.known is None or self.known.version <= card.version:
            self.known = card


class House:
    """The one place where all changes arrive."""

    def __init__(self) -> None:
        self.card: Card | None = None

    def takes(self, change: Change) -> Card:
        if self.card is None:
            self.card = rules.made(change)
        else:
            self.card, _outcome = rules.apply(self.card, change)
        again, outcome = rules.apply(self.card, change)
        assert (again, outcome) == (self.card, Taken.KNOWN)
        return self.card


STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["edit", "edit", "move", "remove", "send", "send", "lose", "late"]),
    ),
    max_size=25,
)


@settings(max_examples=400)
@given(STEPS, st.booleans())
def test_no_text_is_lost_that_nobody_saw_and_replaced(
    steps: list[tuple[int, str]], is_late: bool
) -> None:
    house, devices, drawn = House(), [Device(), Device(), Device()], count()
    first = Change("made", Content("Satz 0", "challenge"), 0)
    devices[0].waiting = first
    house.takes(first)
    if not is_late:
        for one in devices:
            one.hears(first, house.card)
    written, sent_before = {first.content.text}, [first]
    for place, what in steps:
        one, number = devices[place], next(drawn)
        if what == "late":
            house.takes(sent_before[number % len(sent_before)])
        elif what in {"send", "lose"}:
            sent_before += one.sends(house, is_answered=what == "send")
        elif (shown := one.shown) is not None:
            text = f"Satz {number + 1}" if what == "edit" else shown.text
            column = "next_step" if what == "move" else shown.column
            one.edits(f"change-{number}", Content(text, column, what == "remove"))
            written.add(text)
    for one in devices:
        one.sends(house, is_answered=True)
    stands = {house.card.content.text, *house.card.others}
    seen_and_replaced = set().union(*(one.gone for one in devices))
    assert written <= stands | seen_and_replaced
    if house.card.content.is_removed:
        assert house.card.content.text in seen_and_replaced


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["edit", "move", "remove", "send", "lose"]), max_size=15))
def test_one_device_alone_always_gets_its_last_word(steps: list[str]) -> None:
    house, one = House(), Device(waiting=Change("made", Content("Satz", "challenge"), 0))
    meant = one.waiting.content
    for number, what in enumerate(steps):
        if what in {"edit", "move", "remove"}:
            meant = Content(
                f"Satz {number}" if what == "edit" else meant.text,
                "next_step" if what == "move" else meant.column,
                what == "remove",
            )
            one.edits(f"change-{number}", meant)
        else:
            one.sends(house, is_answered=what == "send")
    one.sends(house, is_answered=True)
    assert (house.card.content, house.card.others) == (meant, ())


def test_what_was_chosen_does_not_come_back_when_it_is_sent_again() -> None:
    old = rules.made(Change("made", Content("eins", "challenge"), 0))
    first = Change("a", Content("zwei", "challenge"), 1)
    second = Change("b", Content("drei", "challenge"), 1)
    both = rules.apply(rules.apply(old, first)[0], second)[0]
    assert (both.content.text, both.others) == ("zwei", ("drei",))
    chosen, outcome = rules.apply(both, Change("c", Content("drei", "challenge"), both.version))
    assert (chosen.content.text, chosen.others, outcome) == ("drei", (), Taken.CHANGED)
    for late in (first, second):
        assert rules.apply(chosen, late) == (chosen, Taken.KNOWN)
    for removal, outcome in ((2, Taken.OVERTAKEN), (chosen.version, Taken.CHANGED)):
        gone = Change(f"gone-{removal}", Content("drei", "challenge", is_removed=True), removal)
        assert rules.apply(chosen, gone)[1] is outcome
