"""What is said on behalf of the site itself."""

from __future__ import annotations

from forum.base import addresses, languages
from forum.base.text import _, _n
from forum.mail.letters import Action, Letter, Paragraph
from forum.site import queries

REPORTED = "barrier-reported"


def barrier_reported(_site_id: int) -> Letter | None:
    """Tells that a barrier was reported; what it is stands only behind the sign-in."""
    site, waiting = queries.get_info(), queries.count_barrier_reports()
    if not (waiting and site.accessibility_contact):
        return None
    return Letter(
        recipient=site.accessibility_contact,
        language=languages.DEFAULT,
        subject=_("A barrier was reported"),
        greeting=_("Good day,"),
        blocks=[
            Paragraph(
                _n(
                    "Somebody reported a barrier on the pages of the practice forums.",
                    "%(num)s reports about barriers on the pages of the practice forums are "
                    "waiting for an answer.",
                    waiting,
                )
            ),
            Action(_("Read what was reported"), addresses.absolute("workspace.site.edit")),
            Paragraph(_("Please delete the report when it has been dealt with.")),
        ],
        sender_name=site.name,
    )


KINDS = {REPORTED: barrier_reported}
