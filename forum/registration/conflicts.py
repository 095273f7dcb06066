"""Two organisers at one registration: what the other one changed meanwhile, and what each typed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forum.base.text import Text, _

NOW, MINE = "now", "mine"


@dataclass(frozen=True)
class Clash:
    """A field that somebody else changed since the form was opened, in words for people.

    `is_touched`: it was changed here as well; if not, what stands there now is what counts.
    """

    name: str
    label: Text | str
    before: str
    now: str
    mine: str
    is_touched: bool


def kept(form: Any, names: Sequence[str]) -> str:
    """What a form shows when it is opened, to be sent along with it."""
    return json.dumps({name: _plain(form[name]) for name in names}, ensure_ascii=False)


def clashes(typed: Any, current: Any, names: Sequence[str], before: str) -> list[Clash]:
    """Every field that differs now from `before`, which came with the form and may be damaged."""
    opened = _read(before)
    found = []
    for name in names:
        was, now, mine = opened.get(name), _plain(current[name]), _plain(typed[name])
        if was is None or now in {was, mine}:
            continue
        found.append(
            Clash(
                name,
                typed[name].label.text,
                before=_shown(current[name], was),
                now=_shown(current[name], now),
                mine=_shown(current[name], mine),
                is_touched=mine != was,
            )
        )
    return found


def settle(typed: Any, current: Any, names: Sequence[str], said: Mapping[str, str]) -> None:
    """Takes over what stands now for each field of which this was said."""
    for name in names:
        if said.get(f"keep_{name}") == NOW:
            typed[name].data = current[name].data


def _read(before: str) -> dict[str, str]:
    try:
        found = json.loads(before)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}


def _plain(field: Any) -> str:
    data = field.data
    if data is None:
        return ""
    return str(data.strftime("%H:%M")) if hasattr(data, "strftime") else str(data)


def _shown(field: Any, value: str) -> str:
    choices = {str(key): str(label) for key, label in getattr(field, "choices", None) or ()}
    return choices.get(value, value) or str(_("empty"))
