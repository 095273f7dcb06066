"""When those who were named for next steps are asked whether they take them on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from forum.results import queries, rules
from forum.results.outcome_models import Finding


def days(event_id: int, findings: Iterable[Finding]) -> dict[int, datetime | None]:
    """When each organisation of these steps is asked, by its id there; None while its step is not
    published. One statement."""
    releases = queries.releases(event_id)
    first = releases[-1].released_at if releases else None
    return {
        party.id: rules.asked_on(party.since, first if one.released_text is not None else None)
        for one in findings
        if one.commitment is not None
        for party in one.commitment.parties
    }
