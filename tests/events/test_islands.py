"""Islands, their rooms and their hosts."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from forum.base import links
from forum.base.database import db
from forum.base.refusal import NotFound, Refused
from forum.events import islands, queries
from forum.islands.models import Assignment
from forum.registration.models import Wish
from tests import factories


@pytest.fixture
def event(ctx):
    return factories.event()


def letters(event) -> str:
    return "".join(island.letter for island in queries.islands_of(event.id))


def test_a_new_island_takes_the_first_free_letter(event):
    assert letters(event) == "ABCDE"
    second = queries.islands_of(event.id)[1]
    islands.delete_island(second.id)
    assert letters(event) == "ACDE"
    made = islands.add_island(event.id, room_id=None, theme="Sport", minimum=0, maximum=9)
    assert (made.letter, made.sign) == ("B", "b")
    assert letters(event) == "ABCDE"


def test_after_z_there_is_no_letter(event):
    for number in range(21):
        islands.add_island(event.id, room_id=None, theme=f"Thema {number}", maximum=9)
    assert letters(event) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    with pytest.raises(Refused):
        islands.add_island(event.id, room_id=None, theme="Noch eins", maximum=9)


def test_a_new_rooms_name_makes_the_room_once(event):
    one = islands.add_island(event.id, room_id=None, new_room="Übungsraum", theme="A")
    two = islands.add_island(event.id, room_id=None, new_room="ÜBUNGSRAUM", theme="B")
    assert one.room_id == two.room_id
    assert "Übungsraum" in {room.name for room in queries.rooms_of(event.id)}


def test_two_rooms_of_a_forum_have_two_names(event):
    first, second = queries.rooms_of(event.id)[:2]
    with pytest.raises(Refused) as refusal:
        islands.save_room(event.id, room_id=second.id, name=first.name.upper())
    assert refusal.value.field == "name"
    islands.save_room(event.id, room_id=first.id, name="Raum 201", location="Nord")
    assert queries.get_room(event.id, first.id).location == "Nord"


def test_islands_stay_when_their_room_goes(event):
    island = queries.islands_of(event.id)[0]
    islands.delete_room(island.room_id)
    assert queries.get_island(event.id, island.id).room is None


def test_with_an_island_go_hosts_wishes_and_places(event):
    first, second = queries.islands_of(event.id)[:2]
    link_id = factories.host(first).link_id
    who = factories.registration(event, wishes=(first, second))
    factories.plan(event, {who: (first, second)})
    islands.delete_island(first.id)
    assert queries.find_host(link_id) is None
    assert db.session.scalars(select(Wish.island_id)).all() == [second.id]
    assert db.session.scalar(select(func.count(Assignment.id))) == 1


def test_a_new_link_makes_the_old_one_worthless(ctx, event):
    island = queries.islands_of(event.id)[0]
    islands.add_host(island.id, name="Kim Beispiel", organisation="Stadt", email="")
    host = queries.get_island(event.id, island.id).hosts[0]
    old = queries.host_link(host)
    assert old.startswith("http://localhost/islands/")
    islands.renew_link(host.id)
    host = queries.get_host(event.id, host.id)
    token = old.rsplit("/", 1)[1]
    key = ctx.config["SECRET_KEY"]
    assert host.link_revision == 1
    assert not links.opens(token, key, queries.HOST, host.link_id, host.link_revision)
    assert queries.host_link(host) != old


def test_what_belongs_to_another_forum_is_not_found(event):
    other = factories.event()
    host = factories.host(other.islands[0])
    for get, row in (
        (queries.get_island, other.islands[0]),
        (queries.get_room, other.rooms[0]),
        (queries.get_item, other.items[0]),
        (queries.get_round, other.rounds[0]),
        (queries.get_host, host),
    ):
        assert get(other.id, row.id) is row
        with pytest.raises(NotFound):
            get(event.id, row.id)
