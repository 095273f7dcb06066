"""What every page of an island is shown with: columns in words, and how long a round goes on."""

from __future__ import annotations

from typing import Any

from forum.base import clock
from forum.events import queries as events
from forum.events import timing
from forum.events.models import Island
from forum.results import capture_forms


def around(island: Island) -> dict[str, Any]:
    """The columns, where the rounds stand, and their stages for devices that count down."""
    rounds = events.rounds_of(island.event_id)
    return {
        "island": island,
        "columns": capture_forms.COLUMNS,
        "column_words": {one.value: str(said) for one, said in capture_forms.COLUMNS.items()},
        "stands": timing.at(rounds, clock.now()),
        "stages": [
            {
                "stage": one.stage,
                "number": one.round_number,
                "until": one.until.isoformat() if one.until else None,
            }
            for one in timing.stages(rounds)
        ],
    }
