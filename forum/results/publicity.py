"""What strangers read besides the sentence of a finding, and that it tells of no single person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forum.base.refusal import Refused
from forum.base.text import Text, _
from forum.results import passages
from forum.results.outcome_models import Finding
from forum.results.passages import Passage


@dataclass(frozen=True)
class Beside:
    """Words that stand beside a sentence in public, what they are, and the passages in them that
    may be about a person."""

    what: Text
    text: str
    passages: Sequence[Passage]


def words_of(finding: Finding) -> list[tuple[Text, str]]:
    """The words beside the sentence of a finding that become public with it."""
    step, demand = finding.commitment, finding.demand
    found: list[tuple[Text, str]] = []
    if step is not None:
        found += [(_("First action"), step.first_action), (_("Where"), step.first_place)]
        found += [(_("Organisation"), party.body.name) for party in step.parties]
    if demand is not None:
        found += [(_("Who must act"), demand.addressee_name), (_("Answer"), demand.answer)]
    return [(what, text) for what, text in found if text]


def beside(finding: Finding, names: frozenset[str]) -> list[Beside]:
    """Those of them with passages that may be about a person."""
    return [
        Beside(what, text, found)
        for what, text in words_of(finding)
        if (found := passages.find(text, names))
    ]


def check(texts: Iterable[str], names: frozenset[str], *, is_about_nobody: bool) -> None:
    """Lets nothing pass that becomes public at once and may be about a person, unless whoever
    writes it has looked.

    Raises:
        Refused: says which passages.
    """
    found = [text[one.start : one.end] for text in texts for one in passages.find(text, names)]
    if found and not is_about_nobody:
        raise Refused(
            _(
                "This may be about a person: %(passages)s. Please word it so that nobody is "
                "recognised, or note that it is about nobody.",
                passages=", ".join(f"„{one.strip(' ,')}“" for one in found),
            ),
            field="is_about_nobody",
        )
