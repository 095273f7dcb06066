"""Check 9: hosts, owners and typists are done in time, as far as steps, presses and keys tell.

Every press costs the time to find and hit it, every character the time to type it (keystroke level
model of Card, Moran and Newell: 1.35 s to think, 1.3 s to point and press; a thumb types a letter
in 0.35 s, a practised hand in 0.2 s). It is the way without JavaScript, which is the longer one.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import func, select

from forum.base import clock
from forum.base.database import db
from forum.cooperation import queries as cooperation
from forum.events.models import Event
from forum.registration.models import State
from forum.results import boards
from forum.results.commitment_models import CommitmentParty
from forum.results.models import CardGroup, ResultCard
from forum.results.outcome_models import Finding
from tests import factories
from tests.support.clients import Client, submit
from tests.support.pages import Page

THINK, PRESS, THUMB, HAND = 1.35, 1.3, 0.35, 0.2
SENTENCE = "Beratung muss in einem Haus erreichbar sein"
MINUTES = 60


@dataclass
class Person:
    """Somebody at a page, with the seconds that have gone and the presses made."""

    client: Client
    key: float = THUMB
    seconds: float = 0.0
    presses: int = 0

    def press(self, times: int = 1) -> None:
        self.presses += times
        self.seconds += times * (THINK + PRESS)

    def does(
        self, page: str, button: str, *, chooses: dict[str, object] | None = None, **typed: str
    ) -> Page:
        """Fills in and sends a form; what is chosen is a press each, and so is every field."""
        chosen = chooses or {}
        ticked = sum(len(one) if isinstance(one, list) else 1 for one in chosen.values())
        self.press(ticked + len(typed) + 1)
        self.seconds += sum(map(len, typed.values())) * self.key
        return submit(self.client, page, {**typed, **chosen}, button=button)


def path_of(address: str) -> str:
    return address.removeprefix("http://localhost")


def island_of_today(event: Event) -> tuple[str, int]:
    """A host's page at an island where somebody can take on steps; and who that is."""
    who = factories.registration(
        event, where=factories.organisation("Haus der Vielfalt e. V."), state=State.CHECKED_IN
    )
    factories.plan(event, {who: (event.islands[0],)})
    capture = boards.begin(event.islands[0].id)
    return path_of(boards.address_of(capture, boards.HOST)), who.id


def test_check_9_people_can_do_it(ctx: Flask, client: Client, organiser_client: Client) -> None:
    event = factories.event(slug="kim", day=clock.in_berlin(clock.now()).date())
    page, who = island_of_today(event)
    host = Person(client)
    host.press(2)  # the code on the sheet, and the digits
    host.seconds += 6 * THUMB
    for number in range(10):
        host.does(page, "Handlungsbedarf", text=f"{SENTENCE} {number}")
    host.does(page, "Weiter: Karten gruppieren")
    cards = [str(one) for one in db.session.scalars(select(ResultCard.id))]
    for place in range(3):
        chosen = {"cards": cards[place * 3 : place * 3 + 3]}
        column = {"column": "need_for_action"}
        host.does(page, "Zusammenlegen", chooses={**chosen, **column}, title=SENTENCE)
    host.does(page, "Weiter: Gruppen gewichten")
    host.does(page, "Weiter: vereinbaren, was folgt")
    for group in db.session.scalars(select(CardGroup.id).limit(2)).all():
        host.press()
        host.does(
            f"{page}/groups/{group}/step",
            "Diesen Schritt vereinbaren",
            chooses={"registration": str(who)},
            first_action="Die drei Beratungsstellen einladen",
            first_on="2027-01-12",
            first_place="Rathaus",
            due_on="2027-03-31",
        )
    steps = db.session.scalars(select(Finding)).all()
    assert [one.commitment.lead.registration_id for one in steps] == [who, who]
    assert host.seconds <= 8 * MINUTES
    owner, party = Person(client), db.session.scalars(select(CommitmentParty)).first()
    owner.press()  # the link in the message
    step = f"/next-steps/{cooperation.token_of(party)}"
    assert "steht jetzt" in owner.does(step, "Ja, wir übernehmen das").text
    assert owner.presses <= 3
    typist = Person(organiser_client, key=HAND)
    typist.press(2)  # to the results, to the sheet
    lines = "\n".join(f"{number} {SENTENCE}" for number in range(101, 141))
    address = f"/workspace/events/kim/results/live/{event.islands[0].id}/type"
    typist.does(address, "Karten aufnehmen", lines=lines)
    assert db.session.scalar(select(func.count(ResultCard.id))) == 50
    assert typist.seconds <= 10 * MINUTES
