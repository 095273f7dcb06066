"""Cards and dots: sent again they count once, edits lose nothing, three dots are three."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.events import stand_ins
from forum.results import (
    boards,
    capture_queries,
    capture_rules,
    capturing,
    cards,
    grouping,
    live_queries,
    typing_in,
    voting,
)
from forum.results.capture_models import CaptureDevice
from forum.results.capturing import Device
from forum.results.cards import Sent
from forum.results.change_rules import Taken
from forum.results.models import CardColumn, CardSource, CardVote, ResultCard
from forum.results.voting import Laid
from tests import factories

NOW = clock.now()


def sent(key: str, text: str = "Ein Satz von der Insel", **values: object) -> Sent:
    return Sent(**{"key": key, "column": CardColumn.CHALLENGE, "text": text, "at": NOW, **values})


def stand(island_id: int) -> list[ResultCard]:
    query = select(ResultCard).where(ResultCard.island_id == island_id).order_by(ResultCard.number)
    return list(db.session.scalars(query))


def test_sending_again_adds_nothing_and_both_texts_stay(ctx) -> None:
    one, other = factories.event().islands[:2]
    here = CardSource.HOST
    first = [sent("a"), sent("b", "Noch ein Satz")]
    assert set(capturing.take(one.id, first, here).values()) == {Taken.NEW}
    assert set(capturing.take(one.id, first, here).values()) == {Taken.KNOWN}
    assert capturing.take(other.id, first[:1], here) == {"a": Taken.FOREIGN}
    edit = sent("a", "Ein besserer Satz", base=1)
    assert capturing.take(one.id, [edit], here) == {"a": Taken.CHANGED}
    assert capturing.take(one.id, [edit], here) == {"a": Taken.KNOWN}
    at_table = sent("a", "Ein ganz anderer Satz", base=1)
    assert capturing.take(one.id, [at_table], here) == {"a": Taken.CONFLICT}
    assert capturing.take(one.id, [at_table], here) == {"a": Taken.KNOWN}
    card = stand(one.id)[0]
    assert (card.text, card.other_text) == ("Ein besserer Satz", "Ein ganz anderer Satz")
    with pytest.raises(Refused, match="inzwischen"):
        cards.choose(one.id, card.id, "Ein besserer Satz", base=card.version - 1)
    for _again in range(2):
        cards.choose(one.id, card.id, "Ein ganz anderer Satz", base=3)
    assert capturing.take(one.id, [edit, at_table], here) == {"a": Taken.KNOWN}
    db.session.expire_all()
    assert [(c.number, c.text, c.other_text) for c in stand(one.id)] == [
        (1, "Ein ganz anderer Satz", None),
        (2, "Noch ein Satz", None),
    ]
    table = CardSource.TABLE
    assert capturing.take(one.id, [sent("a", "x", base=3)], table, may_edit=False) == {
        "a": Taken.KNOWN
    }
    assert capturing.take(one.id, [sent("b", "Noch ein Satz", base=1, is_removed=True)], here) == {
        "b": Taken.CHANGED
    }
    assert stand(one.id)[1].removed_at is not None


def test_devices_are_seen_and_paper_is_typed_once(ctx, count_queries) -> None:
    event = factories.event()
    island = event.islands[0]
    capturing.take(island.id, [sent("a")], CardSource.TABLE, device=Device("tab", False, 3))
    row = db.session.scalars(select(CaptureDevice)).one()
    assert (row.waiting, row.is_host) == (2, False)
    seen = row.seen_at
    with clock.fixed_at(seen + timedelta(seconds=10)):
        capturing.take(island.id, [], CardSource.TABLE, device=Device("tab", False, 2))
        db.session.expire_all()
        assert db.session.scalars(select(CaptureDevice)).one().seen_at == seen
    paper = [sent("p101", number=101), sent("p131", "Wir laden ein", number=131)]
    assert typing_in.type_in(event.id, island.id, paper) == 2
    assert typing_in.type_in(event.id, island.id, paper) == 0
    with pytest.raises(Refused):
        typing_in.type_in(event.id, island.id, [sent("p101", "Etwas anderes", number=101)])
    capturing.take(island.id, [sent("b", "Vom Tisch")], CardSource.TABLE)
    assert [one.number for one in stand(island.id)] == [1, 2, 101, 131]
    live_queries.summaries(event.islands)
    with count_queries() as few:
        live_queries.summaries(event.islands[:1])
        capture_queries.board(island)
    with count_queries() as many:
        (found, *_others) = live_queries.summaries(event.islands)
        capture_queries.board(island)
    assert len(many) == len(few)
    assert (found.cards, found.waiting) == (4, 2)


def test_three_dots_are_three_and_the_last_state_counts(ctx) -> None:
    island = factories.event().islands[0]
    capturing.take(island.id, [sent("a"), sent("b", "Zwei")], CardSource.HOST)
    for key, card in zip(("g", "h"), stand(island.id), strict=True):
        grouping.put_together(
            island.id,
            key=key,
            column=CardColumn.CHALLENGE,
            title="Das ist ein ganzer Satz",
            card_ids=[card.id],
        )
    groups = {one.key: one.id for one in capture_queries.board(island).groups}
    assert len(groups) == 2
    assert voting.lay(island.id, "ich", {"g": 2, "h": 1}, sequence=2) is Laid.DONE
    assert voting.lay(island.id, "ich", {"g": 2, "h": 1}, sequence=2) is Laid.DONE
    assert voting.lay(island.id, "ich", {"g": 3}, sequence=1) is Laid.OVERTAKEN
    with pytest.raises(Refused):
        voting.lay(island.id, "ich", {"g": 2, "h": 2}, sequence=3)
    assert capture_queries.own_dots(island.id, "ich") == {"g": 2, "h": 1}
    assert voting.lay(island.id, "du", {"h": 3, "fort": 0}, sequence=1) is Laid.DONE
    assert voting.lay(island.id, "ich", {"h": 1}, sequence=3) is Laid.DONE
    assert capture_queries.board(island).dots == {groups["h"]: 4}
    with pytest.raises(IntegrityError, match="three dots"):
        db.session.execute(
            insert(CardVote).values(
                voter=voting.voter_of(island.id, "du"), group_id=groups["g"], dots=1
            )
        )
    db.session.rollback()


def test_an_answer_that_is_lost_loses_no_edit(ctx) -> None:
    """What devices send after a lost answer, as one row: see `test_change_rules` for any order."""
    island = factories.event().islands[0].id
    here, table = CardSource.HOST, CardSource.TABLE
    capturing.take(island, [sent("a", "eins", change="1")], here)
    (own,) = (sent("a", "zwei", change="2", after=("1",)),)
    assert capturing.take(island, [own], here) == {"a": Taken.CHANGED}
    for twice in (Taken.CHANGED, Taken.KNOWN):
        going = sent("a", "drei", base=0, change="3", after=("1", "2"))
        assert capturing.take(island, [going], here) == {"a": twice}
    other = sent("a", "vier", base=2, change="other")
    assert capturing.take(island, [other], here) == {"a": Taken.CONFLICT}
    late = sent("a", "drei", base=2, is_removed=True, change="gone")
    assert capturing.take(island, [late], here) == {"a": Taken.OVERTAKEN}
    (card,) = stand(island)
    assert (card.text, card.other_text, card.removed_at) == ("drei", "vier", None)
    assert cards.change(island, card.id, base=1, text="x", column=card.column) is Taken.CONFLICT
    assert cards.change(island, card.id, base=1, text="x", column=card.column) is Taken.KNOWN
    going = [sent(f"n{number}") for number in range(capture_rules.MOST_AT_TABLES + 1)]
    taken = capturing.take(island, going, table, may_edit=False)
    assert [key for key, outcome in taken.items() if outcome is Taken.FULL] == [going[-1].key]
    assert capturing.take(island, going[-1:], here) == {going[-1].key: Taken.NEW}
    numbers = [one.number for one in stand(island)]
    assert len(set(numbers)) == len(numbers) == capture_rules.MOST_AT_TABLES + 2


def test_an_island_is_opened_once_and_closed_by_a_new_link(ctx, organiser) -> None:
    event = factories.event()
    host = factories.host(event.islands[0])
    boards.prepare(event.id)
    capture = boards.begin(event.islands[0].id)
    old = boards.token_of(capture, boards.HOST)
    with clock.fixed_at(event.starts_at):
        assert boards.get(old, boards.HOST).island_id == capture.island_id
        with pytest.raises(Refused, match="keine Insel"):
            boards.get(old, boards.TABLE)
        table = boards.token_of(capture, boards.TABLE)
        boards.renew_table(capture.island_id)
        with pytest.raises(Refused, match="keine Insel"):
            boards.get(table, boards.TABLE)
        assert boards.get(old, boards.HOST).island_id == capture.island_id
        own = boards.token_for(host)
        assert boards.get(own, boards.HOST).island_id == capture.island_id
        boards.renew(event.id, capture.island_id)
        with pytest.raises(Refused, match="keine Insel"):
            boards.get(old, boards.HOST)
        assert boards.get(own, boards.HOST).island_id == capture.island_id
        stand_ins.cannot_come(event.id, host.id, by=organiser.id)
        with pytest.raises(Refused, match="keine Insel"):
            boards.get(own, boards.HOST)


def test_a_device_that_only_asks_costs_no_names(ctx, client, count_queries) -> None:
    event = factories.event(day=clock.in_berlin(clock.now()).date())
    capture = boards.begin(event.islands[0].id)
    token = boards.token_of(capture, boards.HOST)
    going = {"device": "d", "waiting": 1, "cards": [{"id": "a", "column": "challenge", "base": 0,
             "text": "Ein Satz", "change": "1", "after": []}]}  # fmt: skip
    told = client.post(f"/host/{token}/cards", json=going).get_json()
    assert (told["taken"], len(told["cards"])) == ({"a": "new"}, 1)
    asks = {"device": "d", "waiting": 0, "cards": [], "seen": told["seen"]}
    with count_queries() as asked:
        again = client.post(f"/host/{token}/cards", json=asks).get_json()
    assert "cards" not in again
    assert not [one for one in asked if "FROM person" in str(one)]
    assert len(asked) <= 5
    asks["seen"] = "0-0-0"
    assert len(client.post(f"/host/{token}/cards", json=asks).get_json()["cards"]) == 1
