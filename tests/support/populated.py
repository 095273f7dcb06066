"""An instance in which every address has something to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import AnyConverter, PathConverter, Rule
from werkzeug.routing.converters import NumberConverter

from forum.accounts import queries as accounts
from forum.accounts import service as account_service
from forum.accounts.models import Account, Right
from forum.base import clock, database
from forum.base.addresses import PurposeConverter, SlugConverter, TokenConverter
from forum.base.database import Base, db
from forum.cooperation import queries as cooperation
from forum.events import queries as events
from forum.events.models import Event
from forum.events.team_models import IslandHost
from forum.feedback import queries as feedback
from forum.invitations import feed_links
from forum.invitations.models import Answer, Outcome
from forum.lists.models import ImportDraft
from forum.mail.models import Message
from forum.people import contact_persons
from forum.registration import address_changes, entrance, needs
from forum.registration import queries as registrations
from forum.registration.details import Needs
from forum.registration.models import State
from forum.registration.person_models import AddressChange, Need, TaskKind
from forum.results import boards, outcomes, photos, releasing
from forum.results.commitment_models import Commitment, CommitmentParty
from forum.results.outcome_models import FindingKind
from forum.site import service as site
from forum.site.models import BarrierReport
from forum.teams import queries as teams
from tests import factories, result_factories, team_factories
from tests.support.clients import Client
from tests.support.photographs import jpeg as picture

# Looking is what these note, and noting it is their purpose.
NOTED_ON_GET = {"contact_list_access"}


@dataclass(frozen=True)
class Populated:
    """What stands in the addresses of this instance."""

    event: Event
    tokens: dict[str, str]

    def url(self, rule: Rule) -> str:
        """An address of the rule that leads to something."""
        values = {name: self._value(rule, name) for name in rule.arguments}
        built = rule.build(values)
        assert built is not None, rule
        return built[1]

    def _value(self, rule: Rule, name: str) -> Any:
        converter = rule._converters[name]
        if isinstance(converter, NumberConverter):
            return 1
        if isinstance(converter, AnyConverter):
            return next(iter(converter.items))
        return {
            SlugConverter: self.event.slug,
            PurposeConverter: "contact_list",
            PathConverter: "icon.svg",
            TokenConverter: self.tokens.get(
                rule.endpoint, self.tokens.get(rule.rule.split("/")[1])
            ),
        }[type(converter)]


@pytest.fixture
def populated(ctx: Flask, organiser: Account) -> Populated:
    """A forum with everything: people, consents, a plan, hosts, an open list, a list to import."""
    event = factories.event(contact_list_opened_at=clock.now())
    islands = tuple(event.islands)
    people = [factories.registration(event, wishes=islands[:3]) for _ in range(3)]
    for person in people:
        factories.consent(person)
        factories.directory_entry(person, offers=("Besuche",), seeks=("Sprachpaten",))
    factories.contact_wish(people[1], people[0], may_help=True)
    factories.contact_match(people[0], people[2])
    waiting = factories.registration(event, state=State.WAITING, same_as_id=people[0].id)
    factories.task(waiting, TaskKind.SAME_PERSON)
    factories.plan(event, dict.fromkeys(people, islands[:3]))
    host = factories.host(islands[0])
    for kind in Right:
        account_service.give_right(event.id, organiser.id, kind, by=organiser.id)
    factories.arrival(people[0], Outcome.PROPOSAL)
    factories.invitation(
        people[0], answer=Answer.DECLINED, gives_back_at=clock.now() + timedelta(days=1)
    )
    needs.replace(people[0].id, Needs({Need.DIET: "vegetarisch"}, is_agreed=True))
    account = factories.account()
    link = account_service.invite(account.email, name=account.name)
    with database.transaction() as session:
        session.add(
            ImportDraft(
                event_id=event.id,
                account_id=organiser.id,
                file_name="liste.csv",
                content="Vorname;Nachname\r\nÜmit;Muster\r\n".encode("cp1252"),
                created_at=clock.now(),
            )
        )
        session.add(BarrierReport(text="Der Plan ist schwer lesbar.", created_at=clock.now()))
    contact_persons.name(people[0].affiliation_id)
    address_changes.request(people[0].id, "neu@stadt.example")
    change = db.session.scalars(select(AddressChange)).one()
    site.update({"operator": "Auenstadt"}, is_demo=True)
    with database.transaction() as session:
        now = clock.now()
        told = {"kind": "registration-link", "about_id": people[0].id, "event_id": event.id}
        times = {"created_at": now, "due_at": now, "sent_at": now}
        session.add(Message(**told, **times, message_id="probe@localhost"))
    mailbox = ctx.config["FORUM"].instance_path / "mailbox"
    mailbox.mkdir()
    (mailbox / f"{event.slug}.eml").write_bytes(
        b"To: a@b.example\r\nSubject: Probe\r\nMessage-ID: <probe@localhost>\r\n\r\nText\r\n"
    )
    party = _results(event, host)
    at_islands = _collected_today(event)
    named = team_factories.proposal(event, "Ada", asked=False)
    over = factories.event(day=factories.in_weeks(-1))
    _publish(over)
    came = factories.registration(over, state=State.CHECKED_IN)
    return Populated(
        event,
        {
            "address.confirm": address_changes.token_of(change, address_changes.OLD),
            "arrive": entrance.token_of(people[0]),
            "my.certificate": registrations.token_of(came),
            "feedback.page": feedback.link_for(people[0]).rpartition("/")[2],
            "my": registrations.token_of(people[0]),
            "wishes.make": registrations.token_of(people[1]),
            "wishes.note": registrations.token_of(came),
            "calendars": feed_links.token_of(feed_links.participant(people[0])),
            "next-steps": cooperation.token_of(party),
            "team": teams.token_of_team(named),
            "proposed": teams.token_of_member(named.members[0]),
            **at_islands,
            "islands": events.host_link(host).rpartition("/")[2],
            "workspace": accounts.address_of(link).rpartition("/")[2],
        },
    )


def _publish(over: Event) -> None:
    """What the next forum opens with."""
    first, second = (
        factories.account(name=name, email=f"{name}@stadt.example") for name in ("drei", "vier")
    )
    result_factories.finding(over, first)
    releasing.prepare(over.id, "", by=first.id)
    with clock.fixed_at(clock.now() + timedelta(days=9)):
        releasing.release(over.id, by=second.id)


def _results(event: Event, host: IslandHost) -> CommitmentParty:
    """A version that is published, another that is prepared, and an objection to it."""
    account, second = (
        factories.account(name=name, email=f"{name}@stadt.example") for name in ("eins", "zwei")
    )
    for kind in FindingKind:
        finding = result_factories.finding(
            event, account, f"Satz über {kind.value}.", kind, host.island
        )
    result_factories.card(host.island, "Beratung hilft früh")
    step = db.session.scalars(select(Commitment.finding_id)).one()
    outcomes.add_party(
        event.id, step, organisation="Jobcenter", name="", email="", is_lead=True, by=account.id
    )
    releasing.prepare(event.id, "", by=account.id)
    releasing.answer(host, finding_id=finding.id, text="Das war anders gemeint.")
    releasing.settle(event.id, 1, "Neu gefasst.", by=account.id)
    releasing.answer(host, finding_id=None)
    releasing.release(event.id, by=second.id)
    releasing.prepare(event.id, "Neu", by=account.id)
    return db.session.scalars(select(CommitmentParty)).one()


def _collected_today(event: Event) -> dict[str, str]:
    """An island of today with a card in a group, and a flip chart; the links of the island."""
    today = factories.in_weeks(0)
    capture = boards.begin(factories.event(day=today, published=False).islands[0].id)
    result_factories.group(
        capture.island, "Beratung gelingt in einem Haus", "Lange Wege kosten Kraft"
    )
    boards.prepare(event.id)
    photos.add(event.id, event.islands[0].id, "Beratung hilft früh", picture(), by=1)
    return {
        "capture": boards.token_of(capture, boards.DOOR),
        "host": boards.token_of(capture, boards.HOST),
        "table": boards.token_of(capture, boards.TABLE),
    }


def everything(*, but: set[str] = frozenset()) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    db.session.rollback()
    return {
        table.name: sorted(map(tuple, db.session.execute(table.select())), key=repr)
        for table in Base.metadata.sorted_tables
        if table.name not in but
    }


def csrf_token(client: Client) -> str:
    """A valid token of this client's session."""
    form = client.page("/my/lost").forms()[0]
    return str(form.values["csrf_token"][0])
