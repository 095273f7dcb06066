"""What island teams are told about results."""

from __future__ import annotations

from collections.abc import Callable

from forum.base import languages, shown
from forum.base.database import db
from forum.base.text import _
from forum.events import queries as events
from forum.events.team_models import IslandHost
from forum.mail.letters import Action, Facts, Letter, Paragraph
from forum.results import queries, teams

GERMAN = "de"


def _draft(host_id: int) -> Letter | None:
    """The link to the draft of an island's results; None where none is prepared any more."""
    host = db.session.get(IslandHost, host_id, populate_existing=True)
    if host is None or not host.email or host.away_at is not None:
        return None
    prepared = queries.find_prepared(host.island.event_id)
    if prepared is None:
        return None
    with languages.in_language(GERMAN):
        return Letter(
            recipient=host.email,
            language=GERMAN,
            subject=_("Please look at the results of island %(letter)s", letter=host.island.letter),
            greeting=_("Good day, %(name)s,", name=host.name),
            sender_name=host.island.event.contact_name or "Praxisforum",
            reply_to=host.island.event.contact_email,
            blocks=[
                Paragraph(
                    _(
                        "The results of your island are ready to be published. Please see whether "
                        "they say what was meant, and that nobody can be recognised."
                    )
                ),
                Facts(
                    [
                        (_("Forum"), shown.own(host.island.event, "title")),
                        (_("You can object until"), shown.day(prepared.last_moment)),
                    ]
                ),
                Action(_("Look at the draft"), draft_link(host)),
                Paragraph(
                    _(
                        "You need not answer if you agree; with one touch you can also say so, and "
                        "it can be published sooner. The page is for you alone."
                    )
                ),
            ],
        )


def draft_link(host: IslandHost) -> str:
    """The address of the draft, for somebody of an island's team."""
    return f"{events.host_link(host)}/results"


KINDS: dict[str, Callable[[int], Letter | None]] = {teams.MAIL: _draft}
