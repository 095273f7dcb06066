"""How an outcome stands for everybody to see, as a key that is compared and as words."""

from __future__ import annotations

from collections.abc import Mapping

from forum.base.text import Text, _
from forum.results import rules, words
from forum.results.commitment_models import Progress
from forum.results.demand_models import DemandStatus
from forum.results.outcome_models import Finding

WITHDRAWN = "withdrawn"
NOBODY = "nobody"
_WORDS: Mapping[str, Text] = {
    WITHDRAWN: _("withdrawn"),
    NOBODY: words.NOBODY,
    **{f"step-{one.value}": words.PROGRESS[one] for one in Progress},
    **{f"demand-{one.value}": words.STATUS[one] for one in DemandStatus},
}


def of(finding: Finding) -> str:
    """How an outcome stands, which news are about. A contradiction shows as agreed: only organisers
    see more. That a day has passed is no news: nobody has said or done anything."""
    if finding.withdrawn_at is not None:
        return WITHDRAWN
    if finding.demand is not None:
        return f"demand-{finding.demand.status.value}"
    parties = finding.commitment.parties if finding.commitment else []
    confirmed = [one for one in parties if one.confirmed_at is not None]
    if not any(one.is_lead for one in confirmed):
        return NOBODY
    progress = rules.progress_of([one.progress for one in confirmed])
    return f"step-{(progress or Progress.OPEN).value}"


def in_words(state: str) -> Text:
    """What a state is called."""
    return _WORDS[state]
