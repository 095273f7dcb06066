"""Reads an instance from JSON, and says in one sentence what is wrong with it.

{"rounds": 3, "islands": [{"id": 0, "min": 5, "max": 20, "closed": [2]}], "participants": [{"id": 0,
"org": 3, "sector": 1, "wishes": [4, 0], "absent": [], "exclude": [], "pins": {"0": 2}, "host":
false}], "together": [[0, 7]], "apart": [], "published": null}. Rounds are numbered from 0, wishes
are ranked, `published` holds for each participant the island of each round or null. What is left
out is empty, but for `rounds`, `islands`, `participants`, `id` and `max`.
"""

from __future__ import annotations

import json
from typing import Any

from forum.base.refusal import Refused
from forum.base.text import _
from forum.rotation import checking
from forum.rotation.model import Instance, Island, Key, Person

LARGEST = 20_000_000
"""More bytes than any instance that can be planned has."""


def instance_of(text: bytes) -> Instance:
    """The instance in a JSON file.

    Raises:
        Refused: it is not JSON, lacks something, or holds something of a wrong kind.
    """
    if len(text) > LARGEST:
        raise Refused(_("The file is too large to be an instance that can be planned."))
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(_("The file is not JSON.")) from None
    data = _object(data, "instance")
    participants = _list(data, "participants", required=True)
    islands = _list(data, "islands", required=True)
    checking.check_sizes(len(participants), len(islands), _whole(data.get("rounds"), "rounds"))
    people = [_person(one) for one in participants]
    return Instance(
        people=people,
        islands=[_island(one) for one in islands],
        rounds=data["rounds"],
        together=[_pair(pair, "together") for pair in _list(data, "together")],
        apart=[_pair(pair, "apart") for pair in _list(data, "apart")],
        published=_published(data, people),
    )


def _person(data: Any) -> Person:
    person = _object(data, "participants")
    return Person(
        key=_whole(person.get("id"), "id"),
        wishes=tuple(_wholes(person, "wishes")),
        organisation=_plain(person.get("org"), "org"),
        sector=_plain(person.get("sector"), "sector"),
        absent=frozenset(_wholes(person, "absent")),
        excluded=frozenset(_wholes(person, "exclude")),
        pins=_pins(person),
        is_host=_yes_or_no(person.get("host", False)),
    )


def _island(data: Any) -> Island:
    island = _object(data, "islands")
    return Island(
        key=_whole(island.get("id"), "id"),
        least=_whole(island.get("min", 0), "min"),
        most=_whole(island.get("max"), "max"),
        closed=frozenset(_wholes(island, "closed")),
    )


def _pins(person: dict[str, Any]) -> dict[int, Key]:
    pins: dict[int, Key] = {}
    for key, island in _object(person.get("pins") or {}, "pins").items():
        if not (key.isascii() and key.isdigit() and len(key) < 4):
            raise _wrong("pins")
        pins[int(key)] = _whole(island, "pins")
    return pins


def _pair(data: Any, name: str) -> tuple[Key, Key]:
    if not isinstance(data, list) or len(data) != 2:
        raise _wrong(name)
    return _whole(data[0], name), _whole(data[1], name)


def _published(
    data: dict[str, Any], people: list[Person]
) -> dict[Key, tuple[Key | None, ...]] | None:
    rows = data.get("published")
    if rows is None:
        return None
    if not isinstance(rows, list) or len(rows) != len(people):
        raise Refused(_("“published” must hold one row for each participant."))
    return {
        person.key: tuple(
            None if island is None else _whole(island, "published")
            for island in _list({"published": row}, "published")
        )
        for person, row in zip(people, rows, strict=True)
    }


def _object(data: Any, name: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise _wrong(name)
    return data


def _list(data: dict[str, Any], name: str, *, required: bool = False) -> list[Any]:
    if name not in data and required:
        raise Refused(_("“%(name)s” is missing.", name=name))
    found = data.get(name) or []
    if not isinstance(found, list):
        raise _wrong(name)
    return found


def _wholes(data: dict[str, Any], name: str) -> list[int]:
    return [_whole(one, name) for one in _list(data, name)]


def _whole(value: Any, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(name)
    if value < 0:
        raise Refused(_("“%(name)s” holds a negative number.", name=name))
    if value > 10**9:
        raise Refused(_("“%(name)s” holds a number that is too large.", name=name))
    return value


def _plain(value: Any, name: str) -> Key | None:
    if value is not None and (not isinstance(value, int | str) or isinstance(value, bool)):
        raise _wrong(name)
    return value


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _wrong("host")
    return value


def _wrong(name: str) -> Refused:
    return Refused(_("“%(name)s” is missing or not of the kind it must be.", name=name))
