"""Cards and dots: sent again they count once, edits lose nothing, three dots are three."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from forum.base import clock
from forum.base.database import db
from forum.base.refusal import Refused
from forum.results import (
    boards,
    capture_queries,
    capturing,
    grouping,
    live_queries,
    typing_in,
    voting,
)
from forum.results.capture_models import CaptureDevice
from forum.results.capturing import Device, Sent, Taken
from forum.results.models import CardColumn, CardSource, CardVote, ResultCard
from forum.results.voting import Laid
from tests import factories

NOW = clock.now()


def sent(key: str, text: str = "Ein Satz von der Insel", **values: object) -> Sent:
    return Sent(**{"key": key, "column": CardColumn.CHALLENGE, "text": text, "at": NOW, **values})


def cards(island_id: int) -> list[ResultCard]:
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
    card = cards(one.id)[0]
    assert (card.text, card.other_text) == ("Ein besserer Satz", "Ein ganz anderer Satz")
    capturing.choose(one.id, card.id, "Ein ganz anderer Satz")
    db.session.expire_all()
    assert [(c.number, c.text, c.other_text) for c in cards(one.id)] == [
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
    assert cards(one.id)[1].removed_at is not None


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
    assert [one.number for one in cards(island.id)] == [1, 2, 101, 131]
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
    for key, card in zip(("g", "h"), cards(island.id), strict=True):
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


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_however_often_and_in_whatever_parts_it_is_sent(ctx) -> None:
    event = factories.event()
    drawn = iter(range(10_000))

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.lists(st.integers(0, 6), max_size=5), max_size=6))
    def sent_in(parts: list[list[int]]) -> None:
        island, run = event.islands[0], next(drawn)
        before = len(cards(island.id))
        for part in parts:
            going = [sent(f"{run}-{number}", f"Satz {number}") for number in part]
            capturing.take(island.id, going, CardSource.TABLE, may_edit=False)
        numbers = [one.number for one in cards(island.id)]
        assert len(numbers) - before == len({number for part in parts for number in part})
        assert len(set(numbers)) == len(numbers)

    sent_in()


def test_an_island_is_opened_once_and_closed_by_a_new_link(ctx) -> None:
    event = factories.event()
    boards.prepare(event.id)
    capture = boards.begin(event.islands[0].id)
    old = boards.token_of(capture, boards.HOST)
    with clock.fixed_at(event.starts_at):
        assert boards.get(old, boards.HOST).island_id == capture.island_id
        with pytest.raises(Refused, match="keine Insel"):
            boards.get(old, boards.TABLE)
        boards.renew(event.id, capture.island_id)
        with pytest.raises(Refused, match="keine Insel"):
            boards.get(old, boards.HOST)
