"""What those who answer for next steps are asked: one message for all of one address."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import joinedload

from forum.base import addresses, languages, shown
from forum.base.database import db
from forum.base.text import Text, _
from forum.cooperation import followers, news_mails, queries, rules, service
from forum.mail.letters import Action, Block, Facts, Letter, Paragraph
from forum.results.commitment_models import Commitment, CommitmentParty
from forum.results.outcome_models import Finding

GERMAN = "de"


def _next_steps(party_id: int) -> Letter | None:
    """How it stands with everything somebody answers for; None where that is nothing any more."""
    party = db.session.get(
        CommitmentParty,
        party_id,
        options=[
            joinedload(CommitmentParty.commitment)
            .joinedload(Commitment.finding)
            .joinedload(Finding.event)
        ],
        populate_existing=True,
    )
    address = queries.address_of(party) if party else ""
    if party is None or not address or party.declined_at or party.progress in rules.ENDED:
        return None
    registration = party.registration
    language = registration.language if registration else GERMAN
    event = party.commitment.finding.event
    with languages.in_language(language):
        has_confirmed = party.confirmed_at is not None
        return Letter(
            recipient=address,
            language=language,
            subject=_("How does your next step stand?")
            if has_confirmed
            else _("Please confirm your next step"),
            greeting=_("Good day,"),
            blocks=_blocks(party),
            sender_name=event.contact_name or "Praxisforum",
            reply_to=event.contact_email,
            footer=[
                (
                    _("Fewer messages, or none"),
                    addresses.absolute("next_steps.pace", token=queries.token_of(party)),
                ),
                (_("Privacy"), addresses.absolute("site.privacy")),
            ],
        )


def _blocks(party: CommitmentParty) -> list[Block]:
    opening = _(
        "At the forum “%(forum)s” next steps were agreed. Please tell us with one touch how it "
        "stands; you need no account.",
        forum=shown.own(party.commitment.finding.event, "title"),
    )
    blocks: list[Block] = [Paragraph(opening)]
    for one in queries.of_same_person(party):
        blocks += [Facts(_about(one)), Action(_action(one), queries.link_of(one))]
    ending = _(
        "On that page you can also name somebody else of your organisation, or say that nobody "
        "takes it on."
    )
    return [*blocks, Paragraph(ending), *_news(party)]


def _news(party: CommitmentParty) -> list[Block]:
    """What has moved of that which the same address follows, so that it needs no message more."""
    found = followers.news_beside(party, service.key_of(party))
    if not found:
        return []
    return [Paragraph(_("Of what you follow something has moved:")), *news_mails.blocks_of(found)]


def _about(party: CommitmentParty) -> list[tuple[Text | str, Text | str]]:
    finding = party.commitment.finding
    rows: list[tuple[Text | str, Text | str]] = [
        (_("Next step"), f"{finding.released_text or finding.text} ({finding.code})"),
        (_("Organisation"), party.body.name),
    ]
    if party.commitment.due_on:
        rows.append((_("Done by"), shown.whole_day(party.commitment.due_on)))
    return rows


def _action(party: CommitmentParty) -> Text:
    return _("Say how it stands") if party.confirmed_at else _("Confirm or decline")


KINDS: dict[str, Callable[[int], Letter | None]] = {
    service.MAIL: _next_steps,
    **news_mails.KINDS,
}
WRITERS = news_mails.WRITERS
