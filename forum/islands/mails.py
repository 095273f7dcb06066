"""What participants are told about their islands."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import joinedload

from forum.base import languages, shown
from forum.base.database import db
from forum.base.text import Text, _
from forum.islands import queries
from forum.mail.letters import Action, Block, Facts, Letter, Paragraph
from forum.registration import correspondence
from forum.registration import queries as registrations
from forum.registration import rules as registration_rules
from forum.registration.models import Registration


def route_card(registration_id: int) -> Letter | None:
    """The islands of a participant, as the published plan now has them."""
    registration = db.session.get(
        Registration,
        registration_id,
        options=[joinedload(Registration.event), joinedload(Registration.person)],
        populate_existing=True,
    )
    if registration is None or registration.state not in registration_rules.TAKING_PART:
        return None
    card = queries.find_route_card(registration)
    if card is None:
        return None
    with languages.in_language(registration.language):
        rows: list[tuple[Text | str, Text | str]] = []
        for stop in card.stops:
            times = shown.times(stop.round.starts_at, stop.round.ends_at)
            theme = shown.own(stop.island, "theme")
            island = _("Island %(letter)s – %(theme)s", letter=stop.island.letter, theme=theme)
            room = stop.island.room
            where = [room.name, shown.own(room, "location")] if room else []
            rows.append((str(times), ", ".join(str(part) for part in (island, *where) if part)))
        blocks: list[Block] = [
            Paragraph(_("The islands are fixed. This is your personal route:")),
            correspondence.facts(registration.event),
            Facts(rows),
            Action(_("Open my personal page"), registrations.address_of(registration)),
            Paragraph(
                _("There you can add your islands to your calendar and print your route card.")
            ),
        ]
        return correspondence.letter_to(registration, _("Your route card"), blocks)


KINDS: dict[str, Callable[[int], Letter | None]] = {"route-card": route_card}
