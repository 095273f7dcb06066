"""What teams of islands are told when a host cannot come, without naming anybody else."""

from __future__ import annotations

from collections.abc import Callable

from forum.base import languages, shown
from forum.base.database import db
from forum.base.text import Text, _
from forum.events import queries
from forum.events.models import Island
from forum.events.team_models import IslandHost
from forum.mail.letters import Action, Block, Facts, Letter, Paragraph

GERMAN = "de"
Rows = list[tuple[Text | str, Text | str]]


def _stands_in(host: IslandHost) -> Letter | None:
    """What somebody needs who stands in; None where they do no longer."""
    if host.stands_in_for_id is None or not host.is_receiving:
        return None
    subject = _("You stand in as host of island %(letter)s", letter=host.island.letter)
    blocks: list[Block] = [
        Paragraph(
            _(
                "A host of island %(letter)s – %(theme)s cannot come. Thank you for receiving "
                "people there instead.",
                letter=host.island.letter,
                theme=host.island.theme,
            )
        ),
        Facts(_when_and_where(host.island)),
    ]
    questions = shown.lines(host.island.questions)
    if questions:
        numbered: Rows = [
            (_("Question %(number)s", number=number), said)
            for number, said in enumerate(questions, start=1)
        ]
        blocks += [Paragraph(_("These are the guiding questions of the island:")), Facts(numbered)]
    blocks += [
        Action(_("Open the page of my island"), queries.host_link(host)),
        Paragraph(
            _(
                "There you see who comes in which round. The page is for you alone; please do not "
                "pass it on. If you cannot stand in, please call us at once."
            )
        ),
    ]
    return _letter(host, subject, blocks)


def _when_and_where(island: Island) -> Rows:
    event, room = island.event, island.room
    where = [room.name, room.location] if room else []
    places: Rows = [
        (_("Forum"), event.title),
        (_("Day"), shown.day(event.starts_at)),
        (_("Where"), ", ".join(part for part in (*where, event.venue) if part)),
    ]
    rounds: Rows = [
        (_("Round %(number)s", number=one.number), shown.times(one.starts_at, one.ends_at))
        for one in queries.rounds_of(event.id)
    ]
    reach = ", ".join(part for part in (event.contact_name, event.contact_phone) if part)
    return [row for row in (*places, *rounds, (_("Organisers"), reach)) if row[1]]


def _released(host: IslandHost) -> Letter | None:
    if host.stands_in_for_id is not None:
        return None
    blocks: list[Block] = [
        Paragraph(_("You need not stand in any more. Thank you for being ready.")),
        Paragraph(
            _("You are in the team of island %(letter)s as before.", letter=host.island.letter)
        ),
    ]
    return _letter(host, _("You need not stand in any more"), blocks)


def _team_changed(host: IslandHost) -> Letter | None:
    if host.away_at is not None:
        return None
    letter = host.island.letter
    blocks: list[Block] = [
        Paragraph(
            _("Somebody of your team helps out elsewhere, or is back. Your page says who is there.")
        ),
        Action(_("Open the page of my island"), queries.host_link(host)),
    ]
    return _letter(host, _("The team of island %(letter)s has changed", letter=letter), blocks)


def _letter(host: IslandHost, subject: Text, blocks: list[Block]) -> Letter:
    event = host.island.event
    return Letter(
        recipient=host.email,
        language=GERMAN,
        subject=subject,
        greeting=_("Good day, %(name)s,", name=host.name),
        blocks=blocks,
        sender_name=event.contact_name or "Praxisforum",
        reply_to=event.contact_email,
    )


def _by_id(write: Callable[[IslandHost], Letter | None]) -> Callable[[int], Letter | None]:
    """Nobody is written to about a forum that does not take place, or without an address."""

    def find_and_write(host_id: int) -> Letter | None:
        host = db.session.get(IslandHost, host_id, populate_existing=True)
        if host is None or not host.email or host.island.event.cancelled_at:
            return None
        with languages.in_language(GERMAN):
            return write(host)

    return find_and_write


KINDS: dict[str, Callable[[int], Letter | None]] = {
    "host-stands-in": _by_id(_stands_in),
    "host-released": _by_id(_released),
    "host-team-changed": _by_id(_team_changed),
}
